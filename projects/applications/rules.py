"""The rules of a call, checked on a dossier: each gives its result and the requirement.

Nothing is decided here: who appraises reads the flags. A rule that the call does not have gives
none; what the dossier does not say gives one that is neither met nor broken.
"""

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format

from projects.models import Derogation, Report
from projects.models.money import amount_in_words

from .costs import Costs, Rates, limit_in_words, percent, share


@dataclass(frozen=True)
class Flag:
    """A rule and its result: `is_met` is None when the dossier does not say enough."""

    name: str
    is_met: bool | None
    sentence: str

    @property
    def state(self):
        return {True: "respectée", False: "non respectée", None: "à vérifier"}[self.is_met]


def flags(application):
    """[Flag] of a dossier read by `whole()`, in the order of an appraisal; no query."""
    costs = Costs.of(application)
    results = [
        filed(application),
        applicant(application),
        countries(application),
        themes(application),
        number_of_authorities(application),
        length(application),
        *pieces(application),
        balance(application, costs),
        authorities_share(application, costs),
        in_kind(application, costs),
        monitoring(application, costs),
        ceiling(application),
        aid_declared(application),
        former_reports(application),
    ]
    return [flag for flag in results if flag]


def filed(application):
    on = application.filed_on
    if on is None:
        return Flag("dépôt", None, "date de dépôt inconnue")
    is_met = any(window.takes(on) for window in application.call.windows.all())
    place = "dans une période de dépôt" if is_met else "hors des périodes de dépôt"
    return Flag("dépôt", is_met, f"déposé le {date_format(on, 'j F Y')}, {place}")


def applicant(application):
    allowed = application.call.applicant_types
    if not allowed:
        return None
    return Flag(
        "porteur",
        application.lead.type in allowed,
        f"chef de file : {application.lead.get_type_display()} ; peuvent déposer : "
        f"{application.call.applicants_in_words}",
    )


def countries(application):
    """Each country of the project must be open: several are named at once."""
    call, own = application.call, list(application.countries.all())
    if not own:
        return Flag("pays", None, "le dossier ne dit pas dans quel pays")
    is_open = {row.country_id: not row.is_excluded for row in call.call_countries.all()}
    closed = [each for each in own if not is_open.get(each.pk, call.every_country)]
    if closed:
        return Flag("pays", False, f"l’appel n’est pas ouvert à : {names(closed)}")
    return Flag("pays", True, f"ouvert à : {names(own)}")


def themes(application):
    subjects, own = list(application.call.themes.all()), list(application.themes.all())
    if not subjects:
        return None
    if not own:
        return Flag("thématiques", None, "le dossier n’a pas de thématique")
    fits = any(theme.path.startswith(subject.path) for theme in own for subject in subjects)
    return Flag("thématiques", fits, f"{names(own)} ; demandées : {names(subjects)}")


def names(rows):
    return ", ".join(row.name for row in rows)


def number_of_authorities(application):
    least = application.call.minimum_authorities
    if not least:
        return None
    number = len(application.authorities)
    sentence = f"collectivités françaises : {number}, minimum {least}"
    return Flag("collectivités", number >= least, sentence)


def length(application):
    shortest, longest = application.call.shortest_months, application.call.longest_months
    if not (shortest or longest):
        return None
    parts = [f"minimum {shortest}" if shortest else "", f"maximum {longest}" if longest else ""]
    limits, months = ", ".join(filter(None, parts)), application.months
    if not months:
        return Flag("durée", None, f"durée inconnue ; {limits} mois")
    fits = (not shortest or months >= shortest) and (not longest or months <= longest)
    return Flag("durée", fits, f"durée : {months} mois, {limits}")


def pieces(application):
    """One flag for each missing piece; one for all when none is missing."""
    required = [piece for piece in application.call.required_pieces.all() if piece.is_required]
    joined = {piece.asked_id for piece in application.joined_pieces}
    missing = [piece for piece in required if piece.pk not in joined]
    if missing:
        return [Flag("pièces", False, f"il manque : {piece.name}") for piece in missing]
    return [Flag("pièces", True, f"pièces demandées : {len(required)} jointes")] if required else []


def balance(application, costs):
    """The requested lines of the budget make the requested amount."""
    if costs.unknown:
        missing = ", ".join(costs.unknown)
        return Flag("budget", None, f"l’appel n’a pas de taux pour : {missing}")
    if not costs.lines:
        return Flag("budget", None, "le dossier n’a pas de lignes de budget")
    lines = costs.sum("requested")
    return Flag(
        "budget",
        None if application.requested is None else lines == application.requested,
        f"cofinancement demandé : {application.requested_in_words}, dans les lignes du budget : "
        f"{costs.in_words(lines)}",
    )


def authorities_share(application, costs):
    least = application.call.minimum_share
    return at_least("part de la collectivité", share(costs.authorities, costs.total), least)


def in_kind(application, costs):
    most = application.call.in_kind_cap
    if most is None:
        return None
    part, limit = share(costs.in_kind, costs.authorities), f"maximum {limit_in_words(most)}"
    if part is None:
        return Flag("valorisation", None, f"valorisation inconnue, {limit}")
    sentence = f"valorisation : {percent(part, most)} de la part de la collectivité, {limit}"
    return Flag("valorisation", part <= most, sentence)


def monitoring(application, costs):
    least = application.call.minimum_monitoring
    return at_least("part du suivi", share(application.monitoring, costs.total), least)


def at_least(name, part, least):
    """« part de la collectivité : 8,2 %, minimum 10 % »; None without a minimum."""
    if least is None:
        return None
    limit = f"minimum {limit_in_words(least)}"
    if part is None:
        return Flag(name, None, f"{name} inconnue, {limit}")
    return Flag(name, part >= least, f"{name} : {percent(part, least)}, {limit}")


def ceiling(application):
    """A project in several countries may ask for the highest of their ceilings."""
    call, rates = application.call, Rates.of(application.call)
    tiers = {row.country_id: row.tier for row in call.call_countries.all()}
    own = {tiers.get(country.pk, "") for country in application.countries.all()}
    ceilings = [row for row in call.ceilings.all() if row.tier in own]
    if not ceilings:
        return None
    same = [row for row in ceilings if row.currency == application.currency] or ceilings
    pairs = [(rates.convert(r.amount, r.currency, application.currency), r) for r in same]
    values = [(value, row) for value, row in pairs if value is not None]
    requested = f"demandé : {application.requested_in_words}"
    if not values:
        amounts = ", ".join(amount_in_words(row.amount, row.currency) for row in ceilings)
        return Flag("plafond", None, f"{requested}, plafond {amounts} : l’appel n’a pas de taux")
    value, row = max(values, key=lambda pair: pair[0])
    is_met = None if application.requested is None else application.requested <= value
    tier = f" ({row.tier})" if row.tier else ""
    sentence = f"{requested}, plafond{tier} : {amount_in_words(row.amount, row.currency)}"
    return Flag("plafond", is_met, sentence)


def aid_declared(application):
    declared = application.Declared
    met = {declared.YES: True, declared.NO: False}.get(application.aid_declared)
    return Flag("e-APD", met, f"e-APD N-1 déclarée : {application.get_aid_declared_display()}")


def former_reports(application):
    """Reports that the lead owes for its other projects bar the dossier, unless a derogation says
    why they do not."""
    name = "comptes rendus antérieurs"
    owed = [in_words(row) for row in application.missing_reports]
    if not owed:
        return Flag(name, True, "aucun compte rendu antérieur ne manque")
    missing = f"il manque : {' ; '.join(owed)}"
    for row in application.derogations.all():
        if row.rule == Derogation.Rule.MISSING_REPORTS:
            return Flag(name, True, f"dérogation ({row.reason}, {row.granted_by_name}) ; {missing}")
    return Flag(name, False, missing)


def in_words(row):
    """« compte rendu final de la subvention S-1, attendu le 01/02/2026 »."""
    report = Report(stage=row["stage"], number=row["rank"])
    due_on = date.fromisoformat(row["due_on"])
    return f"{report} de la subvention {row['number']}, attendu le {due_on:%d/%m/%Y}"
