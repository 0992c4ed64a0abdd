"""Who sets the day of the opinions on the form of a call is told whom it finds at rest."""

from datetime import date, timedelta

import pytest
from django.utils.timezone import localdate

from correspondents.models import Country
from projects.models import CallCountry
from projects.opinions.daysoff import warning

from ...factories import ApplicationFactory, CallFactory, OpinionRequestFactory
from ...page_forms import forms_of

pytestmark = pytest.mark.django_db

TUESDAY, FRIDAY, SATURDAY = date(2031, 7, 15), date(2031, 7, 11), date(2031, 7, 12)


def open_to(*codes):
    call = CallFactory(every_country=False)
    for code in codes:
        CallCountry.objects.create(call=call, country=Country.objects.get(pk=code))
    return call


def next_saturday():
    """A Saturday that the form of a call takes: two weeks from now at least."""
    day = localdate() + timedelta(days=14)
    return day + timedelta(days=(5 - day.weekday()) % 7)


def warned(call, day):
    call.opinions_due_on = day
    return warning(call)


def test_a_working_day_warns_of_nothing():
    call = open_to("SN", "DZ")

    assert warned(call, TUESDAY) == ""
    assert warned(call, None) == ""


def test_without_a_dossier_the_posts_of_the_countries_of_the_call_are_concerned():
    assert warned(open_to("SN"), FRIDAY) == ""
    assert "vendredi 11 juillet 2031" in warned(open_to("SN", "DZ"), FRIDAY)
    assert "Ambassade de France en Algérie" in warned(open_to("SN", "DZ"), FRIDAY)
    assert "Sénégal" not in warned(open_to("SN", "DZ"), FRIDAY)


def test_the_posts_of_the_dossiers_are_concerned_and_those_asked_already():
    call = CallFactory()
    ApplicationFactory(call=call)
    assert "repos de la semaine, Ambassade de France au Sénégal." in warned(call, SATURDAY)

    OpinionRequestFactory(application=ApplicationFactory(call=call))
    assert warned(call, SATURDAY).count("Ambassade") == 1


def test_many_posts_are_counted_rather_than_named():
    sentence = warned(CallFactory(), SATURDAY)

    assert " autres postes" in sentence
    assert len(sentence) < 500


@pytest.mark.slow
def test_the_form_of_a_call_warns_whoever_sets_the_day(delegation_client):
    call = open_to("SN")
    address = f"/admin/projects/call/{call.pk}/change/"
    page = delegation_client.get(address)
    (form,) = [form for form in forms_of(page) if "title" in form.typed]
    saturday = next_saturday()
    sent = form.sent((None, "", address), opinions_due_on=f"{saturday:%d/%m/%Y}")

    page = delegation_client.post(address, sent, follow=True).content.decode()

    assert "n’est pas travaillé partout : repos de la semaine, Ambassade de France au" in page
