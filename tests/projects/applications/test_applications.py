"""Dossiers: what the base refuses, versions, pieces, and the page where one is appraised."""

import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from correspondents.records.refusals import refusal_of
from projects.models import Application, ApplicationVersion, Piece
from projects.models.record import described

from ...factories import (
    ApplicationFactory,
    CallFactory,
    LocalAuthorityFactory,
    PartnershipFactory,
)

pytestmark = pytest.mark.django_db
NOT_TOLD = {"id", "notes", "text_norm", "call", "reference", "partnership", "currency"}
# The delegation's own, and whom to write to: an opinion is not given on them.
NOT_TOLD |= {"proposed_rank", "proposed_amount", "contact_name", "contact_email", "is_sensitive"}
NOT_TOLD |= {"postal_address"}


def refusal(write):
    with pytest.raises(IntegrityError) as raised, transaction.atomic():
        write()
    return refusal_of(raised.value)


def upload(name="plan.pdf", content=b"%PDF-1.7\n"):
    return SimpleUploadedFile(name, content)


def archive(*names):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as file:
        for name in names:
            file.writestr(name, "x")
    return held.getvalue()


def keep(dossier):
    return ApplicationVersion.objects.keep(dossier, by=None)


def page_of(dossier):
    return f"/admin/projects/application/{dossier.pk}/instruction/"


# What the base refuses


def test_a_number_is_one_dossier_of_a_call():
    first = ApplicationFactory()
    said = refusal(lambda: ApplicationFactory(call=first.call, reference=first.reference))
    assert said == "L’appel a déjà un dossier de ce numéro."
    ApplicationFactory(reference=first.reference)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"requested": 0}, "plus grand que zéro"),
        ({"months": 0}, "un mois au moins"),
        ({"monitoring": -1}, "pas négative"),
        ({"goals": [18]}, "de 1 à 17"),
    ],
)
def test_what_no_dossier_may_say(values, said):
    dossier = ApplicationFactory()
    assert said in refusal(lambda: Application.objects.filter(pk=dossier.pk).update(**values))


def test_what_is_asked_for_is_money():
    dossier = ApplicationFactory()
    lines = dossier.budget_lines.filter(funder="requested")
    assert "pas une valorisation" in refusal(lambda: lines.update(is_in_kind=True))


def test_a_dossier_is_nobody_s_but_the_delegation_s(delegation, cocac):
    ApplicationFactory()
    assert Application.objects.visible_to(delegation).count() == 1
    assert not Application.objects.visible_to(cocac).exists()


# Versions


def test_every_field_of_a_dossier_stands_in_its_record():
    dossier = ApplicationFactory()
    keep(dossier)
    headings = {label.lower() for label, _ in described(dossier)}
    fields = Application._meta.get_fields()
    named = {
        field.name: field.verbose_name.lower()
        for field in fields
        if not (field.auto_created or field.one_to_many) and field.name not in NOT_TOLD
    }
    renamed = {"dont suivi du projet": "suivi du projet", "durée, mois": "durée"}
    renamed["e-apd de l’année précédente déclarée"] = (
        "aide publique (e-apd) de l’année précédente déclarée"
    )

    missing = {name for name, label in named.items() if renamed.get(label, label) not in headings}

    assert missing - {"pgh_event"} == set()


def test_the_same_state_is_kept_once():
    dossier = ApplicationFactory()
    assert keep(dossier) == keep(dossier)

    dossier.title = "Un autre intitulé"
    dossier.save()

    assert keep(dossier).number == 2


def test_two_versions_are_compared_heading_by_heading():
    dossier = ApplicationFactory(months=12)
    first = keep(dossier)
    dossier.months = 18
    dossier.save()
    dossier.budget_lines.filter(funder="lead").update(amount=7_500)
    dossier.other_authorities.add(LocalAuthorityFactory(name="Villenouvelle"))
    Piece.objects.receive(dossier, upload(), by=None)

    changes = {change.label: change for change in first.changes_to(keep(dossier))}

    assert set(changes) == {"Durée", "Budget", "Autres collectivités françaises", "Pièces"}
    assert (changes["Durée"].removed, changes["Durée"].added) == (["12 mois"], ["18 mois"])
    assert len(changes["Budget"].removed) == len(changes["Budget"].added) == 1
    assert changes["Autres collectivités françaises"].added == ["Villenouvelle"]


def test_a_version_is_never_rewritten():
    version = keep(ApplicationFactory())
    rows = ApplicationVersion.objects.filter(pk=version.pk)
    assert refusal(lambda: rows.update(record=[])) == "Une version d’un dossier ne se réécrit pas."


# Pieces


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("plan.pdf", b"%PDF-1.7"),
        ("PLAN.PDF", b"%PDF-1.7"),
        ("photo.jpeg", b"\xff\xd8\xff\xe0"),
        ("carte.png", b"\x89PNG\r\n\x1a\n..."),
        ("lettre.docx", archive("word/document.xml")),
        ("budget.xlsx", archive("xl/workbook.xml")),
        ("lettre.odt", archive("content.xml")),
    ],
)
def test_usual_files_are_taken(name, content):
    piece = Piece.objects.receive(ApplicationFactory(), upload(name, content), by=None)

    assert bytes(piece.stored.content) == content
    assert piece.size == len(content)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("virus.exe", b"MZ", "ce type de fichier n’est pas accepté"),
        ("sans-type", b"%PDF-1.7", "ce type de fichier n’est pas accepté"),
        ("page.pdf", b"<html>", "n’est pas un fichier pdf"),
        ("budget.xlsx", b"PK\x03\x04", "n’est pas un"),
        ("budget.xlsx", archive("word/document.xml"), "n’est pas un fichier xlsx"),
        ("vide.pdf", b"", "est vide"),
        ("gros.pdf", b"%PDF-1.7" + b"0" * 2048, "réduisez-le, ou coupez-le en deux."),
        ("vue.png", b"\x89PNG\r\n\x1a\n" + b"0" * 2048, "Kio : réduisez-le."),
    ],
)
def test_a_file_that_is_not_taken_says_why(settings, name, content, said):
    settings.PIECE_MAX_BYTES = 2048
    with pytest.raises(ValidationError, match=said):
        Piece.objects.receive(ApplicationFactory(), upload(name, content), by=None)
    assert not Piece.objects.exists()


def test_a_piece_asked_for_takes_the_place_of_the_one_before():
    dossier = ApplicationFactory()
    asked = dossier.call.required_pieces.create(name="Délibération")
    first = Piece.objects.receive(dossier, upload(), by=None, asked=asked)
    second = Piece.objects.receive(dossier, upload(content=b"%PDF-1.8"), by=None, asked=asked)

    assert list(dossier.pieces.joined()) == [second]
    first.refresh_from_db()
    assert bytes(first.stored.content) == b"%PDF-1.7\n"


# The page


def test_the_page_says_what_the_rules_found_and_who_else_works_there(delegation_client):
    dossier = ApplicationFactory(call=CallFactory(minimum_share=45))
    PartnershipFactory(partner=dossier.partner, lead=LocalAuthorityFactory(name="Autreville"))
    PartnershipFactory(partner=dossier.partner, lead=dossier.lead)
    ApplicationFactory(partner=dossier.partner, reference="D-VOISIN")
    keep(dossier)

    page = delegation_client.get(page_of(dossier)).content.decode()

    assert "Part de la collectivité : 40,0 %, minimum 45 %" in page
    assert "Autreville" in page
    assert "D-VOISIN" in page
    asks = f'href="/admin/projects/call/{dossier.call_id}/avis/"'
    assert f"Aucun poste n’est saisi : <a {asks}>" in page


@pytest.mark.slow
def test_a_piece_is_joined_read_and_taken_away_on_the_page(delegation_client):
    dossier = ApplicationFactory()
    delegation_client.post(page_of(dossier), {"act": "join", "file": upload(), "name": "Plan"})
    piece = dossier.pieces.get()
    address = f"/admin/projects/application/pieces/{piece.pk}/"

    file = delegation_client.get(address)
    assert (file.content, file["Content-Type"]) == (b"%PDF-1.7\n", "application/pdf")
    assert file["Content-Disposition"] == 'attachment; filename="Plan.pdf"'
    delegation_client.post(page_of(dossier), {"act": "remove", "piece": piece.pk})

    assert not dossier.pieces.joined().exists()
    assert [version.number for version in dossier.versions.all()] == [1, 2]
    assert delegation_client.get(address).status_code == 200


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "Choisissez un acte"),
        ({"act": "join"}, "Choisissez le fichier"),
        ({"act": "remove"}, "n’est plus dans le dossier"),
        ({"act": "remove", "piece": "x"}, "sélectionnez"),
    ],
)
def test_an_act_that_cannot_be_done_says_why(delegation_client, sent, said):
    dossier = ApplicationFactory()

    response = delegation_client.post(page_of(dossier), sent)

    assert response.status_code in {200, 422}
    assert said.lower() in response.content.decode().lower()
    assert not dossier.versions.exists()


def test_a_post_reads_neither_the_page_nor_the_piece(client, cocac):
    dossier = ApplicationFactory()
    piece = Piece.objects.receive(dossier, upload(), by=None)
    client.force_login(cocac)

    for address in (page_of(dossier), f"/admin/projects/application/pieces/{piece.pk}/"):
        assert client.get(address).status_code in (302, 403, 404)


@pytest.mark.slow
def test_saving_the_form_keeps_a_version(delegation_client):
    dossier = ApplicationFactory()
    page = delegation_client.get(f"/admin/projects/application/{dossier.pk}/change/")
    form = page.context["adminform"].form
    sent = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    sent["countries"] = [dossier.partner.country_id]
    sent |= {"budget_lines-TOTAL_FORMS": "0", "budget_lines-INITIAL_FORMS": "0"}
    sent |= {"_seen": page.context["seen"], "title": "Intitulé repris", "filed_on": ""}

    response = delegation_client.post(f"/admin/projects/application/{dossier.pk}/change/", sent)

    assert response.status_code == 302, response.context["errors"]
    assert dict(dossier.versions.get().record)["Intitulé"] == ["Intitulé repris"]


def test_the_form_of_a_dossier_says_whom_to_write_to(delegation_client):
    dossier = ApplicationFactory()
    page = reverse("admin:projects_application_change", args=[dossier.pk])

    fields = delegation_client.get(page).context["adminform"].form.fields

    assert {"contact_name", "contact_email", "postal_address"} <= fields.keys()
    assert fields["requested"].required
