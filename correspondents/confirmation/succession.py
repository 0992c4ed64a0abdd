"""« Remplacer »: one tenure ends, the next one opens at the same place, in one act."""

from copy import copy
from datetime import date, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from correspondents.models import Correspondent, Handover, User
from correspondents.models.newcomers import NAMES, first_switches, is_another_person
from correspondents.models.person_fields import PLACE, PROPOSED, SWITCHES, names
from correspondents.records.widgets import DayInput

from . import departures

ENTERED = "Cette personne figure déjà dans ce rôle à ce poste."
ANOTHER = "Le nom et le prénom changent tous deux : est-ce une autre personne ?"


@transaction.atomic
def replace(former: Correspondent, successor: Correspondent, *, by: User) -> None:
    """Open the tenure of the successor; the former one ends on the eve. Raises ValidationError."""
    end_vacancies(successor)
    if not former.is_vacant:
        end(former, on=eve_of(successor), by=by)
    successor.full_clean()
    successor.save()
    if not former.is_vacant:
        hand_over(former, successor, by=by)


def end(former: Correspondent, *, on: date, by: User) -> None:
    """End the tenure of who is replaced, unless it ends before. Raises ValidationError."""
    if former.started_on and former.started_on > on:
        since = date_format(former.started_on, "j F Y")
        raise ValidationError(
            f"« {former} » est en fonction depuis le {since} : qui lui succède commence plus tard."
        )
    if not former.ended_on or former.ended_on > on:
        departures.record(former, on=on, by=by)


def eve_of(newcomer: Correspondent) -> date:
    """The last day of whoever held the place before."""
    return (newcomer.started_on or timezone.localdate()) - timedelta(days=1)


def end_vacancies(newcomer: Correspondent) -> None:
    """A vacancy is nobody: it ends the day before somebody comes."""
    eve = eve_of(newcomer)
    vacancies = Correspondent.objects.in_office(eve + timedelta(days=1)).vacant()
    for vacancy in vacancies.filter(post=newcomer.post, role=newcomer.role, rank=newcomer.rank):
        if vacancy.started_on and vacancy.started_on > eve:
            vacancy.delete()
        else:
            vacancy.end_tenure(on=eve)


def hand_over(leaver: Correspondent, successor: Correspondent, *, by: User) -> None:
    """Let the successor find the hand-over sheet of who leaves."""
    sheet, _ = Handover.objects.get_or_create(leaver=leaver, defaults={"written_by": str(by)[:160]})
    sheet.successor, sheet.updated_at = successor, timezone.now()
    sheet.save(update_fields=["successor", "updated_at"])


def is_entered(post, values):
    """Whether somebody of this name is in this role at the post, in office or to come."""
    same = Correspondent.objects.exclude(ended_on__lt=timezone.localdate()).filter(
        post=post,
        role=values.get("role"),
        last_name=values.get("last_name", ""),
        first_name=values.get("first_name", ""),
        function=values.get("function", ""),
    )
    return same.exists()


class SuccessorForm(forms.ModelForm):
    """Who takes the place of the `former` entry, and from which day."""

    class Meta:
        model = Correspondent
        fields = [*PROPOSED, *SWITCHES, *names(part=PLACE)]
        widgets = {"started_on": DayInput, "ended_on": DayInput}
        help_texts = {
            "started_on": "La fonction de la personne remplacée se termine la veille.",
        }

    def __init__(self, *args, former, initial=None, **kwargs):
        place = {name: getattr(former, name) for name in ("function", *names(part=PLACE))}
        starting = {**place, **first_switches(), "started_on": timezone.localdate()}
        instance = Correspondent(post=former.post, **place)
        super().__init__(
            *args, initial={**starting, **(initial or {})}, instance=instance, **kwargs
        )
        self.fields["started_on"].required = True
        self.fields["last_name"].required = former.role != Correspondent.Role.SERVICE

    def clean(self):
        """A second click enters nobody twice."""
        cleaned = super().clean()
        if is_entered(self.instance.post, {"role": self.instance.role, **cleaned}):
            raise ValidationError(ENTERED)
        return cleaned


class AsksWho:
    """Mixed into a form of an entry: when both names change, it asks whether it is another person.

    The button `same_person` answers that it is not; another one leads to « Remplacer ».
    """

    asks_who = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.former = copy(self.instance)

    def clean(self):
        cleaned = super().clean()
        self.asks_who = not self.is_correction and self.names_another(cleaned)
        if self.asks_who:
            self.add_error(None, ANOTHER)
        return cleaned

    @property
    def is_correction(self):
        return "same_person" in self.data

    @property
    def corrects_names(self):
        """Whether both names change, and are said to be the same person's."""
        return self.is_correction and self.names_another(self.cleaned_data)

    def names_another(self, values):
        """Whether the names of somebody give way to those of somebody else."""
        typed = tuple(values.get(name, "") for name in NAMES)
        return bool(self.former.last_name) and is_another_person(self.former.names, typed)

    def receive(self):
        """Let nothing of a former entry be the person's, unless the names are a correction."""
        if not self.is_correction:
            self.instance.receive(self.former.names, ticks=self.changed_data)

    @property
    def typed(self):
        """{field: value} of what was typed over the entry."""
        self.is_valid()
        return {name: self.cleaned_data.get(name, self[name].value()) for name in self.changed_data}
