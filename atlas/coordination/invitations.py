"""Authorities invited to a meeting: one mail each, to those who agreed to be written to."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse

from atlas.models import AuthorityContact, CoordinationNote
from correspondents import mail

from .waiting import authorities_at


@transaction.atomic
def invite(meeting, contacts, *, by):
    """Save the meeting, invite each of the contacts, note it; returns how many were written to.

    Nobody sees who else was written to, only which authorities are invited. Raises
    ValidationError when one of them no longer agrees: nothing is then written.
    """
    asked = [contact.pk for contact in contacts]
    ready = AuthorityContact.objects.consenting().filter(pk__in=asked)
    ready = list(ready.select_for_update(of=["self"]).by_authority())
    if not ready or len(ready) != len(set(asked)):
        raise ValidationError(
            "Une personne choisie n’accepte plus d’être invitée : rien n’est parti. "
            "Rechargez la page et choisissez de nouveau."
        )
    meeting.invited_by = str(by)[:160]
    meeting.save()
    guests = list(dict.fromkeys(contact.authority for contact in ready))
    for contact in ready:
        write_to(contact, meeting, guests)
    note(meeting, guests, by)
    return len(ready)


def write_to(contact, meeting, guests):
    """One invitation, its link to answer by, its mail."""
    invitation = meeting.invitations.create(contact=contact, authority=contact.authority)
    link = invitation.issue_link()
    mailbox = meeting.post.mailbox if meeting.post_id else ""
    context = {
        "meeting": meeting,
        "contact": contact,
        "guests": guests,
        "url": mail.absolute(reverse("meeting_answer", args=[link.token])),
    }
    mail.write(
        "meeting",
        to=contact.email,
        key=f"meeting {meeting.pk}, {contact.pk}",
        context=context | ({"reply_to": mailbox} if mailbox else {}),
        headers={"Reply-To": mailbox} if mailbox else None,
    )


def note(meeting, guests, by):
    """What was done about the territory: its signal is settled for those known today.

    The note may be published one day: neither the link of the meeting nor a person is in it.
    """
    names = ", ".join(authority.name for authority in guests)
    return CoordinationNote.objects.create(
        territory=meeting.territory,
        country=meeting.territory.country,
        kind=CoordinationNote.Kind.MEETING,
        held_on=meeting.held_on,
        text=f"Réunion proposée. Collectivités invitées : {names}."[:5000],
        post=meeting.post,
        written_by=meeting.invited_by,
        known=sorted(authorities_at(meeting.territory, by)),
    )
