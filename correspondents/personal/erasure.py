"""One person erased from every table, or taken off public pages."""

from django.core.cache import caches
from django.db import transaction

from correspondents.models import Correspondent, Edition, Proposal, User, rewritable
from correspondents.models.person_fields import SWITCHES

from .blanks import CLOSED, NO_NAME, blank_accounts, blank_entries, blank_people
from .mentions import is_history, mend, naming, tables, title
from .person import rooms_above
from .traces import about, batches_of, links_of, messages_of, searches_of, sessions_of


@transaction.atomic
def erase(person):
    """Pseudonymise or delete all that is the person's, or names them, history last.

    Returns {name of a table: how many rows stay}: acts that the base refuses to rewrite.
    """
    for rows in (links_of(person), messages_of(person), searches_of(person), sessions_of(person)):
        rows.delete()
    for batch in batches_of(person):
        batch.file_name = person.surname_pattern.sub(NO_NAME, batch.file_name)[:255]
        batch.erase()
    for module in rooms_above():
        module.forget(person)
    past_entries = list(person.past_entries.values_list("pk", flat=True))
    current = [model for model in tables() if not is_history(model)]
    acts = {}
    with rewritable():
        for model in naming(current, person):
            if refused := mend(model, person):
                acts[title(model)] = len(refused)
    mend(Edition, person, rows=Edition.objects.filter(published_at__isnull=True))
    mend(Proposal, person, person.surname_pattern, about(Proposal.objects, person))
    blank_people(Correspondent.objects.filter(pk__in=person.entries))
    events = person.past_entries.model.objects
    blank_entries(events.filter(pk__in=past_entries) | person.past_entries)
    blank_accounts(User.objects.filter(pk__in=person.accounts))
    past_accounts = User.pgh_event_model.objects.filter(email__iexact=person.email)
    past_accounts.update(first_name="", last_name="", email=CLOSED)
    for model in naming(filter(is_history, tables()), person):
        mend(model, person)
    past = Proposal.pgh_event_model
    mend(past, person, person.surname_pattern, about(past.objects, person))
    transaction.on_commit(clear_caches)
    return acts


@transaction.atomic
def oppose(person):
    """Take the name, the function and the ways to the person off public pages; returns how many.

    The fields are protected too: a list made before says otherwise, and is not to be believed.
    """
    entries = list(person.in_office.select_for_update())
    for entry in entries:
        for name in SWITCHES:
            setattr(entry, name, False)
        entry.protected_fields = [*dict.fromkeys([*entry.protected_fields, *SWITCHES])]
        entry.save(update_fields=[*SWITCHES, "protected_fields"])
    transaction.on_commit(clear_caches)
    return len(entries)


def clear_caches():
    for name in caches.settings:
        caches[name].clear()
