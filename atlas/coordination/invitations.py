"""Invitations to a meeting: one mail each, to contacts who agreed to receive them."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse

from atlas.models import AuthorityContact, CoordinationNote
from correspondents.mailing import mail

from .agenda import When, address_of, calendar_of
from .open_signals import authorities_at


@transaction.atomic
def invite(meeting, contacts, *, by):
    """Save the meeting, invite each of the contacts, note it; returns how many were written to.

    Nobody sees who else was written to, only which authorities are invited. Raises
    ValidationError when one of them no longer agrees: nothing is then written.
    """
    keys = [contact.pk for contact in contacts]
    ready = AuthorityContact.objects.consenting().filter(pk__in=keys)
    ready = list(ready.select_for_update(of=["self"]).by_authority())
    if not ready or len(ready) != len(set(keys)):
        raise ValidationError(
            "Une personne choisie n’accepte plus d’être invitée : rien n’est parti. "
            "Rechargez la page et choisissez de nouveau."
        )
    meeting.invited_by = str(by)[:160]
    meeting.save()
    guests = list(dict.fromkeys(contact.authority for contact in ready))
    for contact in ready:
        write_to(contact, meeting, guests, by)
    names = ", ".join(authority.name for authority in guests)
    note(meeting, f"Réunion proposée. Collectivités invitées : {names}.", by)
    return len(ready)


def write_to(contact, meeting, guests, by):
    """One invitation, its link to answer by, its mail."""
    invitation = meeting.invitations.create(contact=contact, authority=contact.authority)
    url = page_of(invitation.issue_link())
    tell("meeting", invitation, by=by, guests=guests, url=url)


def page_of(link):
    """The address of the page where one answers."""
    return mail.absolute(reverse("meeting_answer", args=[link.token]))


def tell(template, invitation, *, by, once="", **context):
    """A mail to a guest about its meeting; `once` makes the key of a second mail differ.

    It bears the name of who invites, of its post and of the calendar that follows the meeting.
    """
    meeting, contact = invitation.meeting, invitation.contact
    first, values = f"meeting {meeting.pk}, {contact.pk}", values_of(meeting, by)
    sender = mail.sent_by(f"{meeting.host} (annuaire coopération)")
    mail.write(
        template,
        to=contact.email,
        key=", ".join(filter(None, [first, once])),
        context={**values, "contact": contact, "recipient_name": contact.name, **context},
        headers={"Reply-To": values["reply_to"], **sender},
        replies_to=first if once else "",
        calendar=calendar_of(invitation, values["host"]),
    )


def values_of(meeting, by):
    """What every mail about a meeting says of it, and of who invites."""
    inviter = by.get_full_name()
    host = f"{inviter}, {meeting.host}" if inviter else meeting.host
    phone = meeting.post.phone if meeting.post_id else settings.DELEGATION_PHONE
    return {
        "meeting": meeting,
        "when": When.of(meeting),
        "inviter": inviter,
        "host": host,
        "signature": "\n".join(filter(None, [host, phone])),
        "reply_to": address_of(meeting),
    }


def note(meeting, text, by):
    """A note about the territory, which settles its signal for the authorities of today.

    The note may be published one day: neither the link of the meeting nor a person is in it.
    """
    return CoordinationNote.objects.create(
        territory=meeting.territory,
        country=meeting.territory.country,
        kind=CoordinationNote.Kind.MEETING,
        held_on=meeting.held_on,
        text=text[:5000],
        post=meeting.post,
        written_by=str(by)[:160],
        known=sorted(authorities_at(meeting.territory, by)),
    )
