"""A contact or two pasted from a spreadsheet: the plan of a file without absent people."""

import pytest
from django.urls import reverse

from correspondents.imports.pasted import RefusedPaste, read_paste
from correspondents.models import Correspondent, ImportBatch
from correspondents.people_list.columns import LABELS

from ...factories import CorrespondentFactory, UserFactory
from .test_screens import address, columns_of

pytestmark = pytest.mark.django_db

PASTE = "/admin/correspondents/importbatch/coller/"
HEADINGS = ["Pays", "Nom", "Prénom", "Courriel", "Fonction"]
INES = ["Togo", "Fictif", "Inès", "ines@a.example", "Chargée de mission, culture; sport"]


def tabbed(*rows):
    return "\r\n".join("\t".join(row) for row in rows) + "\r\n"


def paste(client, text, **data):
    return client.post(PASTE, {"rows": text, "edition": "2026-09-15", **data})


@pytest.mark.slow
def test_pasted_rows_go_from_columns_to_undo(delegation_client, delegation):
    client = delegation_client

    response = paste(client, tabbed(HEADINGS, INES))
    batch = ImportBatch.objects.get()
    assert response.url == address("colonnes", batch)
    assert batch.file_name.startswith("collé le ")
    assert batch.file_name.endswith(".csv")
    client.post(response.url, columns_of(client.get(response.url)))
    client.post(address("appliquer", batch))
    person = Correspondent.objects.get()
    assert (person.last_name, person.post.slug) == ("Fictif", "lome")
    assert person.function == INES[-1]

    client.post(address("annuler", batch))

    assert not Correspondent.objects.exists()


@pytest.mark.slow
def test_nobody_is_absent_from_a_paste_whatever_is_asked(delegation_client):
    there = CorrespondentFactory(role="cocac", last_name="Restée")
    paste(delegation_client, tabbed(HEADINGS, INES))
    batch = ImportBatch.objects.get()

    page = delegation_client.get(f"{address('change', batch)}?pile=absent").content.decode()
    delegation_client.post(address("options", batch), {"absent": "end"})
    delegation_client.post(address("appliquer", batch))

    assert "absents du fichier" not in page
    assert "Restée" not in page
    there.refresh_from_db()
    assert there.ended_on is None
    assert Correspondent.objects.filter(last_name="Fictif").exists()


@pytest.mark.slow
def test_without_headings_the_columns_are_those_of_our_own_list(delegation_client):
    values = {"country": "Togo", "iso2": "TG", "last_name": "Fictif", "first_name": "Inès"}
    row = [values.get(code, "") for code in LABELS]

    response = paste(delegation_client, tabbed(row))

    batch = ImportBatch.objects.get()
    shown = delegation_client.get(response.url).content.decode()
    assert "Aucune ligne d’en-têtes" in shown
    assert batch.report["rows"][0]["contacts"][0]["last_name"] == "Fictif"


def test_a_cell_with_lines_and_quotes_is_one_cell():
    pasted = read_paste('Pays\tNom\tFonction\r\nTogo\tFICTIF\t"Chargée\nde ""mission"""\r\n')

    assert pasted.rows[1][2] == 'Chargée\nde "mission"'


def test_rows_of_unequal_lengths_make_an_even_file():
    pasted = read_paste("Pays\tNom\tCourriel\nTogo\tFICTIF\n")

    assert pasted.content.decode("utf-8-sig").splitlines()[1] == '"Togo";"FICTIF";""'


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("\t\t\n \t\n", "Rien n’est collé"),
        (tabbed(HEADINGS), "Il n’y a que la ligne d’en-têtes"),
        (tabbed(HEADINGS, *[INES] * 51), "Vous avez collé 51 lignes, plus que les 50 permises"),
        ("Inès FICTIF, Togo", "ne porte pas d’en-têtes connus, et il y a 1 colonne :"),
        (tabbed(["Nom", "Fonction", "x"], ["FICTIF", "COCAC", "y"]), "il en faut au moins trois"),
        (tabbed(["a"] * 60), "Il y a 60 colonnes sans en-têtes"),
        (tabbed(HEADINGS, ["Togo", '"FICTIF', "Inès"]) + tabbed(INES), "un guillemet y est resté"),
    ],
)
def test_what_is_no_list_gets_one_sentence(text, sentence):
    with pytest.raises(RefusedPaste, match=sentence):
        read_paste(text)


def test_a_refused_paste_keeps_what_was_pasted_and_makes_no_import(delegation_client):
    html = paste(delegation_client, "Inès FICTIF, Togo").content.decode()

    assert "copiez aussi la ligne d’en-têtes" in html
    assert "Inès FICTIF, Togo</textarea>" in html
    assert not ImportBatch.objects.exists()


def test_an_empty_or_endless_paste_gets_a_sentence(delegation_client):
    assert "Rien n’est collé" in paste(delegation_client, "").content.decode()
    assert "C’est trop long" in paste(delegation_client, "a" * 100_001).content.decode()


def test_pasting_is_the_delegations_alone_and_a_get_changes_nothing(client, delegation, dakar):
    client.force_login(delegation)
    assert client.get(PASTE).status_code == 200
    assert (
        PASTE in client.get(reverse("admin:correspondents_importbatch_changelist")).content.decode()
    )

    client.force_login(UserFactory(post=dakar))
    for response in (client.get(PASTE), paste(client, tabbed(HEADINGS, INES))):
        assert response.status_code == 302

    assert not ImportBatch.objects.exists()
