"""An import waits for a person, is applied once by its number, and can be undone."""

import io
from datetime import date, timedelta

import pghistory
import pytest
from django.urls import reverse
from openpyxl import load_workbook

from correspondents.imports.apply import apply
from correspondents.imports.batches import NotWaiting, apply_batch, plan_batch, receive
from correspondents.imports.rejects import rejects_of
from correspondents.imports.undo import NotUndoable, undo
from correspondents.models import Correspondent, Coverage, ImportBatch, Post
from correspondents.people_list.options import Options

from ...factories import CorrespondentFactory
from ..people_list.test_people_list import ANAIS, HEADINGS, plan_of, workbook

pytestmark = pytest.mark.django_db

EDITION = date(2026, 9, 15)
COCAC = ["Sénégal", "COCAC", "Essai", "Théo", "theo@diplomatie.example", "scac@diplomatie.example"]


def planned(*rows, headings=HEADINGS, edition=EDITION, **options):
    file = workbook(rows, headings)
    return plan_batch(receive(file, "liste.xlsx", edition=edition, options=Options(**options)))


def answered(batch, choices):
    """What a person decided of the questions of a batch."""
    batch.choices = choices
    batch.save(update_fields=["choices"])


def snapshot():
    """Every row that an import may write, all columns, by table and key."""
    return {
        (model.__name__, row["id"]): row
        for model in (Correspondent, Post, Coverage)
        for row in model.objects.values()
    }


def edit(user, last_name, **values):
    """What somebody changes by hand."""
    with pghistory.context(user=user.pk):
        Correspondent.objects.filter(last_name=last_name).update(**values)


def test_a_plan_waits_with_its_file():
    batch = planned(ANAIS)

    assert (batch.state, batch.totals["new"]) == ("planned", 1)
    assert load_workbook(io.BytesIO(batch.file.content)).active["A2"].value == "Sénégal"
    assert not Correspondent.objects.exists()


def test_a_file_that_is_refused_says_why():
    batch = plan_batch(receive(io.BytesIO(b"<html>"), "liste.xlsx"))

    assert batch.state == "refused"
    assert "page web" in batch.refusal


@pytest.mark.slow
def test_a_plan_is_applied_once(delegation):
    batch = planned(ANAIS)

    applied, moved = apply_batch(batch.pk, by=delegation)

    assert (applied.state, applied.applied_by, moved) == ("applied", delegation, [])
    assert Correspondent.objects.get().last_name == "de la Fiction"
    with pytest.raises(NotWaiting, match="ne peut plus être appliqué"):
        apply_batch(batch.pk)


@pytest.mark.slow
def test_a_base_that_moved_is_shown_again():
    batch = planned(ANAIS, COCAC)
    CorrespondentFactory(last_name="Entre-Temps", started_on=date(2026, 1, 1))

    waiting, moved = apply_batch(batch.pk)

    assert moved == [["Liste", 2]]
    assert (waiting.state, waiting.totals["replacement"]) == ("planned", 1)
    assert Correspondent.objects.count() == 1
    assert apply_batch(batch.pk)[1] == []
    assert Correspondent.objects.count() == 3


@pytest.mark.slow
def test_an_undone_import_leaves_the_base_as_it_was():
    CorrespondentFactory(last_name="Avant", started_on=date(2024, 9, 1))
    CorrespondentFactory(last_name="Essai", first_name="Théo", role="cocac", email="")
    before = snapshot()
    batch, _ = apply_batch(planned(ANAIS, COCAC).pk)

    undone = undo(batch.pk)

    assert snapshot() == before
    assert (undone.state, undone.left_alone) == ("undone", [])
    with pytest.raises(NotUndoable, match="annulé"):
        undo(batch.pk)


@pytest.mark.slow
def test_whatever_was_edited_since_is_left_alone_and_told(delegation):
    CorrespondentFactory(last_name="Avant", started_on=date(2024, 9, 1))
    batch, _ = apply_batch(planned(ANAIS, COCAC).pk)
    edit(delegation, "Essai", function="Conseiller")

    undone = undo(batch.pk)

    assert [(line["row"], line["table"]) for line in undone.left_alone] == [
        ("Théo Essai", "correspondant")
    ]
    names = set(Correspondent.objects.in_office().values_list("last_name", flat=True))
    assert names == {"Avant", "Essai"}


def test_nobody_comes_back_to_a_place_that_is_taken(delegation):
    CorrespondentFactory(last_name="Avant", started_on=date(2024, 9, 1))
    batch, _ = apply_batch(planned(ANAIS).pk)
    edit(delegation, "de la Fiction", function="Conseillère")

    undone = undo(batch.pk)

    assert len(undone.left_alone) == 2
    assert "tient désormais cette place" in undone.left_alone[1]["reason"]
    assert Correspondent.objects.get(last_name="Avant").ended_on == date(2026, 9, 14)


@pytest.mark.slow
def test_an_import_undone_after_another_one_keeps_the_later():
    first, _ = apply_batch(planned(ANAIS).pk)
    apply_batch(planned([*ANAIS[:4], "nouveau@diplomatie.example", None]).pk)

    undone = undo(first.pk)

    assert len(undone.left_alone) == 1
    assert Correspondent.objects.get().email == "nouveau@diplomatie.example"


def test_refused_rows_come_back_in_their_own_layout():
    bad = ["Sénégambie", *ANAIS[1:]]
    batch = planned(ANAIS, bad, COCAC)

    page = load_workbook(io.BytesIO(rejects_of(batch))).active

    rows = list(page.values)
    assert len(rows) == 2
    assert rows[0][-1] == "Motif du rejet (ne pas importer)"
    assert rows[1][:5] == tuple(bad[:5])
    assert "n’est le nom d’aucun pays" in rows[1][-1]


def test_the_sheet_of_refused_rows_shows_what_a_person_sees():
    row = [*ANAIS[:4], "=A1", 1200]
    book = load_workbook(workbook([row], [*HEADINGS[:5], "Prime"]))
    book.active["F2"].number_format = '#,##0 "XOF"'
    file = io.BytesIO()
    book.save(file)
    batch = plan_batch(receive(file, "liste.xlsx", edition=EDITION))

    page = load_workbook(io.BytesIO(rejects_of(batch))).active

    assert page["E2"].value.startswith("[formule sans résultat")
    assert page["F2"].value == "1200 XOF"


@pytest.mark.slow
def test_the_sheet_of_refused_rows_once_corrected_is_a_list():
    batch = planned(["Sénégambie", *ANAIS[1:]])
    book = load_workbook(io.BytesIO(rejects_of(batch)))
    book.active["A2"] = "Sénégal"
    file = io.BytesIO()
    book.save(file)

    corrected = plan_batch(receive(file, "rejets.xlsx", edition=EDITION))

    assert corrected.totals["new"] == 1
    assert corrected.report["rows"][0]["other"] == {}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("absent", "ended_on", "is_doubted"),
    [("keep", None, False), ("confirm", None, True), ("end", date(2026, 9, 14), False)],
)
def test_whoever_is_absent_is_kept_doubted_or_ended(absent, ended_on, is_doubted):
    praia = CorrespondentFactory(post=Post.objects.get(slug="praia"))
    before = snapshot()

    batch, _ = apply_batch(planned(ANAIS, absent=absent).pk)

    praia.refresh_from_db()
    assert (praia.ended_on, bool(praia.to_confirm_since)) == (ended_on, is_doubted)
    undo(batch.pk)
    assert snapshot() == before


@pytest.mark.slow
@pytest.mark.parametrize("absent", ["confirm", "end"])
@pytest.mark.parametrize(("days", "is_kept"), [(0, False), (1, True)])
def test_whoever_confirmed_after_the_list_is_kept_as_they_are(
    delegation_client, absent, days, is_kept
):
    praia = CorrespondentFactory(post=Post.objects.get(slug="praia"))
    praia.verify(by="la personne elle-même", on=EDITION + timedelta(days=days))

    batch = planned(ANAIS, absent=absent)
    address = reverse("admin:correspondents_importbatch_change", args=[batch.pk])
    page = delegation_client.get(address, {"pile": "absent"}).content.decode()
    apply_batch(batch.pk)

    praia.refresh_from_db()
    assert (praia.ended_on is None and praia.to_confirm_since is None) == is_kept
    assert ("information confirmée ou corrigée le 16/09/2026, après cette liste" in page) == is_kept


@pytest.mark.slow
def test_an_absence_at_a_post_where_a_row_waits_ends_nobody():
    there = CorrespondentFactory(last_name="Discret", role="cocac")

    apply_batch(planned([*COCAC[:4], "pas une adresse", None], absent="end").pk)

    there.refresh_from_db()
    assert there.ended_on is None


def test_an_empty_cell_erases_when_it_is_said():
    person = CorrespondentFactory(last_name="de la Fiction", first_name="Anaïs")
    row = [*ANAIS[:4], None, None]

    batch = planned(row, clear=("email",))
    apply_batch(batch.pk)

    assert batch.report["rows"][0]["changes"] == {"email": [person.email, ""]}
    person.refresh_from_db()
    assert person.email == ""


def test_a_protected_field_stays():
    CorrespondentFactory(
        last_name="de la Fiction",
        first_name="Anaïs",
        protected_fields=["email"],
        email="x@y.example",
    )

    batch = planned(ANAIS)
    apply_batch(batch.pk)

    assert Correspondent.objects.get().email == "x@y.example"
    assert "« courriel » est protégé" in batch.report["rows"][0]["messages"][0]


@pytest.mark.slow
@pytest.mark.parametrize(("answer", "email"), [("base", ""), ("file", "a@diplomatie.example")])
def test_a_base_newer_than_the_file_is_a_conflict(answer, email):
    CorrespondentFactory(
        last_name="de la Fiction", first_name="Anaïs", email="", verified_on=date(2026, 10, 1)
    )

    batch = planned(ANAIS)
    row = batch.report["rows"][0]

    assert (row["outcome"], row["conflicts"]["email"]) == (
        "ambiguous",
        ["", "a@diplomatie.example"],
    )
    answered(batch, {row["questions"][0]["key"]: answer})
    apply_batch(plan_batch(batch).pk)
    assert Correspondent.objects.get().email == email


def test_a_change_by_hand_after_the_edition_is_newer(delegation):
    person = CorrespondentFactory(last_name="de la Fiction", first_name="Anaïs", email="")
    edit(delegation, person.last_name, function="Chargée de mission")

    assert planned(ANAIS).totals["ambiguous"] == 1
    assert planned(ANAIS, edition=None).totals["modified"] == 1


@pytest.mark.slow
def test_undoing_a_new_post_takes_its_coverage_away():
    before = snapshot()
    row = ["Chine", "Shanghai", "Correspondant", "Essai", "Théo"]
    batch = planned(row, headings=["country", "post", "role", "last_name", "first_name"])
    question = batch.report["rows"][0]["questions"][0]
    assert batch.report["rows"][0]["post"] is None
    answered(batch, {question["key"]: "new:consulate_general"})

    applied, _ = apply_batch(plan_batch(batch).pk)

    post = Post.objects.get(name="Consulat général de France à Shanghai")
    assert Correspondent.objects.get().post == post
    assert Coverage.objects.filter(post=post, country="CN").exists()
    undo(applied.pk)
    assert snapshot() == before


def test_a_command_keeps_its_file_too():
    batch = apply(plan_of(ANAIS))

    assert ImportBatch.objects.get().file.content
    assert undo(batch.pk).state == "undone"
