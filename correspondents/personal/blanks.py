"""People taken out of the list and of its history, the rows staying: an edition counts them."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import Case, Q, Value, When

from correspondents.models import Absence, Check, Correspondent, Handover, Proposal, User
from correspondents.models.person_fields import names
from correspondents.proposals.correspondent import SUCCESSOR

NO_NAME = "(nom effacé)"
NO_TEXT = "(texte effacé)"
NOWHERE = "@compte.invalid"
CLOSED = f"efface{NOWHERE}"

# {field: its empty value}
NOTHING = {
    name: Correspondent._meta.get_field(name).get_default()
    for name in names(erased=True)
    if name != "last_name"
}
NAMING_FIELDS = [*names(proposable=True, erased=True), SUCCESSOR]

# A row without personal data; a service and a vacancy had no name to begin with.
BLANK = Q(last_name__in=["", NO_NAME], **NOTHING)


def events_of(model, keys):
    """The history of the rows of a model that have these keys."""
    return model.pgh_event_model.objects.filter(pgh_obj_id__in=list(keys))


def blank_entries(rows):
    """Blank entries, or events of entries: a query set; returns how many.

    A name becomes a place holder: only a service or a vacancy may have none.
    """
    name = Case(When(last_name="", then=Value("")), default=Value(NO_NAME))
    return rows.exclude(BLANK).update(last_name=name, **NOTHING)


def blank_people(people):
    """Blank entries, all that hangs from them, and then its history.

    History last: writing a row adds an event, and deleting one adds an event that tells it.
    """
    keys = list(people.values_list("pk", flat=True))
    blank_entries(Correspondent.objects.filter(pk__in=keys))
    Check.objects.filter(correspondent__in=keys).exclude(answered_by="").update(answered_by="")
    handovers = Handover.objects.filter(leaver__in=keys)
    handovers.exclude(notes="", written_by="").update(notes="", written_by="")
    Absence.objects.filter(correspondent__in=keys).delete()
    blank_proposals(Proposal.objects, keys)
    blank_acts(keys)
    blank_entries(events_of(Correspondent, keys))
    past_handovers = Handover.pgh_event_model.objects.filter(leaver_id__in=keys)
    past_handovers.exclude(notes="", written_by="").update(notes="", written_by="")
    Absence.pgh_event_model.objects.filter(correspondent_id__in=keys).delete()
    blank_proposals(Proposal.pgh_event_model.objects, keys)


def blank_acts(keys):
    """Blank in the admin's own log the names of these entries."""
    kind = ContentType.objects.get_for_model(Correspondent)
    acts = LogEntry.objects.filter(content_type=kind, object_id__in=[str(key) for key in keys])
    acts.exclude(object_repr=NO_NAME).update(object_repr=NO_NAME)


def blank_accounts(accounts):
    """The accounts stay as numbers that acts refer to: closed, without name, address or right."""
    accounts = list(accounts)
    for account in accounts:
        EmailAddress.objects.filter(user=account).delete()
        Authenticator.objects.filter(user=account).delete()
        account.groups.clear()
        account.zones.clear()
        account.set_unusable_password()
        account.is_active = account.is_staff = account.is_superuser = False
        account.wants_digest = False
        account.first_name = account.last_name = ""
        account.email = f"compte-efface-{account.pk}{NOWHERE}"
        account.save()
    keys = [account.pk for account in accounts]
    events_of(User, keys).update(first_name="", last_name="", email=CLOSED)


def blank_proposals(rows, keys):
    """Blank, in the proposals about these entries or their events, what names their person."""
    kind = ContentType.objects.get_for_model(Correspondent)
    about = rows.filter(content_type=kind, object_id__in=keys)
    naming = about.filter(field__in=NAMING_FIELDS)
    naming.exclude(old="", new="").update(old="", new="")
    about.filter(origin=Proposal.Origin.LINK).exclude(from_name="", from_email="").update(
        from_name="", from_email=""
    )


def blank_authors(rows):
    """Blank who wrote proposals, or their events, and why; returns how many.

    What names no field keeps a place holder: a proposal says something.
    """
    comment = Case(When(field="", then=Value(NO_TEXT)), default=Value(""))
    return rows.update(from_name="", from_email="", comment=comment)
