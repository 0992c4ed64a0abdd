"""What the delegation reads before an act on a call, a committee or a subsidy without return."""

from datetime import date

from django.forms import ChoiceField
from django.template.defaultfilters import floatformat
from django.utils.formats import date_format

from correspondents.records.reviews import ActReview

CALL = {
    "publish": (
        "Voici ce que vous publiez",
        "Publier l’appel, sans retour",
        "Sans retour : l’appel est public, il ne s’efface plus. Il se reporte ou s’annule.",
    ),
    "postpone": (
        "Voici ce que vous reportez",
        "Reporter la clôture, sans retour",
        "Sans retour : la page publique garde l’ancienne clôture, la nouvelle et la raison.",
    ),
    "cancel": (
        "Voici ce que vous annulez",
        "Annuler l’appel, sans retour",
        "Sans retour : la page publique dit que l’appel est annulé, et pourquoi.",
    ),
}
DEROGATION = (
    "Voici la dérogation que vous accordez",
    "Accorder la dérogation, sans retour",
    "Sans retour : une dérogation accordée ne se réécrit pas, et sa raison reste au dossier.",
)
COMMITTEE = {
    "freeze": (
        "Voici ce que vous figez",
        "Figer le dossier du comité, sans retour",
        "Sans retour : plus rien ne change cette version. Une autre peut la suivre.",
    ),
    "recuse": (
        "Voici le déport que vous notez",
        "Noter le déport, sans retour",
        "Sans retour : le procès-verbal le dit, avec sa raison.",
    ),
    "derogate": DEROGATION,
    "close": (
        "Voici ce que vous arrêtez",
        "Arrêter le procès-verbal, sans retour",
        "Sans retour : plus personne ne change les décisions ni les membres.",
    ),
    "notify": (
        "Voici ce que vous notifiez",
        "Notifier les décisions, sans retour",
        "Sans retour : chaque lettre est gardée comme elle est ; un courriel parti ne se "
        "reprend pas. Un dossier sans adresse reçoit sa lettre imprimée.",
    ),
    "announce": (
        "Voici ce que vous publiez",
        "Publier les résultats, sans retour",
        "Sans retour : les décisions sont publiques aussitôt.",
    ),
}
OPINIONS = {
    "send": (
        "Voici ce que vous envoyez",
        "Envoyer les saisines, sans retour",
        "Sans retour : un courriel parti ne se reprend pas. Une saisine s’annule ensuite, avec une "
        "raison.",
    ),
    "remind": (
        "Voici ce que vous relancez",
        "Relancer maintenant, sans retour",
        "Sans retour : un courriel parti ne se reprend pas. Un poste se relance une fois par jour.",
    ),
    "enter": (
        "Voici ce que vous gardez",
        "Garder cet avis, sans retour",
        "Sans retour : une fois gardé, cet avis compte et ne se modifie plus.",
    ),
    "accept": (
        "Voici ce que vous acceptez",
        "Le compter comme avis du poste, sans retour",
        "Sans retour : cet avis compte et ne se modifie plus, par le poste non plus.",
    ),
    "revoke": (
        "Voici ce que vous annulez",
        "Annuler la saisine, sans retour",
        "Sans retour : le poste ne peut plus rendre cet avis, et son brouillon reste tel quel. Il "
        "peut être saisi de nouveau.",
    ),
}
# The fields of the page of a committee that each act reads.
TYPED = {
    "recuse": ["member", "application", "reason"],
    "derogate": ["application", "rule", "reason"],
}
GRANT = {
    "derogate_payment": DEROGATION,
    "derogate_report": DEROGATION,
    "accept": (
        "Voici ce que vous acceptez",
        "Accepter le compte rendu, sans retour",
        "Sans retour : les tranches qui l’attendent peuvent être versées.",
    ),
    "pay": (
        "Voici ce que vous notez",
        "Noter le versement, sans retour",
        "Sans retour : un versement noté ne se corrige plus.",
    ),
    "abandon": (
        "Voici ce que vous abandonnez",
        "Abandonner le projet, sans retour",
        "Sans retour : plus rien n’est versé, ni relancé.",
    ),
}


def call_review(call, act, form):
    """The ActReview of an act on a call; None for a copy."""
    if act not in CALL:
        return None
    title, button, consequence = CALL[act]
    facts = [("Appel", call.title), ("Résumé", call.summary)]
    for window in call.windows.all():
        label = f"Période de dépôt : {window.label}" if window.label else "Période de dépôt"
        facts.append((label, window.period))
    facts.append(("Qui peut déposer", call.applicants_in_words or "toutes les collectivités"))
    facts += rules_of(call) if act == "publish" else typed(form)
    return ActReview(title, button, [row for row in facts if row[1]], [consequence])


def rules_of(call):
    """[(label, text)] of what else the public page of a call says."""
    rows = list(call.call_countries.select_related("country"))
    countries = ", ".join(str(row.country) for row in rows if not row.is_excluded)
    excluded = ", ".join(str(row.country) for row in rows if row.is_excluded)
    all_but = f"tous les pays, sauf {excluded}" if excluded else "tous les pays"
    share = f"{floatformat(call.minimum_share)} % du budget total au moins"
    told = call.opinions_told != call.Disclosure.NOTHING and call.get_opinions_told_display()
    return [
        ("Ouvert à", all_but if call.every_country else countries),
        ("Thématiques", ", ".join(map(str, call.themes.in_tree_order())) or "toutes"),
        ("Part de la collectivité", share if call.minimum_share is not None else ""),
        ("Où déposer", call.filing_url),
        ("Règlement", "\n\n".join(filter(None, [call.rules_text, call.rules_url]))),
        ("À qui écrire", call.contact_email),
        ("Ce que le porteur lit des avis", told or "rien, sauf demande d’accès"),
    ]


def committee_review(committee, act, form):
    """The ActReview of an act on a committee; None for those that another act completes."""
    if act not in COMMITTEE:
        return None
    title, button, consequence = COMMITTEE[act]
    decisions = committee.decisions.select_related("application").order_by("application__reference")
    facts = [("Comité", f"{committee}, {date_format(committee.held_on)}")]
    facts += typed(form, TYPED.get(act, ()))
    if act in {"close", "notify", "announce"}:
        facts += [(str(row.application), row.in_words) for row in decisions]
    return ActReview(title, button, facts, [consequence])


def derogation_review(application, reason):
    """The ActReview of a derogation where a dossier is appraised."""
    title, button, consequence = DEROGATION
    facts = [("Dossier", str(application)), ("Raison", reason)]
    return ActReview(title, button, facts, [consequence])


def opinion_review(act, facts, consequences=()):
    """The ActReview of an act about opinions."""
    title, button, consequence = OPINIONS[act]
    return ActReview(title, button, facts, [consequence, *consequences])


def grant_review(grant, form):
    """The ActReview of an act on a subsidy; None for those that may be corrected."""
    if form is None or form.name not in GRANT:
        return None
    title, button, consequence = GRANT[form.name]
    return ActReview(title, button, [("Subvention", str(grant)), *typed(form)], [consequence])


def opening_review(decision, form):
    """The ActReview of a subsidy that is opened: it is abandoned afterwards, never deleted."""
    return ActReview(
        "Voici ce que vous ouvrez",
        "Ouvrir la subvention, sans retour",
        [("Dossier", f"{decision.application}, {decision.amount_in_words}"), *typed(form)],
        ["Sans retour : une subvention ouverte ne s’efface plus. Son plan se corrige ensuite."],
    )


def typed(form, names=None):
    """[(label, text)] of what a form holds in these fields, or in all; [] while it is refused."""
    if not form.is_valid():
        return []
    values = form.cleaned_data
    return [
        (form[name].label, in_words(form.fields[name], values[name]))
        for name in (values if names is None else names)
        if values[name]
    ]


def in_words(field, value):
    """The value of a field as one reads it: a choice by its label."""
    if isinstance(value, date):
        return date_format(value)
    labels = dict(field.choices) if type(field) is ChoiceField else {}
    return str(labels.get(value, value))
