"""One table of the fields of a person: each row and everything that follows it."""

import pytest

from correspondents.admin.people import CorrespondentAdmin
from correspondents.confirmation.forms import CorrectionForm
from correspondents.directory.exports import PRESETS, PUBLIC_COLUMNS
from correspondents.directory.publication import publish
from correspondents.editions.changes import FOLLOWED
from correspondents.models import Correspondent, Post
from correspondents.models.person_fields import (
    NAME_SWITCH,
    PERSON,
    PERSON_FIELDS,
    SWITCHES,
    names,
    person_fields,
)
from correspondents.people_list.columns import LABELS, SLOT_CODES
from correspondents.people_list.people import People
from correspondents.people_list.values import READERS
from correspondents.personal.blanks import NAMING_FIELDS, NO_NAME, blank_people
from correspondents.proposals.correspondent import CorrespondentReview
from correspondents.space.forms import ArrivalForm, EntryForm, ProposedEntryForm

from ..factories import CorrespondentFactory

# What says nothing of the person: keys, marks of the loop, what other columns compute.
NOT_OF_A_PERSON = {
    *("id", "post", "name_norm", "protected_fields"),
    *("to_confirm_since", "silent_since", "hidden_since", "informed_on"),
}
FOLLOWERS = {
    "review": (CorrespondentReview.PROPOSABLE, "proposable"),
    "correction by a link": (CorrectionForm._meta.fields, "proposable"),
    "correction of who drafts": (ProposedEntryForm._meta.fields, "proposable"),
    "changes": (FOLLOWED, "followed"),
    "protection": (CorrespondentAdmin.protectable, "protectable"),
    "emptied by an import": (People.clearable, "clearable"),
    "columns of a list": (LABELS, "description"),
    "cells of a list": (READERS, "description"),
    "internal export": ([column.name for column in PRESETS["internal"].columns], "description"),
}
every_field = pytest.mark.parametrize("field", PERSON_FIELDS, ids=lambda field: field.name)
every_detail = pytest.mark.parametrize(
    "field", person_fields(part=PERSON), ids=lambda field: field.name
)


def test_every_column_of_a_person_has_a_row():
    columns = [field.name for field in Correspondent._meta.concrete_fields]

    assert sorted([*names(), *NOT_OF_A_PERSON]) == sorted(columns)


@every_field
def test_each_list_of_fields_follows_the_table(field):
    present = {name: field.name in fields for name, (fields, _) in FOLLOWERS.items()}

    assert present == {name: bool(getattr(field, use)) for name, (_, use) in FOLLOWERS.items()}


@every_field
def test_whoever_validates_writes_what_may_be_proposed_and_what_is_public(field):
    is_written = field.proposable or field.name in SWITCHES

    assert (field.name in EntryForm._meta.fields) == is_written
    assert not is_written or field.name in ArrivalForm._meta.fields


@every_field
def test_the_admin_shows_it(field):
    cells = [cell for _, options in CorrespondentAdmin.fieldsets for cell in options["fields"]]
    shown = [name for cell in cells for name in ([cell] if isinstance(cell, str) else cell)]

    assert shown.count(field.name) == 1


@every_detail
def test_each_person_of_a_row_has_it(field):
    assert field.name in SLOT_CODES


@every_detail
@pytest.mark.parametrize("is_public", [True, False])
def test_the_public_reads_it_when_its_switch_says_so(field, is_public):
    person = Correspondent(post=Post(), **dict.fromkeys(SWITCHES, True))
    person.last_name = person.first_name = "Fictif"
    setattr(person, field.name, "Inventé")
    if field.shown_by:
        setattr(person, field.shown_by, is_public)

    shown = getattr(publish(person), field.name)

    assert shown == ("Inventé" if is_public and field.shown_by else "")


@every_detail
def test_an_address_is_in_no_public_file_and_goes_with_the_name(field):
    person = Correspondent(post=Post(), last_name="Fictif", **dict.fromkeys(SWITCHES, True))
    setattr(person, field.name, "Inventé")
    setattr(person, NAME_SWITCH, False)
    is_shown_without_it = not field.is_address and field.shown_by not in ("", NAME_SWITCH)
    is_in_files = not field.is_address and bool(field.shown_by)

    assert (getattr(publish(person), field.name) == "Inventé") == is_shown_without_it
    assert (field.name in [column.name for column in PUBLIC_COLUMNS]) == is_in_files


@pytest.mark.django_db
@pytest.mark.parametrize("field", person_fields(erased=True), ids=lambda field: field.name)
def test_it_leaves_with_the_person_and_its_history_too(field):
    person = CorrespondentFactory(last_name="Fictive")
    column = Correspondent._meta.get_field(field.name)
    value = {"JSONField": {"Grade": "Zut"}, "DateField": "2026-03-02"}
    value = value.get(type(column).__name__, "Zut")
    Correspondent.objects.filter(pk=person.pk).update(**{field.name: value})

    blank_people(Correspondent.objects.filter(pk=person.pk))

    nothing = NO_NAME if field.name == "last_name" else column.get_default()
    rows = [Correspondent.objects.get(pk=person.pk), *Correspondent.pgh_event_model.objects.all()]
    assert {str(getattr(row, field.name)) for row in rows} == {str(nothing)}
    assert (field.name in NAMING_FIELDS) == field.proposable
