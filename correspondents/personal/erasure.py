"""One person erased from every table, or taken off public pages."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core.cache import caches
from django.db import transaction
from django.db.models import Q

from correspondents.models import Edition, Proposal, User

from .blanks import blank_entries, blank_people
from .mentions import is_history, mend, tables
from .traces import about, batches_of, links_of, messages_of, searches_of, sessions_of


@transaction.atomic
def erase(person):
    """Pseudonymise or delete all that is the person's, or names them, history last."""
    for rows in (links_of(person), messages_of(person), searches_of(person), sessions_of(person)):
        rows.delete()
    for batch in batches_of(person):
        batch.file_name = person.surname_pattern.sub("(nom effacé)", batch.file_name)[:255]
        batch.erase()
    past_entries = list(person.past_entries.values_list("pk", flat=True))
    models = tables()
    for model in models:
        if not is_history(model):
            mend(model, person)
    mend(Edition, person, rows=Edition.objects.filter(published_at__isnull=True))
    mend(Proposal, person, person.surname_pattern, about(Proposal.objects, person))
    blank_people(person.entries)
    events = person.past_entries.model.objects
    blank_entries(events.filter(pk__in=past_entries) | person.past_entries)
    close_accounts(person)
    for model in models:
        if is_history(model):
            mend(model, person)
    told = Proposal.pgh_event_model
    mend(told, person, person.surname_pattern, about(told.objects, person))
    transaction.on_commit(clear_caches)


def close_accounts(person):
    """The accounts stay as numbers that acts refer to: closed, without name, address or right."""
    for account in User.objects.filter(pk__in=person.accounts):
        EmailAddress.objects.filter(user=account).delete()
        Authenticator.objects.filter(user=account).delete()
        account.groups.clear()
        account.zones.clear()
        account.set_unusable_password()
        account.is_active = account.is_staff = account.is_superuser = False
        account.wants_digest = False
        account.first_name = account.last_name = ""
        account.email = f"compte-efface-{account.pk}@compte.invalid"
        account.save()
    events = User.pgh_event_model.objects
    past = Q(pgh_obj_id__in=person.accounts) | Q(email__iexact=person.email)
    events.filter(past).update(first_name="", last_name="", email="efface@compte.invalid")


def oppose(person):
    """Take the name, the function and the ways to the person off public pages; returns how many."""
    hidden = dict.fromkeys(
        ["name_is_public", "function_is_public", "email_is_public", "phone_is_public"], False
    )
    count = person.in_office.update(**hidden)
    clear_caches()
    return count


def clear_caches():
    for name in caches.settings:
        caches[name].clear()
