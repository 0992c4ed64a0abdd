"""What the lists have in common: tags of the filters in force, empty lists, numbers of pages."""

import re

import html5lib
import pytest
from django.core.paginator import Paginator
from django.utils import timezone

from correspondents.templatetags.paging import numbers

from ..factories import (
    CallFactory,
    CorrespondentFactory,
    ForeignAuthorityFactory,
    NewsItemFactory,
    PartnershipFactory,
)

pytestmark = pytest.mark.django_db


def links(response):
    """{text: address} of the links of a page, white space made one."""
    tree = html5lib.parse(response.content.decode(), namespaceHTMLElements=False)
    return {" ".join("".join(a.itertext()).split()): a.get("href") for a in tree.iter("a")}


def text_of(response):
    return re.sub(r"\s+", " ", response.content.decode())


def test_a_tag_removes_its_filter_and_keeps_the_others(client, dakar):
    CorrespondentFactory()

    page = client.get("/correspondants/?q=dakar&pays=sn&role=correspondent&page=1")

    assert "Filtres (2 actifs)" in text_of(page)
    address = links(page)["Retirer le filtre Pays ou territoire : Sénégal"]
    assert address == "/correspondants/?q=dakar&role=correspondent"
    assert "Retirer le filtre Nom, ville ou pays : dakar" not in links(page)  # its field shows it


def test_a_refused_filter_has_no_tag_and_opens_the_fold(client):
    page = client.get("/correspondants/?pays=sn&role=zut")

    assert "Filtres (1 actif)" in text_of(page)
    assert '<details class="filters" open>' in page.content.decode()
    assert "Un filtre est refusé" in page.content.decode()
    assert "Retirer «" not in page.content.decode()


@pytest.mark.parametrize(
    ("address", "make"),
    [
        ("/correspondants/?pays=sn&fraicheur=recent", CorrespondentFactory),
        ("/appels-a-projets/?pays=sn&situation=cancelled", CallFactory),
        ("/actualites/?nature=opportunity&q=zzz", lambda: NewsItemFactory(kind="opportunity")),
    ],
)
def test_an_empty_list_names_the_filter_that_empties_it(client, dakar, address, make):
    make()

    page = client.get(address)
    removals = {text: url for text, url in links(page).items() if text.startswith("Retirer «")}

    assert not page.context["object_list"]
    assert len(removals) == 1
    assert client.get(*removals.values()).context["object_list"]


def test_an_empty_radar_counts_the_territories_that_are_shared(client):
    place = ForeignAuthorityFactory()
    PartnershipFactory(partner=place)
    PartnershipFactory(partner=place)

    page = client.get("/atlas/coordination/?pays=sn&actifs=oui")

    assert "Retirer « Partenariats comptés : en projet ou en cours seulement »" in links(page)
    assert "1 résultat<" in text_of(page)


def test_a_list_without_anything_to_remove_says_that_it_is_empty(client):
    assert "Aucun projet pour l’instant." in client.get("/projets/").content.decode()


def test_a_territory_of_projects_is_a_tag_with_its_name(client):
    place = ForeignAuthorityFactory(name="Ndimagine")

    page = client.get(f"/projets/?territoire={place.pk}")

    assert links(page)["Retirer le filtre Territoire partenaire : Ndimagine"] == "/projets/?"
    assert f'type="hidden" name="territoire" value="{place.pk}"' in page.content.decode()


@pytest.mark.parametrize(
    ("page", "shown"),
    [
        (1, [1, 2, 3, "", 11]),
        (6, [1, "", 4, 5, 6, 7, 8, "", 11]),
        (11, [1, "", 9, 10, 11]),
    ],
)
def test_the_first_page_the_last_and_the_near_ones_have_a_number(page, shown):
    assert numbers(Paginator(range(110), 10).page(page)) == shown


def test_a_choice_to_make_does_not_borrow_the_words_of_a_filter(client):
    client.get("/correspondants/")

    choices = client.get("/alertes/").content.decode()

    assert "Choisissez" in choices
    assert ">Tous<" not in choices
    assert ">Toutes<" not in choices


def test_the_name_of_a_file_says_its_filters(client):
    response = client.get("/correspondants/export.csv?pays=sn&role=backup&q=Éléa")

    name = f"correspondants-elea-senegal-suppleant-{timezone.localdate():%Y-%m-%d}.csv"
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'


@pytest.mark.parametrize(
    "function", ["Conseiller de coopération et d’action culturelle", "Conseillère de coopération"]
)
def test_a_function_that_says_the_title_again_is_not_told_twice(client, dakar, function):
    CorrespondentFactory(role="cocac", function=function)

    assert function not in client.get("/correspondants/").content.decode()
