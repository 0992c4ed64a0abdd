"""« Peut déposer : oui ou non, pourquoi » : an authority before a call.

What anybody may read is what the call publishes: the kinds of authorities that may apply. Missing
reports are the delegation's: nobody else is told of them.
"""

from dataclasses import dataclass

from projects.models import Call, Report


@dataclass(frozen=True)
class MayApply:
    """The answer; each reason against it is a sentence."""

    call: Call
    reasons: tuple

    @property
    def is_yes(self):
        return not self.reasons

    @property
    def in_words(self):
        return "oui" if self.is_yes else "non"


def may_apply(authority, call, missing=()):
    """Whether the authority may lead a dossier of the call; `missing` are the reports it owes."""
    reasons = []
    if call.applicant_types and authority.type not in call.applicant_types:
        reasons.append(
            f"Peuvent déposer : {call.applicants_in_words} (ici : {authority.get_type_display()})."
        )
    if missing:
        reports = " ; ".join(report.in_words for report in missing)
        reasons.append(f"Il manque des comptes rendus, sauf dérogation : {reports}.")
    return MayApply(call, tuple(reasons))


def answers_to(authority, user):
    """[MayApply] for each open call, as `user` may read it; nothing for an authority replaced."""
    if authority.successor_id:
        return []
    missing = Report.objects.missing().owed_by(authority).select_related("grant")
    if not (user.is_authenticated and user.is_delegation):
        missing = missing.none()
    calls = Call.objects.published().with_dates().in_states("open").in_reading_order()
    return [may_apply(authority, call, missing) for call in calls]
