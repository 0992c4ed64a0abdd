"""Days in words, and those that a form refuses because they cannot be."""

import re
from datetime import date, timedelta

import pytest
from dateutil.relativedelta import relativedelta
from django.template import Context, Template
from django.utils import timezone
from django.utils.formats import date_format

from correspondents.confirmation.forms import OwnDepartureForm
from correspondents.models import Correspondent
from correspondents.space.forms import AbsenceForm, ArrivalForm, DepartureForm, EntryForm

from ...databases import ROOT
from ...factories import CorrespondentFactory


def test_the_first_of_a_month_is_written_1er():
    page = Template('{{ day|date:"l j F Y" }}, {{ day|date:"d/m/Y" }}')

    assert page.render(Context({"day": date(2026, 9, 1)})) == "mardi 1er septembre 2026, 01/09/2026"
    assert date_format(date(2026, 9, 1)) == "1er septembre 2026"
    assert date_format(date(2026, 9, 21), "j F") == "21 septembre"


# A month in words that no format of Django writes, hence without « 1er ».
BY_HAND = re.compile(r"%-?[de] %B|%B %Y|\.day\}|toLocaleDateString|MONTHS\[")


def test_every_month_in_words_is_written_by_the_formats_of_django():
    rooms = ("correspondents", "atlas", "projects", "config", "templates", "static")
    kinds = {".py", ".html", ".txt", ".js", ".typ"}
    paths = [path for room in rooms for path in (ROOT / room).rglob("*") if path.suffix in kinds]

    assert [str(path) for path in paths if BY_HAND.search(path.read_text("utf-8"))] == []
    assert BY_HAND.search('f"{day.day} novembre"'), "the reading itself finds one"


def years(number):
    return timezone.localdate() + relativedelta(years=number)


@pytest.mark.parametrize("day", ["1999-01-01", "2999-01-01"])
def test_a_day_that_cannot_be_is_refused_where_it_is_typed(dakar, day):
    person = CorrespondentFactory(post=dakar, started_on=None)
    forms = {
        "ended_on": DepartureForm({"ended_on": day}, person=person),
        "starts_on": AbsenceForm({"starts_on": day, "ends_on": day}, person=person),
        "started_on": ArrivalForm({"started_on": day}, post=dakar, decides=True),
        "last_day": OwnDepartureForm({"last_day": day}),
    }

    for field, form in forms.items():
        assert "ne va pas : donnez un jour du" in str(form.errors[field])


def test_a_departure_before_the_first_day_is_refused_on_its_own_field(dakar):
    person = CorrespondentFactory(post=dakar, started_on=years(-1))

    form = DepartureForm({"ended_on": years(-2)}, person=person)

    assert "est en fonction depuis le" in str(form.errors["ended_on"])
    assert DepartureForm({"ended_on": years(-1)}, person=person).is_valid()


def test_a_day_kept_from_before_refuses_no_other_correction(dakar):
    person = CorrespondentFactory(post=dakar, started_on=date(1999, 1, 1))

    form = EntryForm({"started_on": "1999-01-01"}, instance=Correspondent.objects.get(pk=person.pk))

    assert "started_on" not in form.errors
    assert timezone.localdate() - date(1999, 1, 1) > timedelta(days=365 * 25)
