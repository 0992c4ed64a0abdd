"""Departures that a post records or announces, and the accounts that close with them."""

from collections.abc import Iterable
from datetime import date

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.formats import date_format

from correspondents.directory.answers import Desk
from correspondents.mailing import mail
from correspondents.models import Correspondent, Message, Proposal, SignedLink, User, review_of
from correspondents.proposals.notices import say_withdrawn

from .links import context, link_for
from .recipients import deciders_of

ACCOUNT_CLOSED = "Le compte de cette personne est fermé : la délégation seule le rouvre."
STILL_THERE = "Le poste répond que la personne est toujours en poste."


def announcements(entry: Correspondent) -> QuerySet[Proposal]:
    """The pending proposals that came with a departure."""
    fields = ["ended_on", "successor"]
    return Proposal.objects.pending().about(entry).filter(field__in=fields)


def tell(entry: Correspondent, *, on: date, by: str) -> None:
    """Tell who decides at the post, who can undo it in one click; else the delegation's desk."""
    facts = {"last_day": on, "announced_by": by, "is_hidden": bool(entry.hidden_since)}
    recipients = deciders_of(entry.post, but=[entry.email])
    for address in recipients or [Desk.of(entry.post.country.zone).mailbox]:
        link = link_for(address, SignedLink.Purpose.DEPARTURE, entry)
        key = f"departure {link.pk}"
        about = {**context(link, "departure"), **facts}
        mail.write("departure", to=address, key=key, context=about)


def tell_withdrawal(proposal: Proposal) -> None:
    """Tell those who were told of a departure that its announcement is taken back."""
    entry = proposal.target
    links = SignedLink.objects.open().about(entry).filter(purpose=SignedLink.Purpose.DEPARTURE)
    told = Message.objects.filter(
        kind="departure", key__in=[f"departure {link.pk}" for link in links]
    )
    told.waiting().delete()
    say_withdrawn(told, proposal)


def hide(entry: Correspondent, *, on: date) -> None:
    """Take the entry off public pages once its last day has come; a day to come hides nobody."""
    if on <= timezone.localdate():
        entry.hide()


def hide_those_gone(on: date) -> None:
    """Hide those whose last day, announced to a post that has not answered yet, is over."""
    past = Proposal.objects.pending().filter(
        content_type=ContentType.objects.get_for_model(Correspondent),
        field="ended_on",
        new__lt=on.isoformat(),
    )
    people = Correspondent.objects.in_office(on).held().shown()
    people.filter(pk__in=past.exclude(new="").values("object_id")).update(
        hidden_since=timezone.now()
    )


@transaction.atomic
def record(person: Correspondent, *, on: date, by: User | str) -> None:
    """Make the day the person's last one: what announced it is decided, links are revoked.

    From the last day on the person's account is closed. Raises ValidationError.
    """
    for proposal in announcements(person).filter(field="ended_on"):
        if proposal.new == on.isoformat() and not proposal.is_outdated:
            proposal.accept(by=by)
        else:
            proposal.refuse(by=by, reason=f"Le poste a enregistré le {date_format(on, 'j F Y')}.")
    person.refresh_from_db()
    person.end_tenure(on=on)
    SignedLink.objects.open().about(person).update(revoked_at=timezone.now())
    if on > timezone.localdate() and person.hidden_since:
        person.show()
    elif on <= timezone.localdate():
        close(accounts_of(person))


@transaction.atomic
def announce(person: Correspondent, *, on: date, by: User) -> None:
    """Tell the post of a departure that the account may not record itself."""
    change = ("ended_on", review_of(person).read_field("ended_on"), on.isoformat())
    Proposal.objects.propose_at_post(person, [change], post=person.post, by=by)
    hide(person, on=on)
    tell(person, on=on, by=str(by))


@transaction.atomic
def deny(person: Correspondent, *, by: User | str) -> None:
    """« Toujours en poste »: the entry is shown again, what announced the departure is refused."""
    for proposal in announcements(person):
        proposal.refuse(by=by, reason=STILL_THERE)
    SignedLink.objects.revoke(SignedLink.Purpose.DEPARTURE, person)
    person.refresh_from_db()
    person.show()
    person.verify(by=by)


def accounts_of(person: Correspondent) -> QuerySet[User]:
    """The accounts that the person leaves behind: same address, and no other entry at the post."""
    if not person.email:
        return User.objects.none()
    staying = still_at_the_post().exclude(pk=person.pk)
    accounts = User.objects.filter(post=person.post_id, email__iexact=person.email, is_active=True)
    return accounts.exclude(Exists(staying))


def has_closed_an_account(entry: Correspondent) -> bool:
    """Whether the entry has ended with an account, which only the delegation opens again."""
    if not entry.email or entry.ended_on is None or entry.ended_on > timezone.localdate():
        return False
    accounts = User.objects.filter(post=entry.post_id, email__iexact=entry.email)
    return accounts.filter(is_active=False).exists()


def accounts_left() -> QuerySet[User]:
    """The accounts of people whose last entry at their post has ended."""
    departures = Correspondent.objects.departed().filter(
        post=OuterRef("post"), email__iexact=OuterRef("email")
    )
    accounts = User.objects.filter(post__isnull=False, is_active=True).filter(Exists(departures))
    return accounts.exclude(Exists(still_at_the_post()))


def still_at_the_post() -> QuerySet[Correspondent]:
    """The entries, not ended, of an account's post that have its address."""
    return Correspondent.objects.exclude(ended_on__lt=timezone.localdate()).filter(
        post=OuterRef("post"), email__iexact=OuterRef("email")
    )


@transaction.atomic
def close(accounts: Iterable[User]) -> int:
    """Close the accounts and the links sent for them; returns how many they were."""
    accounts = list(accounts)
    for account in accounts:
        account.is_active = False
        account.save(update_fields=["is_active"])
        SignedLink.objects.open().about(account).update(revoked_at=timezone.now())
    return len(accounts)
