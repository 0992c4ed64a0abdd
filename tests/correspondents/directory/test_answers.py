"""Who answers for a country or territory, on the real coverage."""

import pytest

from correspondents.models import Country, Post

from ...factories import CorrespondentFactory

pytestmark = pytest.mark.django_db


def main_of(client, address):
    page = client.get(address).content.decode()
    return page[page.index("<main") : page.index("</main>")]


def test_gambia_is_answered_by_dakar_and_says_why(client, dakar):
    CorrespondentFactory(last_name="Imaginaire")
    CorrespondentFactory(last_name="Brouillon", post=Post.objects.get(slug="banjul"))

    main = main_of(client, "/pays/gm/")

    assert "Aucun ambassadeur de France ne réside en Gambie" in main
    assert "c’est l’ambassade à Dakar qui est compétente" in main
    assert main.index("Imaginaire") < main.index("Brouillon")


def test_canada_shows_both_posts_with_their_scope(client):
    main = main_of(client, "/pays/ca/")

    assert main.index("/postes/ottawa/") < main.index("/postes/quebec/")
    assert "Compétence : Québec" in main


def test_quebec_shows_ottawa_too(client):
    assert "/postes/ottawa/" in main_of(client, "/postes/quebec/")


@pytest.mark.parametrize(
    ("address", "sentences"),
    [
        ("/pays/ne/", ["n’est plus à Niamey depuis le 2 janvier 2024", "travaille depuis Paris"]),
        ("/pays/sd/", ["n’est plus à Khartoum depuis le 24 avril 2023", "Addis-Abeba"]),
        ("/pays/ye/", ["n’est plus à Sanaa depuis le 13 février 2015", "Riyad"]),
        ("/pays/kp/", ["Activités suspendues depuis le 9 mars 2020"]),
        ("/pays/af/", ["Poste fermé depuis le 27 août 2021"]),
        ("/pays/sy/", ["Ouverture en cours"]),
        ("/pays/gp/", ["Territoire français"]),
        ("/pays/eh/", ["Aucun poste français n’est compétent au Sahara occidental"]),
    ],
)
def test_a_post_that_is_not_at_home_says_since_when_and_from_where(client, address, sentences):
    main = main_of(client, address)

    for sentence in sentences:
        assert sentence in main


def test_north_korea_is_answered_by_the_desk_and_never_by_seoul(client):
    CorrespondentFactory(post=Post.objects.get(slug="pyongyang"), last_name="Suspendue")

    main = main_of(client, "/pays/kp/")

    assert "asie@delegation.example" in main
    assert "Séoul" not in main
    assert "Suspendue" not in main


@pytest.mark.parametrize("address", ["/pays/tw/", "/postes/taipei/"])
def test_taipei_is_no_embassy(client, address):
    CorrespondentFactory(post=Post.objects.get(slug="taipei"))

    assert "ambassade" not in client.get(address).content.decode().lower()


@pytest.mark.parametrize(
    "address", ["/postes/jerusalem/", "/postes/?q=jerusalem", "/correspondants/?q=jerusalem"]
)
def test_no_country_stands_beside_jerusalem(client, address):
    CorrespondentFactory(post=Post.objects.get(slug="jerusalem"))

    main = main_of(client, address)

    beside = (
        main[: main.index("Pays et territoires de compétence")] if "competence" in main else main
    )
    listed = beside[beside.index("Jérusalem") :].split("</li>")[0]
    for country in Country.objects.filter(pk__in=["IL", "PS"]):
        assert country.name not in listed


def test_a_dependent_territory_has_its_own_page_and_its_states_post(client):
    main = main_of(client, "/pays/bm/")

    assert "/postes/londres/" in main
    assert "Pas de poste aux Bermudes" in main


@pytest.mark.slow
def test_homonyms_are_one_click_away(client):
    assert 'href="/pays/cd/"' in main_of(client, "/pays/cg/")
    assert 'href="/pays/sx/"' in main_of(client, "/pays/mf/")
    assert 'href="/pays/ca/"' in main_of(client, "/postes/victoria/")


def test_the_chain_falls_back_from_the_vacant_place_to_the_mailbox(client, dakar):
    dakar.mailbox = "dakar@diplomatie.example"
    dakar.save()
    CorrespondentFactory(vacant=True)
    CorrespondentFactory(role="cocac", last_name="Relais")

    main = main_of(client, "/pays/sn/")

    assert "Le poste de correspondant est vacant" in main
    assert main.index("dakar@diplomatie.example") < main.index("Relais")
    assert "afrique-subsaharienne@delegation.example" in main


def test_a_country_without_any_contact_is_answered_by_the_desk_first(client):
    main = main_of(client, "/pays/sn/")

    assert "écrivez à la délégation" in main
    assert main.index("afrique-subsaharienne@delegation.example") < main.index("/postes/dakar/")


def test_a_discreet_post_names_nobody(client, dakar):
    Post.objects.filter(pk=dakar.pk).update(is_discreet=True, mailbox="d@diplomatie.example")
    CorrespondentFactory(last_name="Discrète", email_is_public=True, phone_is_public=True)

    page = client.get("/pays/sn/").content.decode()

    assert "Discrète" not in page
    assert "+221 33 000" not in page
    assert "d@diplomatie.example" in page


def test_the_mail_carries_the_country_in_its_subject(client, dakar):
    Post.objects.filter(pk=dakar.pk).update(mailbox="d@diplomatie.example")

    assert "subject=Coop%C3%A9ration%20d%C3%A9centralis%C3%A9e%20%3A%20Gambie" in main_of(
        client, "/pays/gm/"
    )
