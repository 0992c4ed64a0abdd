"""The letter of a decision to its applicant: the delegation's text, filled, mailed once."""

import re

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q
from django.utils.formats import date_format

from correspondents.mailing import mail
from projects.models import Call, Committee, LetterTemplate, Notification
from projects.models.committees import MINUTES_FIRST
from projects.models.letters import filled

EMPTY_LINES = re.compile(r"\n{3,}")


def letters(committee):
    """[(Decision, subject, text)] of the letters still to be sent, by number of dossier.

    Raises ValidationError when an outcome has no text.
    """
    templates = LetterTemplate.objects.filter(Q(call=None) | Q(call=committee.call_id))
    texts = {row.outcome: row for row in templates.order_by(F("call").asc(nulls_first=True))}
    rows = committee.decisions.filter(notification__isnull=True).order_by("application__reference")
    rows = rows.select_related("application__lead", "application__call", "committee__call")
    rows = rows.prefetch_related("application__opinions__request__post")
    if missing := {row.get_outcome_display() for row in rows if row.outcome not in texts}:
        raise ValidationError(
            f"Il manque un modèle de lettre pour : {', '.join(sorted(missing))}. Écrivez-le dans "
            "« Modèles de lettres »."
        )
    return [(row, *written(texts[row.outcome], row)) for row in rows]


def written(template, decision):
    """(subject on one line, text) of the letter of a decision."""
    values = values_of(decision)
    subject = " ".join(filled(template.subject, values).split())
    return subject[:300], EMPTY_LINES.sub("\n\n", filled(template.body, values)).strip()


def values_of(decision):
    """{field of `models.letters.FIELDS`: text}."""
    application, committee = decision.application, decision.committee
    return {
        "collectivité": application.lead.name,
        "dossier": application.reference,
        "intitulé": application.title,
        "appel": committee.call.title,
        "comité": date_format(committee.held_on, "j F Y"),
        "décision": decision.in_words,
        "montant": decision.amount_in_words,
        "rang": "" if decision.rank is None else str(decision.rank),
        "motif": decision.reason,
        "avis": disclosed_opinions(decision),
        "délégation": settings.DELEGATION_NAME,
    }


def disclosed_opinions(decision):
    """The part of the opinions that the call lets the applicant read: never the notes."""
    extent = decision.committee.call.opinions_told
    if extent == Call.Disclosure.NOTHING:
        return ""
    return "\n".join(
        opinion_in_words(opinion, with_reasons=extent == Call.Disclosure.REASONS)
        for opinion in decision.application.opinions.all()
        if opinion.validated_at
    )


def opinion_in_words(opinion, *, with_reasons):
    author = opinion.request.post if opinion.request else opinion.validated_by
    parts = [f"Avis, {author} : {opinion.get_verdict_display()}."]
    if with_reasons:
        parts += [opinion.reasons, opinion.reservations]
    return " ".join(part for part in parts if part)


@transaction.atomic
def notify(committee, *, by):
    """Keep each letter and mail it where the dossier has an address: (letters, mails).

    Each decision once, two people at a time included. Raises ValidationError.
    """
    committee = Committee.objects.select_for_update(of=["self"]).get(pk=committee.pk)
    if not committee.is_closed:
        raise ValidationError(MINUTES_FIRST)
    rows = letters(committee)
    if not rows:
        raise ValidationError("Toutes les décisions sont déjà notifiées.")
    mailed = 0
    for decision, subject, text in rows:
        to = decision.application.contact_email
        Notification.objects.create(
            decision=decision, subject=subject, text=text, sent_to=to, notified_by=by
        )
        if to:
            context = {"subject": subject, "text": text}
            mailed += bool(
                mail.write("decision", to=to, key=f"decision {decision.pk}", context=context)
            )
    return len(rows), mailed
