"""The changes of a row to a tenure that it names: cell by cell, never over a manual edit."""

from copy import copy

from django.utils import timezone

from correspondents.imports.questions import Question
from correspondents.imports.rows import Unclear, shown
from correspondents.models import Correspondent
from correspondents.models.person_fields import TENURE, names, person_fields

from .columns import FOUND_WITHIN, LABELS
from .phones import international
from .recognition import key_of_same
from .roster import ONE_DAY

DAYS = names(part=TENURE)
ADDRESS_SWITCHES = [field.shown_by for field in person_fields(is_address=True)]
CLEARABLE = frozenset(names(clearable=True))


class Updates:
    """Plans changes; `options` lists the empty cells that erase, `choices` a person's answers."""

    def __init__(self, edition, options, choices):
        self.edition, self.options, self.choices = edition, options, choices
        self.touched = last_human_acts(edition)

    def update(self, entry):
        """Plan the changes of the row to the tenure that it names. Raises Unclear."""
        tenure = entry.tenure
        planned = self._changes(entry, tenure.person)
        protected = [name for name in planned if name in tenure.person.protected_fields]
        for name in protected:
            label = Correspondent._meta.get_field(name).verbose_name
            entry.row.say(
                f"« {label} » est protégé : « {shown(planned.pop(name))} » n’est pas repris."
            )
        if planned and self.base_is_newer(entry, tenure, planned):
            planned = {}
        tenure.planned, tenure.entry = planned | self._voided(entry, planned), entry
        if tenure.end < tenure.start:
            entry.reject("le dernier jour en fonction précède le premier.")

    def _voided(self, entry, planned):
        """What a name that is another person's voids: nothing, if somebody said it is the same."""
        person = entry.tenure.person
        if self.choices.get(key_of_same(entry)) == "same":
            return {}
        candidate = copy(person)
        for name, value in planned.items():
            setattr(candidate, name, value)
        voided = candidate.receive(person.names, ticks=entry.values, publish=self.options.publish)
        return {name: value for name, value in voided.items() if value != getattr(person, name)}

    def _changes(self, entry, person):
        """The fields that the row would change; a name in capitals is the same name."""
        values = {**entry.values, "other_data": {**person.other_data, **kept_aside(entry, person)}}
        if entry.has_implied_scope:
            values.pop("scope", None)
        if entry.has_left and (person.ended_on is None or person.ended_on >= self.edition):
            values["ended_on"] = self.edition - ONE_DAY
        values |= self._cleared(entry)
        for switch in ADDRESS_SWITCHES if entry.is_vacancy else ():
            values.pop(switch, None)
        return {
            name: value
            for name, value in values.items()
            if not _same(name, getattr(person, name), value)
        }

    def _cleared(self, entry):
        """The fields to empty: their column is in the sheet, and empty on this row."""
        mapped, cells = entry.record.listing.texts, entry.record.cells
        return {
            name: None if name in DAYS else ""
            for name in self.options.clear
            if name in CLEARABLE and name in mapped and name not in cells
        }

    def base_is_newer(self, entry, tenure, planned):
        """Whether a person chose the base, newer than the file. Raises Unclear."""
        newer = self.newer_day(tenure.person)
        if newer is None:
            return False
        key = f"newer:{entry.row.key}:{tenure.person.pk}"
        answer = self.choices.get(key)
        if answer is None:
            person = tenure.person
            conflicts = {name: [getattr(person, name), value] for name, value in planned.items()}
            entry.row.conflicts |= conflicts
            raise Unclear(
                f"« {person} » a été vérifié ou corrigé le {newer:%d/%m/%Y}, après l’édition "
                f"du {self.edition:%d/%m/%Y} : lequel garder ?",
                Question(
                    key,
                    f"« {person} » : garder la base ou prendre le fichier ?",
                    [("base", "Garder la base"), ("file", "Prendre le fichier")],
                ),
            )
        return answer == "base"

    def newer_day(self, person):
        """The last day after the edition on which somebody confirmed or corrected the person."""
        days = [day for day in (person.verified_on, self.touched.get(person.pk)) if day]
        return max((day for day in days if day > self.edition), default=None)


def last_human_acts(edition):
    """{correspondent: the last day of a manual change after the edition}."""
    events = Correspondent.pgh_event_model.objects.filter(
        pgh_created_at__date__gt=edition,
        pgh_context__metadata__user__isnull=False,
        pgh_context__metadata__has_key="user",
    ).exclude(pgh_context__metadata__has_any_keys=["import", "undo"])
    latest = events.order_by("pgh_obj_id", "-pgh_id").distinct("pgh_obj_id")
    return {
        pk: timezone.localdate(at) for pk, at in latest.values_list("pgh_obj_id", "pgh_created_at")
    }


def kept_aside(entry, person):
    """The texts that no field takes, by heading; « Vérifié le » too, unless the base has it.

    An import is no verification: only a person's act dates one.
    """
    aside = dict(entry.others)
    if not entry.is_verified_on(person.verified_on):
        aside[LABELS["verified_on"]] = entry.record.text("verified_on")
    return aside


def adds_nothing(entry, tenure):
    """Whether a row for a country that the post covers has no more data on the person."""
    values = {name: value for name, value in entry.values.items() if name != "scope"}
    return (
        entry.has_implied_scope
        and not tenure.get("scope")
        and all(tenure.get(name) == value for name, value in values.items())
        and kept_aside(entry, tenure.person).items() <= tenure.get("other_data").items()
    )


def _same(name, old, new):
    """Whether two values are the same, apart from capitals or the spelling of a phone."""
    if name == "phone":
        return old == new or international(old) == new
    return old == new or (name in FOUND_WITHIN and old.lower() == new.lower())
