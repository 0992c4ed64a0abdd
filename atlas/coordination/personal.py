"""What coordination keeps of people: the contacts of French authorities, and their answers."""

from atlas.models import AuthorityContact
from correspondents.models import SignedLink
from correspondents.personal.blanks import events_of
from correspondents.personal.retention import Step


def contacts_of(person):
    return AuthorityContact.objects.filter(email__iexact=person.email)


def past_contacts_of(person):
    return AuthorityContact.pgh_event_model.objects.filter(email__iexact=person.email)


def traces(person):
    """{name of a table: query set} of the rows that are the person's own."""
    return {
        "contacts de collectivités": contacts_of(person),
        "contacts de collectivités (historique)": past_contacts_of(person),
    }


def forget(person):
    """Delete the person's contacts, then what history tells of them; answers stay, nameless."""
    delete_contacts(contacts_of(person))
    past_contacts_of(person).delete()


def steps():
    """What is kept no longer, as of now."""
    return [
        Step("contacts de collectivités", AuthorityContact.objects.lapsed(), delete_contacts),
    ]


def delete_contacts(contacts):
    """History last: deleting a row adds an event that tells it."""
    keys = list(contacts.values_list("pk", flat=True))
    for contact in contacts.prefetch_related("invitations"):
        for invitation in contact.invitations.all():
            SignedLink.objects.about(invitation).delete()
    contacts.delete()
    events_of(AuthorityContact, keys).delete()
