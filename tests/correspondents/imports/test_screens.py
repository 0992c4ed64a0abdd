"""An import on screen, from the file to its undoing; GET changes nothing, others see nothing."""

import io
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from correspondents.models import Correspondent, ImportBatch, Post, RememberedHeading

from ...factories import CorrespondentFactory, UserFactory
from ..people_list.test_people_list import ANAIS, HEADINGS, workbook
from .test_batches import COCAC

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

ADD = "admin:correspondents_importbatch_add"
LABEL = "Israël / Territoires palestiniens"


def address(step, batch):
    return reverse(f"admin:correspondents_importbatch_{step}", args=[batch.pk])


def upload(client, *rows, headings=HEADINGS, name="liste.xlsx", content=None, **data):
    content = workbook(rows, headings).read() if content is None else content
    posted = {"file": SimpleUploadedFile(name, content), "edition": "2026-09-15", "absent": "keep"}
    response = client.post(reverse(ADD), posted | data)
    return response, ImportBatch.objects.first()


def columns_of(response):
    """What a browser would post of the columns that it was shown."""
    form = response.context["form"]
    return {
        field.html_name: field.value()
        for field in form
        if field.value() is not False and field.value() not in (None, "", [])
    }


def test_a_file_goes_from_upload_to_undo(delegation_client, delegation):
    client = delegation_client
    response, batch = upload(client, ANAIS, COCAC)
    assert response.url == address("colonnes", batch)

    shown = client.get(response.url)
    assert "Par exemple : Sénégal" in shown.content.decode()
    response = client.post(response.url, columns_of(shown))
    assert response.url == address("change", batch)
    assert "2</strong> nouveaux" in client.get(response.url).content.decode()
    assert not Correspondent.objects.exists()

    response = client.post(address("appliquer", batch), follow=True)
    assert f"Import n° {batch.pk} appliqué." in response.content.decode()
    batch.refresh_from_db()
    assert (batch.applied_by, Correspondent.objects.count()) == (delegation, 2)

    assert client.get(address("annuler", batch)).status_code == 200
    assert Correspondent.objects.count() == 2
    client.post(address("annuler", batch))
    assert not Correspondent.objects.exists()
    batch.refresh_from_db()
    assert batch.undone_by == delegation


def test_a_column_is_said_by_a_person_and_remembered(delegation_client):
    client = delegation_client
    headings = ["country", "last_name", "first_name", "Joindre"]
    rows = ["Togo", "Fictif", "Inès", "ines@a.example"]
    response, batch = upload(client, rows, headings=headings)
    posted = columns_of(client.get(response.url)) | {"column-0-D": "email", "remember": "on"}

    client.post(response.url, posted)

    batch.refresh_from_db()
    assert batch.report["rows"][0]["contacts"][0]["email"] == "ines@a.example"
    _, second = upload(client, rows, headings=headings)
    assert second.report["sheets"][0]["columns"]["D"] == "email"


def test_what_nobody_changed_is_not_remembered(delegation_client):
    client = delegation_client
    response, _ = upload(client, ["Togo", "Inès FICTIF", None], headings=["Pays", "Nom", "Notes"])
    page = client.get(response.url)

    client.post(response.url, columns_of(page) | {"remember": "on"})

    assert not RememberedHeading.objects.exists()
    assert not page.context["form"]["remember"].initial
    headings = ["Pays", "Nom", "Prénom"]
    _, second = upload(client, ["Togo", "DUFAUX", "Jeanne"], headings=headings)
    assert second.report["rows"][0]["contacts"][0]["name"] == "Jeanne DUFAUX"


def test_a_choice_is_remembered_at_its_place_and_forgotten_on_a_page(delegation_client):
    client = delegation_client
    headings = ["Pays", "Nom", "Joindre", "Notes"]
    row = ["Togo", "Inès FICTIF", "ines@a.example", "x"]
    response, _ = upload(client, row, headings=headings)
    posted = columns_of(client.get(response.url)) | {"column-0-C": "email", "remember": "on"}
    client.post(response.url, posted)

    elsewhere = ["Pays", "Joindre", "Nom", "Notes"]
    _, other = upload(client, ["Togo", "ines@a.example", "Inès FICTIF", "x"], headings=elsewhere)
    response, same = upload(client, row, headings=headings)

    assert "email" not in other.report["sheets"][0]["columns"].values()
    assert same.report["sheets"][0]["columns"]["C"] == "email"
    assert "Retenu d’une liste précédente" in client.get(response.url).content.decode()
    table = reverse("admin:correspondents_rememberedheading_changelist")
    assert "joindre" in client.get(table).content.decode()
    kept = RememberedHeading.objects.get()
    forget = {"action": "delete_selected", "_selected_action": [kept.pk], "post": "yes"}
    client.post(table, forget)
    assert not RememberedHeading.objects.exists()


def test_two_columns_cannot_be_the_same(delegation_client):
    response, _ = upload(delegation_client, ANAIS)
    posted = columns_of(delegation_client.get(response.url)) | {"column-0-D": "last_name"}

    response = delegation_client.post(response.url, posted)

    assert "est déjà la colonne C" in response.content.decode()


def test_a_question_is_asked_once_and_its_answer_kept(delegation_client):
    rows = [[LABEL, *ANAIS[1:]], [LABEL, *COCAC[1:]]]
    _, batch = upload(delegation_client, *rows)
    page = delegation_client.get(address("change", batch)).content.decode()
    question = batch.report["rows"][0]["questions"][0]
    assert page.count(f'name="choice:{question["key"]}"') == 3  # two answers, or none: one question
    assert "Lignes 2, 3" in page

    delegation_client.post(address("choix", batch), {f"choice:{question['key']}": "PS"})

    batch.refresh_from_db()
    assert {row["post"] for row in batch.report["rows"]} == {"jerusalem"}


def test_an_answer_that_was_not_offered_is_not_kept(delegation_client):
    _, batch = upload(delegation_client, [LABEL, *ANAIS[1:]])
    key = batch.report["rows"][0]["questions"][0]["key"]

    delegation_client.post(address("choix", batch), {f"choice:{key}": "FR"})

    batch.refresh_from_db()
    assert batch.choices == {}


def test_people_absent_from_the_file_are_settled_on_screen(delegation_client):
    CorrespondentFactory(role="cocac", last_name="Absente")
    _, batch = upload(delegation_client, ANAIS)
    page = f"{address('change', batch)}?pile=absent"
    assert "Absente" in delegation_client.get(page).content.decode()

    delegation_client.post(address("options", batch), {"absent": "end"})
    delegation_client.post(address("appliquer", batch))

    assert Correspondent.objects.get(last_name="Absente").ended_on is not None


def test_a_base_that_moved_is_shown_before_anything_is_written(delegation_client):
    _, batch = upload(delegation_client, ANAIS)
    CorrespondentFactory(last_name="Entre-Temps")

    response = delegation_client.post(address("appliquer", batch), follow=True)

    html = response.content.decode()
    assert "la base a changé depuis votre lecture" in html
    assert "Entre-Temps" in html
    assert Correspondent.objects.count() == 1


def test_a_plan_is_applied_once(delegation_client):
    _, batch = upload(delegation_client, ANAIS)

    for _ in range(2):
        delegation_client.post(address("appliquer", batch))

    assert Correspondent.objects.count() == 1


def test_refused_rows_are_downloaded_with_their_reason(delegation_client):
    _, batch = upload(delegation_client, ANAIS, ["Sénégambie", *ANAIS[1:]])

    response = delegation_client.get(address("rejets", batch))

    rows = list(load_workbook(io.BytesIO(response.content)).active.values)
    assert rows[1][0] == "Sénégambie"
    assert f"rejets-import-{batch.pk}.xlsx" in response["Content-Disposition"]


def test_without_a_refused_row_there_is_no_file(delegation_client):
    _, batch = upload(delegation_client, ANAIS)

    assert delegation_client.get(address("rejets", batch)).status_code == 404


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("page.xlsx", b"<html></html>", "page web"),
        ("liste.pdf", b"%PDF-1.7", "n’est pas lu"),
        ("liste.csv", b"un\r\ndeux\r\n", "Aucune feuille ne contient de liste"),
    ],
)
def test_a_file_that_is_no_list_gets_one_sentence(delegation_client, name, content, sentence):
    response, batch = upload(delegation_client, name=name, content=content)

    assert sentence in delegation_client.get(response.url).content.decode()
    assert batch.state == "refused"


def test_no_file_gets_a_sentence(delegation_client):
    response = delegation_client.post(reverse(ADD), {"edition": "2026-09-15", "absent": "keep"})

    assert "Choisissez le fichier de la liste." in response.content.decode()


def test_the_same_file_again_is_told(delegation_client):
    content = workbook([ANAIS]).read()
    _, first = upload(delegation_client, content=content)
    delegation_client.post(address("appliquer", first))

    _, second = upload(delegation_client, content=content)

    assert (
        "a déjà été appliqué" in delegation_client.get(address("change", second)).content.decode()
    )


def test_a_heavy_list_is_read_by_a_process_of_its_own(delegation_client, settings, monkeypatch):
    started = []
    monkeypatch.setattr("subprocess.Popen", lambda command, **options: started.append(command))
    settings.IMPORT_INLINE_BYTES = 10

    response, batch = upload(delegation_client, ANAIS)
    html = delegation_client.get(response.url).content.decode()

    assert started[0][2:5] == ["run_import", str(batch.pk), "plan"]
    assert "<progress" in html
    assert "Voir où en est la liste" in html


def replaced_too_early(client):
    """A list dated before the tenures that it would replace: the batch, all of it rejected."""
    for city in ("dakar", "abidjan", "lome"):
        post = Post.objects.get(slug=city)
        CorrespondentFactory(post=post, last_name="Présente", started_on=date(2026, 9, 1))
    rows = [[country, *ANAIS[1:]] for country in ("Sénégal", "Côte d’Ivoire", "Togo")]
    return upload(client, *rows, edition="2017-02-10")[1]


def test_rows_refused_for_one_reason_say_it_once_and_another_day_mends_them(delegation_client):
    batch = replaced_too_early(delegation_client)
    assert batch.totals["rejected"] == 3

    page = delegation_client.get(address("change", batch)).content.decode()
    said = delegation_client.post(address("jour", batch), {"edition": "2026-09-15"}, follow=True)

    assert "Liste relue comme arrêtée au 15 septembre 2026." in said.content.decode()
    assert "Les 3 lignes rejetées le sont pour une même raison" in page
    assert f'<a href="{address("colonnes", batch)}">revoyez les colonnes</a>' in page
    batch.refresh_from_db()
    assert (batch.edition_on, batch.totals["rejected"]) == (date(2026, 9, 15), 0)


def test_an_import_that_is_set_aside_leaves_the_desk_and_may_be_taken_up(delegation_client):
    _, batch = upload(delegation_client, ANAIS)
    task = "Imports à relire, ou à appliquer"
    assert task in delegation_client.get("/admin/").content.decode()

    delegation_client.post(address("abandonner", batch))

    assert task not in delegation_client.get("/admin/").content.decode()
    assert "Reprendre" in delegation_client.get(address("change", batch)).content.decode()
    delegation_client.post(address("appliquer", batch))
    assert not Correspondent.objects.exists()
    said = delegation_client.post(address("relire", batch), follow=True)
    assert f"Import n° {batch.pk} repris et relu. Rien n’est écrit." in said.content.decode()
    batch.refresh_from_db()
    assert batch.is_planned


def test_an_unknown_name_in_answer_is_refused_at_its_field(delegation_client):
    _, batch = upload(delegation_client, ["Syldavie", *ANAIS[1:]])
    key = batch.report["rows"][0]["questions"][0]["key"]

    page = delegation_client.post(
        address("choix", batch), {f"other:{key}": "Bordurie"}, follow=True
    )

    html = page.content.decode()
    assert "Réponses enregistrées : 0." in html
    assert html.count("« Bordurie » n’est pas connu") == 2  # at the top, and at the field


def test_the_rows_of_an_unknown_country_are_left_aside_by_choice(delegation_client):
    _, batch = upload(delegation_client, ["Syldavie", *ANAIS[1:]], COCAC)
    asked = batch.report["rows"][0]["questions"][0]
    assert batch.totals["ambiguous"] == 1

    delegation_client.post(address("choix", batch), {f"choice:{asked['key']}": "aside"})

    batch.refresh_from_db()
    row = batch.report["rows"][0]
    assert (row["outcome"], batch.totals["ambiguous"]) == ("ignored", 0)
    assert row["messages"] == [f"Ligne {row['row']} : laissée de côté, comme vous l’avez choisi."]
    page = delegation_client.get(f"{address('change', batch)}?pile=ignored").content.decode()
    assert "Quel est le pays de « Syldavie » ?" in page  # the answer may change
    delegation_client.post(address("appliquer", batch))
    assert Correspondent.objects.count() == 1


@pytest.mark.parametrize("step", ["abandonner", "appliquer", "choix", "jour", "options", "relire"])
def test_what_changes_something_is_no_get(delegation_client, step):
    _, batch = upload(delegation_client, ANAIS)

    assert delegation_client.get(address(step, batch)).status_code == 405


@pytest.mark.parametrize(
    "step", ["change", "colonnes", "annuler", "rejets", "appliquer", "choix", "options", "relire"]
)
def test_an_import_is_the_delegations_alone(client, delegation_client, dakar, step):
    _, batch = upload(delegation_client, ANAIS)
    client.force_login(UserFactory(post=dakar))

    for method in (client.get, client.post):
        response = method(address(step, batch))
        assert response.status_code == 302
        assert "/login/" in response.url
    assert not Correspondent.objects.exists()


def test_a_long_pile_is_read_page_after_page(delegation_client):
    rows = [["Sénégambie", "Correspondant", f"Fictif{n}", "A", None, None] for n in range(60)]
    _, batch = upload(delegation_client, *rows)

    first = delegation_client.get(address("change", batch)).content.decode()
    second = delegation_client.get(f"{address('change', batch)}?pile=ambiguous&page=2")

    assert "Page 1 sur 2" in first
    assert "Fictif59" in second.content.decode()


def test_a_list_of_a_day_to_come_is_refused_where_it_is_typed(delegation_client):
    tomorrow = timezone.localdate() + timedelta(days=1)
    file = SimpleUploadedFile("liste.csv", b"Pays;Nom\nTogo;Modele\n")

    response = delegation_client.post(
        reverse(ADD), {"file": file, "edition": f"{tomorrow:%Y-%m-%d}", "absent": "keep"}
    )

    assert response.status_code == 422
    assert "ne va pas : donnez un jour du" in response.content.decode()
    assert not ImportBatch.objects.exists()
