"""Whom a row means, whose tenure it begins, changes or ends, whatever the order of the rows."""

import io
import json
from datetime import date, datetime
from itertools import permutations

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook
from openpyxl.styles import Font

from correspondents.imports.apply import apply
from correspondents.imports.plan import build
from correspondents.imports.report import report
from correspondents.models import Correspondent, Post
from correspondents.spreadsheets.refusals import RefusedFile

from ...factories import CorrespondentFactory
from .test_people_list import ANAIS, HEADINGS, messages, outcomes, plan_of, workbook

pytestmark = pytest.mark.django_db

EDITION = date(2026, 9, 15)
DATED = [*HEADINGS, "started_on", "ended_on"]
RANKED = [*HEADINGS, "rank"]
MARIE = ["Sénégal", "Correspondant", "Avant", "Marie", "marie@diplomatie.example", None]


def marie(**values):
    """Marie Avant, in the base with the values of the row MARIE."""
    return CorrespondentFactory(
        last_name="Avant", first_name="Marie", email="marie@diplomatie.example", **values
    )


def anais(**values):
    return CorrespondentFactory(
        last_name="de la Fiction", first_name="Anaïs", email="a@diplomatie.example", **values
    )


def dated(row, started_on=None, ended_on=None):
    return [*row, started_on, ended_on]


def tenures():
    """(last name, first day, last day) of everybody, in order."""
    rows = Correspondent.objects.order_by("last_name", "started_on")
    return list(rows.values_list("last_name", "started_on", "ended_on"))


@pytest.mark.parametrize("rows", [[MARIE, ANAIS], [ANAIS, MARIE]], ids=["first", "last"])
def test_whoever_the_file_lists_is_not_pushed_out_by_another_of_its_rows(rows):
    marie()

    plan = plan_of(*rows)

    by_name = {row.entries[0].values["last_name"]: row.outcome.value for row in plan.rows}
    assert by_name == {"Avant": "identical", "de la Fiction": "new"}
    apply(plan)
    assert Correspondent.objects.get(last_name="de la Fiction").rank == 2


def test_whoever_a_refused_row_names_keeps_the_place():
    marie()

    plan = plan_of([*MARIE[:4], "pas une adresse", None], ANAIS)

    assert outcomes(plan) == ["rejected", "new"]
    assert plan.entries[1].tenure.person.rank == 2
    assert plan.absent == []


@pytest.mark.parametrize("order", [(0, 1), (1, 0)], ids=["departed first", "departed last"])
def test_a_departure_and_its_successor_come_in_any_order(order):
    marie()
    rows = [dated(MARIE, None, date(2026, 8, 31)), dated(ANAIS, date(2026, 9, 1))]

    apply(plan_of(*(rows[place] for place in order), headings=DATED, edition=EDITION))

    assert tenures() == [
        ("Avant", None, date(2026, 8, 31)),
        ("de la Fiction", date(2026, 9, 1), None),
    ]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)], ids=["departed first", "departed last"])
def test_a_successor_without_a_first_day_begins_on_the_day_of_the_edition(order):
    rows = [dated(MARIE, None, date(2026, 8, 31)), dated(ANAIS)]

    apply(plan_of(*(rows[place] for place in order), headings=DATED, edition=EDITION))

    assert tenures() == [("Avant", None, date(2026, 8, 31)), ("de la Fiction", EDITION, None)]


def test_who_is_ended_before_a_confirmation_is_told():
    marie(started_on=date(2024, 9, 1), verified_on=EDITION, verified_by="la personne elle-même")

    plan = plan_of(dated(ANAIS), headings=DATED, edition=EDITION)

    assert f"« Marie Avant » ont été confirmées le {EDITION:%d/%m/%Y}" in messages(plan)


def test_a_successor_who_came_before_the_edition_ends_the_tenure_the_day_before():
    marie(started_on=date(2024, 9, 1))

    plan = plan_of(dated(ANAIS, date(2026, 9, 1)), headings=DATED, edition=EDITION)
    apply(plan)

    assert "succède à « Marie Avant », dont le dernier jour est le 31/08/2026" in messages(plan)
    assert tenures() == [
        ("Avant", date(2024, 9, 1), date(2026, 8, 31)),
        ("de la Fiction", date(2026, 9, 1), None),
    ]


def test_nobody_is_replaced_before_having_begun():
    marie(started_on=EDITION)

    plan = plan_of(ANAIS, edition=EDITION)

    assert outcomes(plan) == ["rejected"]
    assert "tient cette place depuis le 15/09/2026" in messages(plan)


def test_somebody_named_on_a_vacant_place_ends_the_vacancy():
    CorrespondentFactory(vacant=True, started_on=date(2026, 1, 1))

    plan = plan_of(ANAIS, edition=EDITION)
    apply(plan)

    assert outcomes(plan) == ["new"]
    assert tenures() == [
        ("", date(2026, 1, 1), date(2026, 9, 14)),
        ("de la Fiction", EDITION, None),
    ]


def test_a_vacancy_already_known_is_identical():
    CorrespondentFactory(vacant=True)

    assert outcomes(plan_of(["Sénégal", "Correspondant", "-", None, None, None])) == ["identical"]


def test_somebody_who_left_does_not_come_back_by_an_old_list():
    marie(ended_on=date(2026, 8, 31))

    plan = plan_of(MARIE, edition=EDITION)

    assert outcomes(plan) == ["ambiguous"]
    assert "« Marie Avant » a quitté ce poste le 31/08/2026 selon la base" in messages(plan)


def test_somebody_who_comes_back_has_a_second_tenure():
    marie(started_on=date(2020, 1, 1), ended_on=date(2022, 12, 31))

    apply(plan_of(dated(MARIE, date(2026, 9, 1)), headings=DATED, edition=EDITION))

    assert tenures() == [
        ("Avant", date(2020, 1, 1), date(2022, 12, 31)),
        ("Avant", date(2026, 9, 1), None),
    ]


def test_a_former_tenure_does_not_change_the_present_one():
    marie(started_on=date(2025, 1, 1))
    former = dated(MARIE, date(2020, 1, 1), date(2022, 12, 31))

    apply(plan_of(former, headings=DATED, edition=EDITION))

    assert tenures() == [
        ("Avant", date(2020, 1, 1), date(2022, 12, 31)),
        ("Avant", date(2025, 1, 1), None),
    ]


def test_the_same_mail_under_a_slightly_other_name_is_the_same_person():
    person = marie()

    apply(plan_of(["Sénégal", "Correspondant", "Avant-Fictif", "Marie", person.email, None]))

    assert Correspondent.objects.get().last_name == "Avant-Fictif"


def test_the_same_mail_under_quite_another_name_waits_for_a_person():
    marie()

    plan = plan_of([*ANAIS[:4], "marie@diplomatie.example", None])

    assert outcomes(plan) == ["ambiguous"]
    assert "est dans la base le courriel de « Marie Avant »" in messages(plan)


@pytest.mark.parametrize(("first", "second"), [(1, 2), (2, 1)])
def test_two_people_exchange_their_ranks(first, second):
    marie(rank=first)
    anais(rank=second)

    apply(plan_of([*MARIE, second], [*ANAIS, first], headings=RANKED))

    ranks = dict(Correspondent.objects.values_list("last_name", "rank"))
    assert ranks == {"Avant": second, "de la Fiction": first}


@pytest.mark.parametrize("month", [7, 10], ids=["earlier", "later"])
def test_the_day_of_a_succession_moves(month):
    marie(started_on=date(2024, 1, 1), ended_on=date(2026, 8, 31))
    anais(started_on=date(2026, 9, 1))
    first, last = date(2026, month, 1), date(2026, month - 1, 30)

    plan = plan_of(
        dated(MARIE, date(2024, 1, 1), last), dated(ANAIS, first), headings=DATED, edition=EDITION
    )
    apply(plan)

    assert outcomes(plan) == ["modified", "modified"]
    assert tenures() == [("Avant", date(2024, 1, 1), last), ("de la Fiction", first, None)]


def test_dates_that_overlap_are_refused_in_french():
    anais(started_on=date(2026, 1, 1))

    plan = plan_of(
        dated(MARIE, date(2025, 1, 1), date(2026, 3, 31)), headings=DATED, edition=EDITION
    )

    assert outcomes(plan) == ["rejected"]
    assert "à ces dates, le poste a déjà un correspondant de rang 1" in messages(plan)


@pytest.mark.parametrize(
    "countries", list(permutations(["Fidji", "Tonga", "Tuvalu"])), ids=" ".join
)
def test_one_person_answers_for_all_that_the_post_covers(countries):
    rows = [[country, *ANAIS[1:]] for country in countries]

    apply(plan_of(*rows))
    again = plan_of(*rows)

    person = Correspondent.objects.get()
    assert (person.post.slug, person.rank, person.scope) == ("suva", 1, "")
    assert outcomes(again) == ["identical"] * 3
    assert "répond aussi pour « Tonga »" in messages(again)


def test_a_mailbox_said_by_a_refused_row_is_taken_from_the_next():
    CorrespondentFactory(last_name="Vieux", started_on=date(2999, 1, 1))
    mailbox = "dakar@diplomatie.example"

    apply(plan_of([*ANAIS[:5], mailbox], ["Sénégal", "COCAC", "Essai", "Théo", None, mailbox]))

    assert Post.objects.get(slug="dakar").mailbox == mailbox


def struck(row):
    """A list of one row, whose name is struck out."""
    book = load_workbook(workbook([row]))
    book.active["C2"].font = Font(strike=True)
    file = io.BytesIO()
    book.save(file)
    return file


def test_a_struck_out_name_is_not_taken_for_somebody_in_office():
    plan = build(struck(ANAIS), "liste.xlsx")

    assert outcomes(plan) == ["ignored"]
    assert "« Anaïs de la Fiction » est barré" in messages(plan)
    assert report(plan)["rows"][0]["contacts"][0]["left"] is True


@pytest.mark.slow
def test_a_struck_out_name_ends_the_tenure():
    anais(started_on=date(2024, 9, 1))

    plan = build(struck(ANAIS), "liste.xlsx", EDITION)
    apply(plan)

    assert outcomes(plan) == ["modified"]
    assert tenures() == [("de la Fiction", date(2024, 9, 1), date(2026, 9, 14))]
    assert outcomes(build(struck(ANAIS), "liste.xlsx", EDITION)) == ["identical"]


def test_a_file_without_a_list_is_refused():
    with pytest.raises(RefusedFile, match="Aucune feuille ne contient de liste"):
        plan_of(["x", "y", "z"], headings=["Un", "Deux", "Trois"])


def test_the_report_tells_old_and_new_of_the_person_and_of_the_post(tmp_path, capsys):
    anais(phone="")
    path = tmp_path / "liste.xlsx"
    row = [*ANAIS[:5], "dakar@diplomatie.example", 221338395100]
    path.write_bytes(workbook([row], [*HEADINGS, "phone"]).read())

    call_command("import_correspondents", str(path), "--json", "--apply")

    changes = json.loads(capsys.readouterr().out)["rows"][0]["changes"]
    assert changes == {
        "mailbox": ["", "dakar@diplomatie.example"],
        "phone": ["", "221338395100"],
    }


def test_the_contacts_are_told_as_the_file_gives_them_even_when_refused():
    row = report(plan_of(["Sénégambie", *ANAIS[1:4], "a[at]diplomatie.example", None]))["rows"][0]

    assert (row["outcome"], row["country"], row["post"]) == ("ambiguous", None, None)
    assert row["contacts"] == [
        {
            "name": "Anaïs de la Fiction",
            "last_name": "de la Fiction",
            "first_name": "Anaïs",
            "role": "correspondent",
            "email": "a@diplomatie.example",
            "phone": "",
        }
    ]


@pytest.mark.slow
def test_the_absent_cost_no_query_each():
    def queries():
        with CaptureQueriesContext(connection) as captured:
            report(plan_of(ANAIS))
        return len(captured)

    posts = list(Post.objects.working().exclude(slug="dakar")[:21])
    CorrespondentFactory(post=posts.pop())
    few = queries()
    for post in posts:
        CorrespondentFactory(post=post)

    assert queries() == few


@pytest.mark.parametrize(
    "day",
    [
        *("2026-03-03 14:30:00", "03/03/2026 à 14h30", "2026-03-02T23:30:00Z"),
        datetime(2026, 3, 3, 14, 30),
    ],
)
def test_a_day_with_an_hour_is_that_day(day):
    apply(plan_of(dated(MARIE, day), headings=DATED))

    person = Correspondent.objects.get()
    assert (person.started_on, person.other_data) == (date(2026, 3, 3), {})
