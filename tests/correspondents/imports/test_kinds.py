"""The engine of imports carries any kind of list: here, one that only these tests know."""

import io
from datetime import date

import pghistory
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from openpyxl import load_workbook

from correspondents.imports.apply import PlanRefused, apply
from correspondents.imports.batches import apply_batch, map_columns, plan_batch, receive
from correspondents.imports.commands import ListCommand
from correspondents.imports.kinds import list_kind
from correspondents.imports.pasted import read_paste
from correspondents.imports.plan import build
from correspondents.imports.rejects import rejects_of
from correspondents.imports.undo import undo
from correspondents.models import Country, FrenchContact, FrenchRegion, ImportBatch
from correspondents.spreadsheets.refusals import RefusedFile

from ..people_list.test_people_list import ANAIS, HEADINGS, workbook
from ..second_list import LISTS
from .test_screens import address, columns_of

pytestmark = pytest.mark.django_db

ADD = reverse("admin:correspondents_importbatch_add")
LIST = reverse("admin:correspondents_importbatch_changelist")
BODIES = ["Région", "Code INSEE", "Organisme", "Mél"]
NETWORK = ["Bretagne", None, "Réseau inventé", "reseau@bretagne.example"]
EDITION = date(2026, 9, 15)


@pytest.fixture(autouse=True)
def two_kinds(settings):
    settings.IMPORTED_LISTS = LISTS


@pytest.fixture
def known(db):
    """A body that the base holds already."""
    region = FrenchRegion.objects.get(name="Bretagne")
    return FrenchContact.objects.create(
        region=region, kind="network", name="Réseau inventé", mailbox="ancien@bretagne.example"
    )


def planned(*rows, headings=BODIES, **options):
    kind = list_kind("bodies")
    file = workbook(rows, headings)
    options = kind.options(**options)
    return plan_batch(receive(file, "organismes.xlsx", kind=kind, options=options))


def snapshot():
    """Every row that the list may write, by table and key."""
    return {
        (model.__name__, row.pop("pk")): row
        for model in (FrenchContact, FrenchRegion)
        for row in [{"pk": one.pk, **vars(one), "_state": None} for one in model.objects.all()]
    }


def upload(client, *rows, kind="bodies"):
    file = SimpleUploadedFile("organismes.xlsx", workbook(rows, BODIES).read())
    response = client.post(f"{ADD}?liste={kind}", {"file": file, "edition": "2026-09-15"})
    return response, ImportBatch.objects.first()


def test_a_list_of_another_kind_is_read_by_its_own_columns(known):
    batch = planned(NETWORK, ["Corse", None, "Agence inventée", None])

    assert (batch.kind, batch.list_kind.label) == ("bodies", "organismes en région")
    assert batch.report["sheets"][0]["columns"] == {
        "A": "region",
        "B": "code",
        "C": "body",
        "D": "mailbox",
    }
    assert batch.totals == {"new": 1, "modified": 1, "identical": 0, "ambiguous": 0, "rejected": 0}


def test_it_is_applied_under_its_number_and_again_changes_nothing(known):
    batch, moved = apply_batch(planned(NETWORK).pk)

    known.refresh_from_db()
    event = FrenchContact.pgh_event_model.objects.filter(pgh_obj=known).latest("pgh_id")
    assert (batch.state, moved, known.mailbox) == ("applied", [], "reseau@bretagne.example")
    assert event.pgh_context.metadata["import"] == batch.pk
    assert planned(NETWORK).totals["identical"] == 1


def test_what_it_wrote_is_undone_row_by_row(known):
    before = snapshot()
    new_region = ["Armorique", "995", "Agence inventée", "agence@armorique.example"]
    batch, _ = apply_batch(planned(NETWORK, new_region).pk)
    assert snapshot() != before

    undone = undo(batch.pk)

    assert (undone.state, undone.left_alone) == ("undone", [])
    assert snapshot() == before


def test_what_was_edited_since_is_left_alone(known, delegation):
    batch, _ = apply_batch(planned(NETWORK).pk)
    with pghistory.context(user=delegation.pk):
        FrenchContact.objects.filter(pk=known.pk).update(phone="01 00 00 00 00")

    undone = undo(batch.pk)

    assert [line["table"] for line in undone.left_alone] == ["contact en France"]
    known.refresh_from_db()
    assert known.mailbox == "reseau@bretagne.example"


def test_a_new_row_that_others_came_to_need_stays(delegation):
    batch, _ = apply_batch(planned(["Armorique", "995", "Agence inventée", None]).pk)
    region = FrenchRegion.objects.get(code="995")
    with pghistory.context(user=delegation.pk):
        FrenchContact.objects.create(region=region, kind="network", name="Autre organisme inventé")

    undone = undo(batch.pk)

    assert [(line["row"], line["reason"]) for line in undone.left_alone] == [
        ("Armorique", "un organisme en dépend désormais")
    ]
    assert FrenchRegion.objects.filter(code="995").exists()
    assert not FrenchContact.objects.filter(name="Agence inventée").exists()


def test_a_base_that_moved_is_shown_again():
    batch = planned(NETWORK)
    region = FrenchRegion.objects.get(name="Bretagne")
    FrenchContact.objects.create(region=region, kind="network", name="Réseau inventé")

    waiting, moved = apply_batch(batch.pk)

    assert (waiting.state, moved) == ("planned", [["Liste", 2]])
    assert apply_batch(batch.pk)[1] == []


def test_a_constraint_that_refuses_says_its_sentence():
    batch = planned(["Armorique", "X", "Agence inventée", None])

    with pytest.raises(PlanRefused, match="Un code de région a deux ou trois chiffres"):
        apply_batch(batch.pk)

    assert not FrenchRegion.objects.filter(code="X").exists()


def test_an_empty_cell_erases_when_it_is_said(known):
    batch = planned(["Bretagne", None, "Réseau inventé", None], clear=("mailbox",))

    apply_batch(batch.pk)

    known.refresh_from_db()
    assert known.mailbox == ""


def test_refused_rows_go_back_with_their_reason():
    batch = planned(NETWORK, ["Corse", None, None, "sans-nom@corse.example"])

    rows = list(load_workbook(io.BytesIO(rejects_of(batch))).active.values)

    assert len(rows) == 2
    assert rows[1][3] == "sans-nom@corse.example"
    assert rows[1][-1] == "Ligne 3 : il manque l’organisme."


def test_a_heading_is_remembered_for_its_list_alone():
    headings = ["Région", "Code INSEE", "Organisme", "Joindre"]
    batch = planned(NETWORK, headings=headings)
    columns = {"A": "region", "B": "code", "C": "body", "D": "mailbox"}
    map_columns(batch, {"Liste": {"columns": columns}}, remember=True)

    again = planned(NETWORK, headings=headings)
    people = plan_batch(receive(workbook([ANAIS], [*HEADINGS[:5], "Joindre"]), "liste.xlsx"))

    assert again.report["sheets"][0]["columns"]["D"] == "mailbox"
    assert "mailbox" not in people.report["sheets"][0]["columns"].values()


def test_a_sheet_without_its_columns_is_refused_with_its_examples():
    with pytest.raises(RefusedFile, match="« Région », « Organisme » et « Mél »"):
        build(workbook([ANAIS], HEADINGS), "liste.xlsx", kind=list_kind("bodies"))

    batch = planned(ANAIS, headings=HEADINGS)  # on screen, a person says what its columns are

    assert (batch.state, batch.report["rows"]) == ("planned", [])


def test_pasted_rows_without_headings_are_in_the_order_of_their_list():
    pasted = read_paste("Bretagne\t53\tRéseau inventé", list_kind("bodies"))

    assert pasted.is_assumed
    assert pasted.rows[0] == ["Région", "Code INSEE", "Organisme"]


def test_a_command_brings_it_in(tmp_path):
    path, printed = tmp_path / "organismes.xlsx", io.StringIO()
    path.write_bytes(workbook([NETWORK], BODIES).read())

    class Command(ListCommand):
        kind = "bodies"

        def needed(self):
            return Country.objects

    call_command(Command(), path, "--apply", stdout=printed)

    assert printed.getvalue().startswith("1 organisme nouveau\n")
    assert FrenchContact.objects.filter(name="Réseau inventé").exists()
    with pytest.raises(CommandError, match="ne peut pas être lu"):
        call_command(Command(), tmp_path / "absent.xlsx")


def test_a_plan_applied_at_once_keeps_its_kind():
    batch = apply(build(workbook([NETWORK], BODIES), "o.xlsx", EDITION, kind=list_kind("bodies")))

    assert (ImportBatch.objects.get().kind, batch.report["rows"][0]["region"]) == ("bodies", "53")


@pytest.mark.slow
def test_it_goes_from_upload_to_undo_on_screen(delegation_client, known):
    client = delegation_client
    assert "Personnes en fonction" not in client.get(f"{ADD}?liste=bodies").content.decode()
    response, batch = upload(client, NETWORK, ["Corse", None, "Agence inventée", None])
    shown = client.get(response.url)
    assert "Organisme" in shown.content.decode()
    client.post(response.url, columns_of(shown))

    new = client.get(f"{address('change', batch)}?pile=new").content.decode()
    modified = client.get(f"{address('change', batch)}?pile=modified").content.decode()
    assert "<td>Agence inventée, Corse</td>" in new
    assert "organisme créé" in new
    assert "absents du fichier" not in new
    assert "Un import ne vérifie personne" not in new
    assert "Boîte fonctionnelle : <del>ancien@bretagne.example</del>" in modified

    client.post(address("appliquer", batch))
    assert FrenchContact.objects.filter(name="Agence inventée").exists()
    client.post(address("annuler", batch))
    assert not FrenchContact.objects.filter(name="Agence inventée").exists()


def test_its_questions_are_answered_on_screen(delegation_client):
    _, batch = upload(delegation_client, ["Brtagne", *NETWORK[1:]])
    page = delegation_client.get(address("change", batch)).content.decode()
    assert "Quelle est la région « Brtagne » ?" in page

    delegation_client.post(address("choix", batch), {"choice:region:Brtagne": "bretagne"})

    batch.refresh_from_db()
    assert batch.totals["new"] == 1


@pytest.mark.parametrize("path", [ADD, reverse("admin:correspondents_importbatch_coller")])
def test_the_list_is_asked_when_there_are_several(delegation_client, settings, path):
    several = delegation_client.get(path).content.decode()
    other = delegation_client.get(f"{path}?liste=bodies").content.decode()
    settings.IMPORTED_LISTS = {"people": LISTS["people"]}
    one = delegation_client.get(path).content.decode()

    assert '<a href="?liste=people" aria-current="page">' in several
    assert '<a href="?liste=bodies" aria-current="page">' in other
    assert "Quelle liste ?" not in one


def test_a_list_that_does_not_exist_is_not_found(delegation_client):
    assert delegation_client.get(f"{ADD}?liste=inconnue").status_code == 404


@pytest.mark.slow
def test_the_imports_are_told_apart(delegation_client, settings):
    upload(delegation_client, NETWORK)
    receive(workbook([ANAIS], HEADINGS), "liste.xlsx")

    everything = delegation_client.get(LIST).content.decode()
    bodies = delegation_client.get(f"{LIST}?liste=bodies").content.decode()
    settings.IMPORTED_LISTS = {"people": LISTS["people"]}
    one = delegation_client.get(LIST).content.decode()

    assert 'class="field-kind_label">Liste des correspondants' in everything
    assert "organismes.xlsx" in bodies
    assert "liste.xlsx" not in bodies
    assert "field-kind_label" not in one
