"""The page where a search ends answers first: whom to write to, before anything else."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from correspondents.directory.answers import Answer
from correspondents.models import Country, Post

from ..factories import (
    CorrespondentFactory,
    ForeignAuthorityFactory,
    LocalAuthorityFactory,
    PartnershipFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def mailbox(dakar):
    """Of the post at Dakar."""
    Post.objects.filter(pk=dakar.pk).update(mailbox="dakar@diplomatie.example")


def blocks(client, address):
    """The page after its title, cut at its second-level headings."""
    page = client.get(address).content.decode()
    return page[page.index("</h1>") : page.index("</main>")].split("<h2")[1:]


def normalised(html):
    """The words of a page, each space an ordinary one."""
    return " ".join(strip_tags(html).split())


def test_a_partner_place_answers_first(client):
    CorrespondentFactory(first_name="Anaïs", last_name="Fictive")
    place = ForeignAuthorityFactory()
    PartnershipFactory(partner=place)

    first = blocks(client, place.get_absolute_url())[0]

    assert "À qui écrire" in first
    assert "Ambassade de France au Sénégal" in first
    assert "Anaïs Fictive" in first
    assert "À confirmer" in first
    assert 'href="/pays/sn/ecrire/?poste=dakar"' in first


@pytest.mark.parametrize("address", ["/pays/gm/", "/postes/dakar/"])
def test_who_answers_for_a_silent_post_ends_its_block(client, address):
    CorrespondentFactory(first_name="Anaïs", last_name="Fictive")

    page = client.get(address).content.decode()

    answers = re.findall(r'<section class="whom".*?</section>', page, re.DOTALL)
    assert ["Sans réponse du poste ?" in normalised(answer) for answer in answers] == (
        [False] * (len(answers) - 1) + [True]
    )
    assert normalised(page).count("Sans réponse du poste ?") == 1


def test_the_post_of_a_capital_answers_first(client):
    CorrespondentFactory(first_name="Anaïs", last_name="Fictive")

    first = blocks(client, "/postes/dakar/")[0]

    assert "À qui écrire" in first
    assert "Anaïs Fictive" in first
    assert 'href="/pays/sn/ecrire/?poste=dakar"' in first


def test_an_authority_answers_first_for_each_country_of_its_partners(client):
    CorrespondentFactory(first_name="Anaïs", last_name="Fictive")
    lead = LocalAuthorityFactory()
    for code in ["SN", "SN", "GM"]:
        place = ForeignAuthorityFactory(country=Country.objects.get(pk=code))
        PartnershipFactory(lead=lead, partner=place)

    first = blocks(client, lead.get_absolute_url())[0]

    assert "À qui écrire" in first
    assert first.index('href="/pays/sn/"') < first.index('href="/pays/gm/"')
    assert first.count("Anaïs Fictive") == 2  # Dakar answers for Gambia too
    assert "Aucun ambassadeur de France ne réside en Gambie" in first
    assert "À confirmer jamais vérifié" in strip_tags(first)


def test_an_authority_without_partner_is_sent_to_the_delegation(client):
    lead = LocalAuthorityFactory()

    first = blocks(client, lead.get_absolute_url())[0]

    assert "À qui écrire" in first
    assert "mailto:delegation@" in first
    assert 'href="/en-france/?region=53"' in first


def test_many_countries_are_answered_at_once_as_each_alone():
    countries = list(Country.objects.filter(pk__in=["SN", "GM", "CA", "NE", "EH"]))
    alone = [Answer.about(country) for country in countries]

    together = Answer.about_each(countries)

    for answer in alone:
        mine = together[answer.country.pk].competences
        assert [(c.post, c.reason) for c in mine] == [
            (c.post, c.reason) for c in answer.competences
        ]


@pytest.mark.slow
def test_countries_more_do_not_cost_more(client):
    lead = LocalAuthorityFactory()
    address = lead.get_absolute_url()

    def cost(codes):
        for code in codes:
            place = ForeignAuthorityFactory(country=Country.objects.get(pk=code))
            PartnershipFactory(lead=lead, partner=place)
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        return len(captured)

    assert cost(["SN", "GM"]) == cost(["ML", "CA", "DE", "NE", "JP"])
