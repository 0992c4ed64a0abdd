"""The answers to a mail of the loop, each once, each whole.

`Answered` is raised when somebody has answered by the same link meanwhile: nothing is written.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_date

from correspondents.mailing import mail
from correspondents.models import Check, Correspondent, Proposal, SignedLink, review_of
from correspondents.models.people import VERIFICATION
from correspondents.proposals.notices import tell_post, tell_withdrawal
from correspondents.records.undo import LASTS, act_tables, reverse, take_back

from . import departures
from .links import context, link_for

THE_POST = "le poste"
OF_THE_POST = ("accepted", "undone")  # the answers to a departure announced
ANSWERED = "Le poste a déjà répondu : écrivez-lui."
TOO_LATE = "Cette réponse ne peut plus être annulée ici."


class Answered(Exception):
    """The link has served, or has been closed, since the page was opened."""


def entries_of(link):
    """All the entries of the link's person that are in office: one mail is about all of them."""
    entries = Correspondent.objects.in_office().held().same_person(link.target)
    return list(entries.with_post().order_by("post__name_norm", "pk"))


def answerer(link):
    """The words that follow « vérifié le … par »; a person's name is not always public."""
    if link.target.email and link.sent_to.lower() == link.target.email.lower():
        return "la personne elle-même"
    return THE_POST


def use(link, answer):
    """Take the link, and with it the other open ones about the same entry."""
    if not link.use(answer):
        raise Answered
    others = SignedLink.objects.open().about(link.target).filter(purpose=link.purpose)
    others.update(used_at=link.used_at, answer=answer)


@transaction.atomic
def confirm(link):
    """« Tout est exact »: the person's entries are verified at once."""
    use(link, Check.Answer.EXACT)
    for entry in entries_of(link):
        entry.verify(by=answerer(link))


@transaction.atomic
def correct(link, entry, form):
    """« Je corrige » one entry: each changed field is proposed; the person's others are exact."""
    use(link, Check.Answer.CORRECTED)
    first = propose(link, entry, form.changes, form.cleaned_data["comment"])[0]
    tell_post(first, key=f"proposal {first.submission}")
    entry.checks.open().close(Check.Answer.CORRECTED, by=answerer(link))
    for other in entries_of(link):
        if other.pk != entry.pk:
            other.verify(by=answerer(link))


@transaction.atomic
def leave(link, entries, form):
    """« Je ne suis plus en poste »: the post is told, and alone ends the tenure."""
    use(link, Check.Answer.LEFT)
    on = form.cleaned_data["last_day"]
    for entry in entries:
        changes = [("ended_on", review_of(entry).read_field("ended_on"), on.isoformat())]
        if form.successor:
            changes.append(("successor", "", form.successor))
        propose(link, entry, changes)
        departures.hide(entry, on=on)
        entry.checks.open().close(Check.Answer.LEFT, by=answerer(link))
        departures.tell(entry, on=on, by=author(link, entry))


def author(link, entry):
    """The name of the link's holder, for who reviews what it proposes of the entry."""
    return str(link.target) if answerer(link) != THE_POST else str(entry.post)


def propose(link, entry, changes, comment=""):
    """Propose the changes of the link's holder to the entry; only words when no field is named."""
    return Proposal.objects.propose(
        entry,
        changes or [("", "", "")],
        post=entry.post,
        origin=Proposal.Origin.LINK,
        from_name=author(link, entry),
        from_email=link.sent_to,
        comment=comment,
    )


def undo_until(link):
    """The moment until which the answer may be taken back, a day later; None when it may not."""
    is_answer = link.answer in {*Check.Answer.values, *OF_THE_POST}
    until = link.used_at + LASTS if is_answer else timezone.now()
    return until if until > timezone.now() else None


@transaction.atomic
def undo(link):
    """Take back the answer: the link is open again, and asks as before.

    Raises ValidationError when somebody has acted on the answer since, or after a day.
    """
    link = locked(link)
    if not all(row.is_pending for row in answer_to(link)):
        raise ValidationError(ANSWERED)
    for entry in entries_of(link):
        if not withdraw(link, entry) and link.answer != Check.Answer.LEFT:
            take_back(entry, VERIFICATION)
        entry.checks.filter(closed_at__gte=link.used_at).reopen()
    reopen(link)


def locked(link):
    """The link, kept from others. Raises ValidationError when its answer is not undone any more."""
    link = SignedLink.objects.select_for_update().get(pk=link.pk)
    if undo_until(link) is None:
        raise ValidationError(TOO_LATE)
    return link


def reopen(link):
    """Open the link again, with the others that its answer had closed."""
    links = SignedLink.objects.about(link.target).filter(purpose=link.purpose)
    links.filter(used_at=link.used_at).update(used_at=None, answer="")


def proposed(link, entry):
    """What the link's answer proposed of the entry."""
    return Proposal.objects.about(entry).filter(
        origin=Proposal.Origin.LINK, from_email=link.sent_to, made_at__gte=link.used_at
    )


def answer_to(link):
    """The proposals of the link's answer, also about an entry that has ended since."""
    entries = {entry.pk: entry for entry in [link.target, *entries_of(link)]}
    return [row for entry in entries.values() for row in proposed(link, entry)]


def withdraw(link, entry):
    """Take back what the link proposed of the entry; returns how many proposals it was.

    Raises ValidationError once somebody has decided one of them.
    """
    proposals = proposed(link, entry)
    first, number = proposals.first(), proposals.count()
    if proposals.withdraw(by=author(link, entry)) != number:
        raise ValidationError(ANSWERED)
    if first:
        tell_withdrawal(first)
        departures.tell_withdrawal(first)
        SignedLink.objects.revoke(SignedLink.Purpose.DEPARTURE, entry)
    return number


@transaction.atomic
def undo_departure(link):
    """« Toujours en poste »: the entry is shown again, what announced the departure is refused."""
    use(link, "undone")
    departures.deny(link.target, by=THE_POST)


@transaction.atomic
def accept_departure(link):
    """« Le départ est confirmé »: the tenure ends. Raises ValidationError when it cannot."""
    use(link, "accepted")
    waiting = departures.announcements(link.target)
    last = waiting.filter(field="ended_on").last()
    if last is None:
        raise ValidationError("Ce départ a déjà reçu une réponse.")
    for successor in waiting.filter(field="successor"):
        successor.accept(by=THE_POST)
    departures.record(link.target, on=parse_date(last.new), by=THE_POST)


@transaction.atomic
def undo_answer(link):
    """Take back the post's answer to a departure: it waits again, as before.

    Raises ValidationError after a day, when something has changed since, or when the departure has
    closed an account.
    """
    link = locked(link)
    entry = link.target
    decided = Proposal.objects.about(entry).filter(decided_by_name=THE_POST)
    first = decided.filter(decided_at__gte=link.used_at).order_by("decided_at").first()
    if first is None:
        raise ValidationError(TOO_LATE)
    if departures.has_closed_an_account(entry):
        raise ValidationError(departures.ACCOUNT_CLOSED)
    events = Proposal.pgh_event_model.objects.filter(pgh_obj=first.pk)
    act = events.filter(decided_at=first.decided_at).earliest("pgh_id")
    reverse(act_tables([Proposal, Correspondent], act.pgh_context_id))
    entry.checks.filter(closed_at__gte=link.used_at).reopen()
    reopen(link)


@transaction.atomic
def send_again(link):
    """A new link to the same address, at most one a day; None when today's is already written."""
    fresh = link_for(link.sent_to, link.purpose, link.target)
    message = mail.write(
        "confirmation_again",
        to=link.sent_to,
        key=f"again {link.target.pk}, {link.sent_to.lower()}, {timezone.localdate()}",
        context=context(fresh, "confirm_entry"),
    )
    if message is None:
        fresh.delete()
    return message
