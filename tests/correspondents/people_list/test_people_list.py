"""A list comes in: the plan says everything, and what it does not say is not written."""

import io
import json
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from correspondents.imports.apply import apply
from correspondents.imports.plan import build
from correspondents.models import Correspondent, ImportBatch, Post
from correspondents.people_list.columns import LABELS
from correspondents.people_list.options import Options

from ...factories import CorrespondentFactory
from ...hypothesis_profiles import examples

pytestmark = pytest.mark.django_db

DEMONSTRATION = settings.BASE_DIR / "fixtures" / "demonstration" / "correspondants.xlsx"
HEADINGS = ["country", "role", "last_name", "first_name", "email", "mailbox"]


def workbook(rows, headings=HEADINGS):
    """An open .xlsx of one sheet: French headings, then the rows."""
    book = Workbook()
    book.active.title = "Liste"
    book.active.append([LABELS.get(code, code) for code in headings])
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    return file


def plan_of(*rows, headings=HEADINGS, edition=None):
    return build(workbook(rows, headings), "liste.xlsx", edition)


def outcomes(plan):
    return [row.outcome.value for row in plan.rows]


def messages(plan):
    return " ".join(message for row in plan.rows for message in row.messages)


ANAIS = ["Sénégal", "Correspondant", "de la Fiction", "Anaïs", "a@diplomatie.example", None]


def test_a_clean_sheet_makes_a_correspondent(dakar):
    apply(plan_of([*ANAIS[:5], "dakar@diplomatie.example"]))

    person = Correspondent.objects.get()
    assert (person.post, person.last_name, person.email_is_public) == (
        dakar,
        "de la Fiction",
        False,
    )
    assert person.verified_on is None
    dakar.refresh_from_db()
    assert dakar.mailbox == "dakar@diplomatie.example"


def test_an_import_may_make_a_field_public():
    apply(build(workbook([ANAIS]), "liste.xlsx", options=Options(publish=("email",))))

    person = Correspondent.objects.get()
    assert (person.email_is_public, person.phone_is_public) == (True, False)


def test_nothing_is_written_before_the_plan_is_applied():
    plan = plan_of(ANAIS)

    assert outcomes(plan) == ["new"]
    assert not Correspondent.objects.exists()
    assert not ImportBatch.objects.exists()


def test_the_same_file_twice_changes_nothing():
    events = Correspondent.pgh_event_model.objects
    apply(plan_of(ANAIS))
    before = events.count()

    plan = plan_of(ANAIS)
    apply(plan)

    assert outcomes(plan) == ["identical"]
    assert events.count() == before


def test_history_carries_the_number_of_the_import():
    batch = apply(plan_of(ANAIS))

    event = Correspondent.pgh_event_model.objects.get()
    assert event.pgh_context.metadata["import"] == batch.pk


def test_another_name_at_the_same_place_is_a_replacement():
    before = CorrespondentFactory(started_on=date(2024, 9, 1), last_name="Avant")

    plan = plan_of(ANAIS, edition=date(2026, 9, 15))
    apply(plan)

    before.refresh_from_db()
    after = Correspondent.objects.get(last_name="de la Fiction")
    assert outcomes(plan) == ["replacement"]
    assert before.ended_on == date(2026, 9, 14)
    assert after.started_on == date(2026, 9, 15)


def test_a_changed_cell_is_told_old_and_new():
    person = CorrespondentFactory(last_name="de la Fiction", first_name="Anaïs", email="")

    plan = plan_of(ANAIS)

    assert outcomes(plan) == ["modified"]
    assert plan.entries[0].tenure.planned == {"email": "a@diplomatie.example"}
    apply(plan)
    person.refresh_from_db()
    assert person.email == "a@diplomatie.example"


def test_an_empty_cell_erases_nothing():
    person = CorrespondentFactory(last_name="de la Fiction", first_name="Anaïs")

    plan = plan_of([*ANAIS[:4], None, None])
    apply(plan)

    email = person.email
    person.refresh_from_db()
    assert outcomes(plan) == ["identical"]
    assert person.email == email != ""


def test_whoever_is_not_in_the_file_stays_and_is_named():
    CorrespondentFactory(last_name="Absente", post=Post.objects.get(slug="praia"))

    plan = plan_of(ANAIS)
    apply(plan)

    assert [tenure.person.last_name for tenure in plan.absent] == ["Absente"]
    assert Correspondent.objects.in_office().filter(last_name="Absente").exists()


def test_a_vacancy_ends_the_tenure_of_who_was_there():
    before = CorrespondentFactory(last_name="Avant", started_on=date(2024, 9, 1))

    plan = plan_of(["Sénégal", "Correspondant", "vacant", None, None, None])
    apply(plan)

    before.refresh_from_db()
    assert outcomes(plan) == ["vacant"]
    assert before.ended_on == timezone.localdate() - timedelta(days=1)
    assert Correspondent.objects.in_office().get().is_vacant


def test_a_departed_person_comes_in_as_departed():
    headings = [*HEADINGS, "ended_on"]
    apply(plan_of([*ANAIS, date(2020, 1, 31)], headings=headings))

    assert Correspondent.objects.departed().get().last_name == "de la Fiction"


def test_a_person_for_a_covered_country_goes_to_the_covering_post(dakar):
    apply(plan_of(["Gambie", *ANAIS[1:]]))

    person = Correspondent.objects.get()
    assert (person.post, person.scope, person.rank) == (dakar, "Gambie", 2)


@pytest.mark.parametrize(
    ("country", "reason"),
    [
        ("Sénégambie", "A2 : « Sénégambie » n’est le nom d’aucun pays"),
        ("Senegl", "A2 : « Senegl » n’est le nom d’aucun pays"),
        ("Artsakh", "A2 : « Artsakh » n’est le nom d’aucun pays"),
        ("Corée", "A2 : « Corée » désigne plusieurs pays"),
        ("Sahara occidental", "A2 : « Sahara occidental » n’a aucun poste compétent"),
    ],
)
def test_no_country_is_guessed(country, reason):
    plan = plan_of([country, *ANAIS[1:]])

    assert outcomes(plan)[0] in {"rejected", "ambiguous"}
    assert reason in messages(plan)
    apply(plan)
    assert not Correspondent.objects.exists()


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"email": "pas une adresse"}, "E2 : « pas une adresse » n’est pas une adresse"),
        ({"role": "chef"}, "B2 : « chef » n’est pas un rôle"),
        ({"last_name": None}, "le nom manque"),
        ({"last_name": "x" * 200}, "C2 : "),
    ],
)
def test_a_row_that_cannot_be_read_is_refused_whole_with_its_address(changes, reason):
    row = [changes.get(code, value) for code, value in zip(HEADINGS, ANAIS, strict=True)]

    plan = plan_of(row)

    assert outcomes(plan) == ["rejected"]
    assert reason in messages(plan)


THEO = ["Sénégal", "Correspondant", "Brouillon", "Théo", None, None]


def test_two_correspondents_of_a_post_stand_in_the_order_of_the_file():
    plan = plan_of(ANAIS, THEO)
    apply(plan)

    assert outcomes(plan) == ["new", "new"]
    assert "Ligne 3 : « Théo Brouillon » vient au rang 2" in messages(plan)
    ranks = dict(Correspondent.objects.values_list("last_name", "rank"))
    assert ranks == {"de la Fiction": 1, "Brouillon": 2}
    assert outcomes(plan_of(ANAIS, THEO)) == ["identical", "identical"]


def test_two_people_whom_the_file_ranks_first_are_one_too_many():
    headings = [*HEADINGS, "rank"]

    plan = plan_of([*ANAIS, 1], [*THEO, 1], headings=headings)

    assert outcomes(plan) == ["new", "rejected"]
    assert "donnez le rang 2" in messages(plan)
    apply(plan)
    assert Correspondent.objects.get().last_name == "de la Fiction"


def test_two_mailboxes_for_one_post_contradict_each_other():
    plan = plan_of(
        [*ANAIS[:5], "un@diplomatie.example"],
        ["Sénégal", "Suppléant", "Brouillon", "Théo", None, "deux@diplomatie.example"],
    )

    assert outcomes(plan) == ["new", "rejected"]
    assert "contredit la ligne 2" in messages(plan)


def test_the_same_person_twice_is_refused_the_second_time():
    plan = plan_of(ANAIS, ANAIS)

    assert outcomes(plan) == ["new", "rejected"]
    assert "déjà à la ligne 2" in messages(plan)


def test_an_import_is_no_verification():
    headings = [*HEADINGS, "verified_on"]

    apply(plan_of([*ANAIS, date(2026, 10, 1)], headings=headings))

    person = Correspondent.objects.get()
    assert person.verified_on is None
    assert person.other_data == {"Vérifié le": "01/10/2026"}


def test_a_service_needs_no_name(dakar):
    apply(plan_of(["Sénégal", "Service", None, None, "scac@diplomatie.example", None]))

    person = Correspondent.objects.get()
    assert (person.role, person.last_name, person.email_is_public) == ("service", "", True)


@given(order=st.permutations([*HEADINGS, "Remarque", "Salle"]))
@examples(15)
def test_columns_come_in_any_order_and_nothing_is_lost(db, order):
    cells = {**dict(zip(HEADINGS, ANAIS, strict=True)), "Remarque": "=1+1", "Salle": "12"}
    del cells["mailbox"]
    plan = plan_of([cells.get(code) for code in order], headings=order)

    entry = plan.entries[0]
    kept = {*map(str, entry.values.values()), *entry.others.values(), entry.place.country.name}
    assert {"correspondent", "de la Fiction", "Anaïs", "a@diplomatie.example", "12"} <= kept
    assert outcomes(plan) == ["new"]


@pytest.mark.slow
def test_the_number_of_queries_does_not_depend_on_the_rows():
    posts = Post.objects.working().exclude(country="PS").select_related("country")[:60]
    rows = [
        [post.country.name, "COCAC", f"Fictif{i}", "A", f"p{i}@diplomatie.example", None]
        for i, post in enumerate(posts)
    ]

    def queries(rows):
        with CaptureQueriesContext(connection) as captured:
            plan_of(*rows)
        return len(captured)

    assert queries(rows[:2]) == queries(rows)


@pytest.mark.slow
def test_the_demonstration_comes_in_without_a_reject(dakar):
    with DEMONSTRATION.open("rb") as file:
        plan = build(file, DEMONSTRATION.name)

    assert plan.totals["rejected"] == plan.totals["ambiguous"] == plan.totals["ignored"] == 0
    apply(plan)
    working = Post.objects.working()
    assert working.filter(correspondents__isnull=False).distinct().count() == working.count()
    addresses = [*Correspondent.objects.values_list("email", flat=True)]
    addresses += working.values_list("mailbox", flat=True)
    assert all(address.endswith(".example") for address in addresses if address)


def test_the_command_prints_one_document(tmp_path, capsys):
    path = tmp_path / "liste.xlsx"
    path.write_bytes(workbook([ANAIS]).read())

    call_command("import_correspondents", str(path), "--json")

    document = json.loads(capsys.readouterr().out)
    assert document["file"]["name"] == "liste.xlsx"
    assert document["sheets"][0]["columns"]["A"] == "country"
    row = document["rows"][0]
    assert (row["row"], row["outcome"], row["country"], row["post"]) == (2, "new", "SN", "dakar")
    assert row["contacts"][0]["last_name"] == "de la Fiction"
    assert not Correspondent.objects.exists()


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("vide.xlsx", b"", "vide"),
        ("page.xlsx", b"<html><body>liste</body></html>", "page web"),
        ("vieux.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, ".xls"),
        ("coupe.xlsx", None, "abîmé|endommagé|incomplet"),
        ("liste.pdf", b"%PDF-1.7", "n’est pas lu"),
    ],
)
def test_a_file_that_is_no_list_gets_one_sentence(tmp_path, name, content, reason):
    path = tmp_path / name
    path.write_bytes(workbook([ANAIS]).read()[:900] if content is None else content)

    with pytest.raises(CommandError, match=reason):
        call_command("import_correspondents", str(path), "--apply")

    assert not Correspondent.objects.exists()


def test_a_base_without_countries_gets_one_sentence(tmp_path, monkeypatch):
    monkeypatch.setattr("correspondents.models.Country.objects.exists", lambda: False)

    with pytest.raises(CommandError, match="load_reference"):
        call_command("import_correspondents", str(tmp_path / "liste.xlsx"))


def test_a_missing_file_gets_one_sentence(tmp_path):
    with pytest.raises(CommandError, match="ne peut pas être lu"):
        call_command("import_correspondents", str(tmp_path / "absent.xlsx"))
