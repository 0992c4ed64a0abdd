"""The answers to a mail of the loop, each once, each whole.

`Answered` is raised when somebody has answered by the same link meanwhile: nothing is written.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_date

from correspondents.mailing import mail
from correspondents.models import Check, Correspondent, Proposal, SignedLink, review_of

from . import departures
from .links import context, link_for

THE_POST = "le poste"


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
    propose(link, entry, form.changes, form.cleaned_data["comment"])
    entry.checks.open().close(Check.Answer.CORRECTED, by=answerer(link))
    for other in entries_of(link):
        if other.pk != entry.pk:
            other.verify(by=answerer(link))


@transaction.atomic
def leave(link, entries, form):
    """« Je ne suis plus en poste »: hidden at once, ended by the post only, which is told."""
    use(link, Check.Answer.LEFT)
    for entry in entries:
        last_day = str(form.cleaned_data["last_day"])
        changes = [("ended_on", review_of(entry).read_field("ended_on"), last_day)]
        if form.successor:
            changes.append(("successor", "", form.successor))
        propose(link, entry, changes)
        entry.hide()
        entry.checks.open().close(Check.Answer.LEFT, by=answerer(link))
        departures.tell(entry)


def propose(link, entry, changes, comment=""):
    """Propose the changes of the link's holder to the entry; only words when no field is named."""
    Proposal.objects.propose(
        entry,
        changes or [("", "", "")],
        post=entry.post,
        origin=Proposal.Origin.LINK,
        from_name=str(link.target) if answerer(link) != THE_POST else str(entry.post),
        from_email=link.sent_to,
        comment=comment,
    )


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
