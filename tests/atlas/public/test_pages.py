"""The public pages of the inventory: authority, partnership, territory."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.asserts import assertContains, assertNotContains

from atlas.models import FrenchMember, LocalAuthority, Partnership, PartnershipTheme, Theme

from ...factories import (
    CallFactory,
    CorrespondentFactory,
    CountryNoticeFactory,
    ForeignAuthorityFactory,
    LocalAuthorityFactory,
    NewsItemFactory,
    PartnershipFactory,
)

BROKEN = {
    "status": Partnership.Status.BROKEN,
    "status_reason": "Motif gardé secret",
    "status_since": "2024",
    "status_source": "Poste",
}


@pytest.fixture
def partnership(db):
    return PartnershipFactory(
        lead__name="Villefeinte", partner__name="Ndimagine", notes="Note gardée secrète"
    )


def pages_of(partnership):
    return [
        partnership.get_absolute_url(),
        partnership.lead.get_absolute_url(),
        partnership.partner.get_absolute_url(),
    ]


def test_the_authority_lists_its_partnerships_with_their_map(client, partnership):
    response = client.get(partnership.lead.get_absolute_url())

    assertContains(response, "Ndimagine : 1 partenariat")
    assertContains(response, partnership.get_absolute_url())


def test_a_member_beside_the_lead_has_the_partnership_too(client, partnership):
    member = LocalAuthorityFactory(name="Voisinefeinte")
    FrenchMember.objects.create(partnership=partnership, authority=member)

    assertContains(client.get(member.get_absolute_url()), partnership.get_absolute_url())


def test_the_partnership_begins_with_itself_then_says_whom_to_write_to(client, partnership):
    CorrespondentFactory(last_name="Fictive", email_is_public=True)

    page = client.get(partnership.get_absolute_url()).content.decode()

    assert page.index("Collectivité française chef de file") < page.index("Fictive")
    assert '<meta name="robots" content="noindex">' in page


def test_the_partnership_says_who_else_works_there_and_which_calls_are_open(client, partnership):
    other = PartnershipFactory(partner=partnership.partner, lead__name="Voisinefeinte").lead
    call = CallFactory(title="Appel inventé")

    page = client.get(partnership.get_absolute_url())

    assertContains(page, "Qui d’autre travaille là")
    assertContains(page, other.get_absolute_url())
    assertContains(page, call.get_absolute_url())
    assertContains(page, 'href="/pays/sn/ecrire/')


def test_the_partnership_tells_its_themes_from_the_top_down(client, partnership):
    PartnershipTheme.objects.create(
        partnership=partnership, theme=Theme.objects.get(code="eau-potable")
    )

    response = client.get(partnership.get_absolute_url())

    assertContains(response, "Environnement et climat › Eau et assainissement › Eau potable")


@pytest.mark.slow
def test_an_unknown_status_is_to_confirm(client, partnership):
    for address in pages_of(partnership):
        assertContains(client.get(address), "confirmer")


@pytest.mark.slow
def test_a_broken_partnership_says_nothing_of_it_before_the_delegation_does(client, partnership):
    Partnership.objects.filter(pk=partnership.pk).update(**BROKEN)

    for address in pages_of(partnership):
        response = client.get(address)
        assertNotContains(response, "ompu")
        assertNotContains(response, "secr")

    Partnership.objects.filter(pk=partnership.pk).update(status_is_published=True)

    assertContains(client.get(partnership.get_absolute_url()), "Rompu")
    assertNotContains(client.get(partnership.get_absolute_url()), "secr")


def test_a_sensitive_partnership_is_nowhere(client, partnership):
    Partnership.objects.filter(pk=partnership.pk).update(is_sensitive=True)
    own, *others = pages_of(partnership)

    assert client.get(own).status_code == 404
    for address in others:
        assertNotContains(client.get(address), own)


def test_a_territory_gathers_what_it_contains(client, partnership):
    region = ForeignAuthorityFactory(name="Région feinte", level="region")
    partnership.partner.parent = region
    partnership.partner.save()
    PartnershipFactory(partner=region, lead__name="Autrefeinte")

    response = client.get(region.get_absolute_url())

    assertContains(response, "2 collectivités françaises connues ici")
    assertContains(response, "Villefeinte")


def test_a_territory_tells_what_is_new_in_its_country_after_whom_to_write_to(client, partnership):
    CorrespondentFactory(last_name="Fictive")
    CallFactory(title="Appel feint")
    NewsItemFactory(title="Nouvelle feinte")
    CountryNoticeFactory(text="Avis feint")

    page = client.get(partnership.partner.get_absolute_url()).content.decode()

    order = ["Fictive", "Avis feint", "Appel feint", "Villefeinte", "Nouvelle feinte"]
    assert sorted(order, key=page.index) == order
    assert 'href="/alertes/?pays=sn"' in page


def test_a_code_of_the_directory_leads_to_the_page_of_the_siren(client, db):
    response = client.get("/atlas/collectivites/commune-35238/")

    assert (response.status_code, response.url) == (301, "/atlas/collectivites/213502388/")


@pytest.mark.parametrize(
    "address",
    [
        "/atlas/collectivites/000000000/",
        "/atlas/collectivites/zut/",
        "/atlas/partenariats/0/",
        "/atlas/territoires/999999999999999999999/",
    ],
)
def test_an_unknown_address_is_a_404(client, db, address):
    assert client.get(address).status_code == 404


def test_a_merged_commune_says_what_it_is_part_of(client, db):
    former = LocalAuthority.objects.get(name="Arbignieu")

    response = client.get(former.get_absolute_url())

    assertContains(response, "Arboys en Bugey")
    assertContains(response, "Commune déléguée depuis le 1er janvier 2016")


@pytest.mark.slow
def test_the_queries_do_not_grow_with_the_partnerships(client, partnership):
    def cost():
        total = []
        for address in pages_of(partnership):
            client.get(address)
            with CaptureQueriesContext(connection) as captured:
                client.get(address)
            total.append(len(captured))
        return total

    one = cost()
    theme = Theme.objects.get(code="eau")
    for _ in range(3):
        mine = PartnershipFactory(lead=partnership.lead)
        theirs = PartnershipFactory(partner=partnership.partner)
        FrenchMember.objects.create(partnership=theirs, authority=LocalAuthorityFactory())
        PartnershipTheme.objects.create(partnership=mine, theme=theme)

    assert cost() == one


def test_the_country_tells_how_many_partnerships_on_what_and_with_whom(client, partnership):
    other = PartnershipFactory(lead=partnership.lead)
    PartnershipFactory(is_sensitive=True, lead__name="Cachefeinte")
    for code in ["eau", "eau-potable"]:
        priority = 1 if code == "eau" else 2
        PartnershipTheme.objects.create(
            partnership=other, theme=Theme.objects.get(code=code), priority=priority
        )

    response = client.get("/pays/sn/")

    assertContains(response, "2 partenariats connus au Sénégal")
    assertContains(response, "Environnement et climat (1)")
    assert response.content.decode().count("<span>Villefeinte</span>") == 2
    assertNotContains(response, "Cachefeinte")


def test_a_country_without_partnership_says_nothing_of_them(client, db):
    assertNotContains(client.get("/pays/gm/"), "partenariats connu")
