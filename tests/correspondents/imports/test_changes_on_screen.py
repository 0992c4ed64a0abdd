"""What a person reads of a plan: the old beside the new, days in French, the absent in order."""

import io
from datetime import date

import pytest
import xlwt
from django.db import connection
from django.test.utils import CaptureQueriesContext

from correspondents.models import Post

from ...factories import CorrespondentFactory
from ..people_list.test_people_list import ANAIS, HEADINGS
from .test_screens import address, upload

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

DATED = [*HEADINGS, "started_on"]


def cells_of(client, batch, pile):
    """The changes of the first row of a pile, as its page lists them."""
    page = client.get(f"{address('change', batch)}?pile={pile}")
    return next(iter(page.context["piles"].lines()))["cells"]


def names_on(client, batch, words):
    page = client.get(f"{address('change', batch)}?pile=absent&q={words}")
    return [row["name"] for row in page.context["piles"].lines()]


def at(city, last_name, role="correspondent"):
    post = Post.objects.get(slug=city)
    return CorrespondentFactory(post=post, role=role, first_name="", last_name=last_name)


def test_a_replacement_shows_who_leaves_beside_who_comes(delegation_client):
    CorrespondentFactory(
        civility="Mme", first_name="Inès", last_name="Partante", email="i@a.example"
    )

    _, batch = upload(delegation_client, [*ANAIS[:3], "M. Anaïs", *ANAIS[4:]])

    cells = cells_of(delegation_client, batch, "replacement")
    assert cells[0] == ("Personne", "Mme Inès Partante", "M. Anaïs de la Fiction")
    assert ("Courriel", "i@a.example", "a@diplomatie.example") in cells


def test_a_vacancy_shows_who_leaves(delegation_client):
    CorrespondentFactory(first_name="Inès", last_name="Partante")

    _, batch = upload(delegation_client, ["Sénégal", "Correspondant", "VACANT", None, None, None])

    assert cells_of(delegation_client, batch, "vacant") == [
        ("Personne", "Mme Inès Partante", "Correspondant : poste vacant")
    ]


def test_a_day_is_shown_in_french(delegation_client):
    CorrespondentFactory(
        first_name="Anaïs", last_name="de la Fiction", email=ANAIS[4], started_on=date(2024, 9, 1)
    )

    _, batch = upload(delegation_client, [*ANAIS, "03/03/2026"], headings=DATED)

    cells = cells_of(delegation_client, batch, "modified")
    assert ("En fonction depuis le", "01/09/2024", "03/03/2026") in cells


def test_a_protected_day_is_told_in_french(delegation_client):
    CorrespondentFactory(
        first_name="Anaïs",
        last_name="de la Fiction",
        email=ANAIS[4],
        started_on=date(2024, 9, 1),
        protected_fields=["started_on"],
    )

    _, batch = upload(delegation_client, [*ANAIS, "03/03/2026"], headings=DATED)

    assert any("« 03/03/2026 » n’est pas repris" in m for m in batch.report["rows"][0]["messages"])


def test_the_absent_are_in_the_order_of_countries_and_can_be_searched(delegation_client):
    at("dakar", "Zébulon")
    at("dakar", "Éloi", role="cocac")
    at("addis-abeba", "Tesfa")
    at("berlin", "Wilhelm")
    _, batch = upload(delegation_client, ["Togo", *ANAIS[1:]])

    assert names_on(delegation_client, batch, "") == ["Wilhelm", "Tesfa", "Éloi", "Zébulon"]
    assert names_on(delegation_client, batch, "senegal eloi") == ["Éloi"]
    assert names_on(delegation_client, batch, "personne") == []


def test_what_cannot_be_read_of_a_sheet_is_on_its_page(delegation_client):
    book = xlwt.Workbook()
    sheet = book.add_sheet("Liste")
    for column, text in enumerate(["Pays", "Nom", "Prénom", "Courriel", "Fonction"]):
        sheet.write(0, column, text)
    for column, text in enumerate(["Mali", "Fictive", "Anne", "anne@a.example"]):
        sheet.write(1, column, text)
    sheet.write(1, 4, xlwt.Formula("A1"))
    file = io.BytesIO()
    book.save(file)

    _, batch = upload(delegation_client, name="liste.xls", content=file.getvalue())

    page = delegation_client.get(address("change", batch)).content.decode()
    assert "Feuille « Liste » : des formules sont lues comme vides (E2)" in page


def test_the_page_of_the_absent_costs_the_same_for_more_of_them(
    delegation_client, django_assert_num_queries
):
    at("dakar", "Zébulon")
    _, batch = upload(delegation_client, ["Togo", *ANAIS[1:]])
    names_on(delegation_client, batch, "")
    with CaptureQueriesContext(connection) as few:
        names_on(delegation_client, batch, "e")
    cost = len(few)
    at("dakar", "Éloi", role="cocac")
    at("berlin", "Wilhelm")
    delegation_client.post(address("relire", batch))
    names_on(delegation_client, batch, "")

    with django_assert_num_queries(cost):
        assert len(names_on(delegation_client, batch, "e")) == 3
