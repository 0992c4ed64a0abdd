"""« Cette page vous a-t-elle été utile ? »: an answer of nobody, about a page of ours."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from correspondents.models import PageRating

from ...factories import CorrespondentFactory
from ...page_forms import forms_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def slow_visitor(settings):
    settings.FORM_MIN_SECONDS = 0


def answer(client, address, **values):
    (form,) = forms_of(client.get(address))
    return client.post(form.action, {**form.values, **values}, follow=True)


def test_each_content_page_asks_and_the_answer_names_it(client, dakar):
    page = client.get("/pays/sn/").content.decode()
    assert 'href="/page-utile/?page=/pays/sn/"' in page

    done = answer(client, "/page-utile/?page=/pays/sn/", useful="non", text="La carte manque.")

    assert "votre réponse est enregistrée" in done.content.decode()
    rating = PageRating.objects.get()
    assert (rating.page, rating.is_useful, rating.text) == ("/pays/sn/", False, "La carte manque.")
    assert {field.name for field in PageRating._meta.get_fields()} == {
        *("id", "page", "is_useful", "text", "rated_on")
    }


@pytest.mark.parametrize(
    "page", ["https://ailleurs.example/", "//ailleurs.example/", "/admin/", "/rien"]
)
def test_what_is_no_open_page_of_ours_is_the_site(client, page):
    assert "ailleurs" not in client.get("/page-utile/", {"page": page}).content.decode()

    answer(client, f"/page-utile/?page={page}", useful="oui")

    assert PageRating.objects.get().page == "/"


def test_an_answer_without_its_yes_or_no_is_refused_with_its_text(client):
    page = answer(client, "/page-utile/?page=/pays/sn/", text="Rien trouvé.")

    assert page.status_code == 422
    assert "Choisissez oui ou non." in page.content.decode()
    assert "Rien trouvé." in page.content.decode()
    assert not PageRating.objects.exists()


def test_a_robot_reads_the_same_thanks_and_writes_nothing(client):
    page = answer(client, "/page-utile/", useful="oui", suite="http://spam.example")

    assert "votre réponse est enregistrée" in page.content.decode()
    assert not PageRating.objects.exists()


def test_the_delegation_reads_them(client, delegation_client):
    answer(client, "/page-utile/?page=/pays/sn/", useful="non", text="La carte manque.")

    page = delegation_client.get("/admin/correspondents/pagerating/").content.decode()

    assert "La carte manque." in page
    assert "/pays/sn/" in page


def test_they_are_kept_a_year_and_a_person_is_erased_from_them(dakar, settings):
    months = settings.RETENTION_MESSAGES_MONTHS
    old = timezone.localdate() - timedelta(days=31 * months + 31)
    PageRating.objects.create(page="/", is_useful=False, rated_on=old)
    named = PageRating.objects.create(
        page="/", is_useful=False, text="Mme Zylberfictif ne répond pas."
    )
    CorrespondentFactory(
        post=dakar, last_name="Zylberfictif", email="zoe@diplomatie.example", ended_on=old
    )

    call_command("apply_retention", verbosity=0)
    call_command("person_data", "erase", "zoe@diplomatie.example", yes=True)

    named.refresh_from_db()
    assert PageRating.objects.get() == named
    assert named.text == "(nom effacé) ne répond pas."
