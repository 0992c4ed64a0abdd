"""The personal data of dossiers and grants, for `RETENTION_DOSSIERS_MONTHS`.

An act holds the name of its author as a text. It is searched and corrected as every text that names
a person, unless the act counts: the base then refuses to rewrite it.
"""

import pgtrigger
from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from correspondents.personal.blanks import NO_NAME, events_of
from correspondents.personal.retention import Step
from projects.models import Application, CommitteeMember, Grant, Notification, OpinionBatch

# The columns to blank in the rows of a table and in their history.
CONTACTS = {
    Application: {"contact_name": "", "contact_email": "", "postal_address": ""},
    Grant: {"contact_email": ""},
}
SENT = "projects.Notification:is_not_rewritten"


def traces(person):
    """{name of a table: query set} of the rows that are the person's own."""
    contact, sent = Q(contact_email__iexact=person.email), Q(sent_to__iexact=person.email)
    return {
        "dossiers à son adresse": Application.objects.filter(contact),
        "dossiers à son adresse (historique)": Application.pgh_event_model.objects.filter(contact),
        "subventions à son adresse": Grant.objects.filter(contact),
        "subventions à son adresse (historique)": Grant.pgh_event_model.objects.filter(contact),
        "saisines écrites à son adresse": OpinionBatch.objects.filter(sent),
        "notifications écrites à son adresse": Notification.objects.filter(sent),
        "places dans un comité": seats_of(person),
    }


def seats_of(person):
    members = Q(pk__in=[])
    for first, last in person.names:
        members |= Q(name__iexact=f"{first} {last}".strip())
    return CommitteeMember.objects.filter(members)


def forget(person):
    """Blank the person's addresses, history last; a notification keeps its address for good.

    A seat in a committee still open loses its name; settled minutes keep theirs.
    """
    contact = Q(contact_email__iexact=person.email)
    for model, blank in CONTACTS.items():
        for rows in (model.objects, model.pgh_event_model.objects):
            rows.filter(contact).update(**blank)
    OpinionBatch.objects.filter(sent_to__iexact=person.email).update(sent_to="")
    for seat in seats_of(person).filter(committee__closed_at__isnull=True):
        seat.name = f"{NO_NAME} {seat.pk}"  # one name a seat
        seat.save(update_fields=["name"])


def steps():
    """The steps that erase expired data, as of now."""
    before = timezone.localdate() - relativedelta(months=settings.RETENTION_DOSSIERS_MONTHS)
    over = dossiers_over(before)
    notifications = Notification.objects.filter(decision__application__in=over).exclude(sent_to="")
    batches = OpinionBatch.objects.alias(over_on=Coalesce("call__committee_on", "due_on"))
    batches = batches.filter(over_on__lt=before)
    grants = Grant.objects.filter(ends_on__lt=before)
    return [
        Step("contacts de dossiers", with_contacts(over), erase),
        Step("adresses de subventions", with_contacts(grants), erase),
        Step("adresses de saisines", batches.exclude(sent_to=""), unsend),
        Step("adresses de notifications", notifications, unsend_letters),
    ]


def dossiers_over(before):
    """The dossiers whose project ended, or whose committee met without a grant, before the day."""
    grants = Grant.objects.filter(decision__application=OuterRef("pk"))
    ended = Subquery(grants.values("ends_on")[:1])
    dossiers = Application.objects.annotate(
        over_on=Coalesce(ended, "call__committee_on", "filed_on")
    )
    return dossiers.filter(over_on__lt=before)


def with_contacts(rows):
    """The rows that still hold a contact, themselves or in their history."""
    blank = Q(**CONTACTS[rows.model])
    events = rows.model.pgh_event_model.objects.filter(pgh_obj_id=OuterRef("pk"))
    return rows.filter(~blank | Exists(events.filter(~blank)))


def erase(rows):
    """Blank the contacts of the rows, then of their history: writing a row adds an event."""
    keys, blank = list(rows.values_list("pk", flat=True)), CONTACTS[rows.model]
    rows.update(**blank)
    events_of(rows.model, keys).update(**blank)


def unsend(batches):
    batches.update(sent_to="")


def unsend_letters(notifications):
    """The letter stays as it was sent; at its term alone, its address goes."""
    with pgtrigger.ignore(SENT):
        notifications.update(sent_to="")
