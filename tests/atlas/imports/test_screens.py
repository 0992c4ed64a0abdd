"""The inventory comes in on screen: its file, its piles, its questions, and back."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Count
from django.urls import reverse
from openpyxl import load_workbook

from atlas.models import Agreement, ForeignAuthority, LocalAuthority, Partnership
from correspondents.models import ImportBatch

from ...correspondents.imports.test_screens import address, columns_of
from ...factories import ForeignAuthorityFactory, PartnershipFactory

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

ADD = f"{reverse('admin:correspondents_importbatch_add')}?liste=partnerships"
HEADINGS = "Commune;Partenaire;Pays;Année\n"
RENNES = "213502388"
WAITING = 45


def upload(client, *lines, headings=HEADINGS, **data):
    content = (headings + "\n".join(lines)).encode()
    posted = {"file": SimpleUploadedFile("inventaire.csv", content), "edition": "2026-11-20"}
    response = client.post(ADD, posted | data)
    return response, ImportBatch.objects.first()


def page_of(client, batch, pile):
    return client.get(f"{address('change', batch)}?pile={pile}")


def questions_of(response):
    """{key: [value, …]} of what the page asks."""
    return {
        question["key"]: [choice["value"] for choice in question["choices"]]
        for question in response.context["piles"].questions
    }


def answer(client, batch, answers):
    posted = {f"choice:{key}": value for key, value in answers.items()}
    client.post(address("choix", batch), posted)
    batch.refresh_from_db()


def homonyms():
    """Names that several communes of today bear."""
    communes = LocalAuthority.objects.existing().filter(type=LocalAuthority.Type.COMMUNE)
    names = communes.order_by("name_norm").values("name_norm").annotate(number=Count("pk"))
    norms = names.filter(number__gt=1).values_list("name_norm", flat=True)[:WAITING]
    return [communes.filter(name_norm=norm).first().name for norm in norms]


def test_a_file_goes_from_upload_to_undo(delegation_client, delegation):
    client = delegation_client
    PartnershipFactory(lead=LocalAuthority.objects.get(siren=RENNES), partner__name="Ndimagine")
    response, batch = upload(client, "Rennes;Ndimagine;Sénégal;1987", "Rennes;Ndirêve;SN;1990")
    shown = client.get(response.url)
    assert "Collectivité française" in shown.content.decode()
    client.post(response.url, columns_of(shown))

    new, modified = (page_of(client, batch, pile).content.decode() for pile in ("new", "modified"))
    assert "Rennes (commune, Ille-et-Vilaine)" in new
    assert "autorité locale à créer" in new
    assert "Autorités locales étrangères à créer : 1." in new
    assert "absents du fichier" not in new
    assert "Année de première signature : <ins>1987</ins>" in modified
    assert not Partnership.objects.filter(partner__name="Ndirêve").exists()

    client.post(address("appliquer", batch))
    batch.refresh_from_db()
    made = Partnership.objects.get(partner__name="Ndirêve")
    assert (batch.applied_by, made.lead.siren, made.first_signed_year) == (delegation, RENNES, 1990)

    client.post(address("annuler", batch))
    assert Partnership.objects.get().first_signed_year is None
    assert not ForeignAuthority.objects.filter(name="Ndirêve").exists()


def test_tens_of_rows_that_wait_are_answered_on_one_page(delegation_client):
    client, names = delegation_client, homonyms()
    _, batch = upload(client, *(f"{name};Ndimagine;SN;{1950 + n}" for n, name in enumerate(names)))
    page = client.get(address("change", batch))
    asked = questions_of(page)
    assert (batch.totals["ambiguous"], len(asked)) == (WAITING, WAITING)
    assert "Ligne 2 (Ndimagine, Sénégal)" in " ".join(page.content.decode().split())

    *chosen, last = asked
    answer(client, batch, {key: asked[key][-2] for key in chosen} | {last: "aside"})

    assert batch.totals == {
        **dict.fromkeys(("modified", "identical", "ambiguous", "rejected"), 0),
        **{"new": WAITING - 1, "ignored": 1},
    }
    client.post(address("appliquer", batch))
    leads = Partnership.objects.values_list("lead__local_code", flat=True)
    assert set(leads) == {asked[key][-2] for key in chosen}


def test_what_is_left_unanswered_stays_aside(delegation_client):
    _, batch = upload(delegation_client, "Saint-Aubin;Ndimagine;SN;", "Rennes;Ndimagine;SN;")

    answer(delegation_client, batch, {})
    delegation_client.post(address("appliquer", batch))

    batch.refresh_from_db()
    assert (batch.state, batch.totals["ambiguous"]) == ("applied", 1)
    assert Partnership.objects.get().lead.siren == RENNES
    rejects = delegation_client.get(address("rejets", batch)).content
    assert [row[0] for row in load_workbook(io.BytesIO(rejects)).active.values] == [
        "Commune",
        "Saint-Aubin",
    ]


@pytest.mark.parametrize(("first", "pile"), [(0, "new"), (-1, "ignored")])
def test_an_answer_may_be_changed_until_the_plan_is_applied(delegation_client, first, pile):
    client = delegation_client
    _, batch = upload(client, "Saint-Aubin;Ndimagine;SN;")
    [(key, values)] = questions_of(client.get(address("change", batch))).items()
    answer(client, batch, {key: values[first]})

    page = page_of(client, batch, pile)
    assert questions_of(page) == {key: values}
    assert page.context["piles"].questions[0]["answer"] == values[first]
    assert f'value="{values[first]}" id="q1-{values.index(values[first]) + 1}" checked' in (
        page.content.decode()
    )
    answer(client, batch, {key: values[1]})

    client.post(address("appliquer", batch))
    assert Partnership.objects.get().lead.local_code == values[1]


def write(client, batch, key, text, **choice):
    """Post a code for one question, and a choice beside it if one is ticked."""
    posted = {f"other:{key}": text} | {f"choice:{key}": value for value in choice.values()}
    client.post(address("choix", batch), posted)
    batch.refresh_from_db()


@pytest.mark.parametrize("code", ["35238", RENNES, "213 502 388"])
def test_a_commune_that_is_not_offered_is_said_by_its_code(delegation_client, code):
    _, batch = upload(delegation_client, "Bourgfeint-Inconnu;Ndimagine;SN;")
    [key] = questions_of(delegation_client.get(address("change", batch)))

    write(delegation_client, batch, key, code)

    page = page_of(delegation_client, batch, "new").content.decode()
    assert f'value="{code}"' in page
    assert "Réponses enregistrées : 1." in page
    assert "n’est pas connu" not in page
    delegation_client.post(address("appliquer", batch))
    assert Partnership.objects.get().lead.siren == RENNES


def test_a_code_that_is_no_one_s_is_asked_again(delegation_client):
    _, batch = upload(delegation_client, "Bourgfeint-Inconnu;Ndimagine;SN;")
    [key] = questions_of(delegation_client.get(address("change", batch)))

    write(delegation_client, batch, key, "99999")

    page = delegation_client.get(address("change", batch)).content.decode()
    assert batch.totals["ambiguous"] == 1
    assert "« 99999 » n’est ni le SIREN ni le code INSEE d’aucune." in page


def test_of_a_code_and_a_choice_the_newer_counts(delegation_client):
    _, batch = upload(delegation_client, "Saint-Aubin;Ndimagine;SN;")
    [(key, values)] = questions_of(delegation_client.get(address("change", batch))).items()

    write(delegation_client, batch, key, "35238", before=values[0])
    assert batch.choices == {key: "other:35238"}
    write(delegation_client, batch, key, "35238", after=values[1])
    assert batch.choices == {key: values[1]}


def test_a_partner_is_chosen_among_those_of_a_name(delegation_client):
    ForeignAuthorityFactory(name="Ndimagine", geonames_id=990_042)
    other = ForeignAuthorityFactory(name="Ndimagine", geonames_id=990_043)
    _, batch = upload(delegation_client, "Rennes;Ndimagine;SN;")
    page = delegation_client.get(address("change", batch))
    assert "GeoNames 990043)" in page.content.decode()

    [key] = questions_of(page)
    answer(delegation_client, batch, {key: str(other.pk)})
    delegation_client.post(address("appliquer", batch))

    assert Partnership.objects.get().partner == other


def test_the_kind_of_the_rows_is_said_at_upload_and_may_change(delegation_client):
    client = delegation_client
    _, batch = upload(client, "Rennes;Ndimagine;SN;", kind="twinning")
    assert 'value="twinning" id="id_kind_2" checked' in client.get(
        address("change", batch)
    ).content.decode().replace(" required", "")

    client.post(address("options", batch), {"kind": "agreement"})
    client.post(address("appliquer", batch))

    assert Partnership.objects.get().kind == "agreement"


def test_words_of_the_base_are_told_in_french(delegation_client):
    lead = LocalAuthority.objects.get(siren=RENNES)
    PartnershipFactory(lead=lead, partner__name="Ndimagine", status="planned", kind="")
    headings = "Commune;Partenaire;Pays;Nature;État\n"
    _, batch = upload(delegation_client, "Rennes;Ndimagine;SN;Jumelage;en cours", headings=headings)

    page = page_of(delegation_client, batch, "modified").content.decode()

    assert "Nature : <ins>jumelage</ins>" in page
    assert "État : <del>en projet</del> → <ins>en cours</ins>" in page


def test_undoing_spares_a_partnership_to_which_somebody_added(delegation_client):
    _, batch = upload(delegation_client, "Rennes;Ndimagine;SN;", "Rennes;Ndirêve;SN;")
    delegation_client.post(address("appliquer", batch))
    kept = Partnership.objects.get(partner__name="Ndimagine")
    Agreement.objects.create(partnership=kept, signed_on="2019", object="Une convention")

    delegation_client.post(address("annuler", batch))

    page = delegation_client.get(address("change", batch)).content.decode()
    assert list(Partnership.objects.all()) == [kept]
    assert Agreement.objects.filter(partnership=kept).exists()
    assert page.count("autre chose en dépend désormais") == 2


def test_pasted_rows_come_in(delegation_client):
    url = f"{reverse('admin:correspondents_importbatch_coller')}?liste=partnerships"
    rows = "Rennes\t\t\t\tNdimagine\tSénégal"

    delegation_client.post(url, {"rows": rows, "edition": "2026-11-20"})

    assert ImportBatch.objects.get().totals["new"] == 1


def test_the_page_asks_as_many_queries_whatever_the_rows(
    delegation_client, django_assert_max_num_queries
):
    _, batch = upload(delegation_client, *(f"Rennes;Ndimagine {n};SN;" for n in range(50)))

    with django_assert_max_num_queries(25):
        page_of(delegation_client, batch, "new")
