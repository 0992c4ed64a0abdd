"""Who already works at a place: what is said before a partnership is added."""

import pytest

from atlas.coordination.neighbours import neighbours, warning
from atlas.coordination.words import at, itself, within
from atlas.models import ForeignAuthority, FrenchMember, Partnership

from ...factories import ForeignAuthorityFactory, LocalAuthorityFactory, PartnershipFactory


@pytest.fixture
def saint_louis(db):
    region = ForeignAuthorityFactory(name="Saint-Louis", level="region")
    return ForeignAuthorityFactory(name="Saint-Louis", parent=region)


def test_two_others_work_there(saint_louis):
    mine, other = PartnershipFactory(partner=saint_louis), PartnershipFactory(partner=saint_louis)
    FrenchMember.objects.create(partnership=other, authority=LocalAuthorityFactory())

    said = warning(saint_louis, mine.lead)

    assert said == "2 autres collectivités françaises travaillent à Saint-Louis"


def test_one_other_is_said_in_the_singular(saint_louis):
    PartnershipFactory(partner=saint_louis)

    said = warning(saint_louis, LocalAuthorityFactory())

    assert said == "1 autre collectivité française travaille à Saint-Louis"


def test_who_works_around_is_said_when_nobody_works_there(saint_louis):
    PartnershipFactory(partner=saint_louis.parent)
    PartnershipFactory(partner=ForeignAuthorityFactory(parent=saint_louis.parent))

    assert warning(saint_louis, LocalAuthorityFactory()) == (
        "2 autres collectivités françaises travaillent dans la région de Saint-Louis"
    )


def test_without_an_authority_nobody_is_another(saint_louis):
    PartnershipFactory(partner=saint_louis)

    assert warning(saint_louis) == "1 collectivité française travaille à Saint-Louis"


def test_nobody_there_nor_around_says_nothing(saint_louis):
    assert warning(saint_louis, LocalAuthorityFactory()) == ""
    mine = PartnershipFactory(partner=saint_louis)
    assert warning(saint_louis, mine.lead) == ""


def test_who_is_there_is_not_told_to_be_around_too(saint_louis):
    here = PartnershipFactory(partner=saint_louis).lead
    PartnershipFactory(lead=here, partner=saint_louis.parent)
    around = PartnershipFactory(partner=saint_louis.parent).lead

    found = neighbours(saint_louis)

    assert (found.at_place, found.around) == ([here], [around])
    assert found.container == saint_louis.parent


def test_a_sensitive_partnership_is_told_to_staff_only(saint_louis, delegation):
    PartnershipFactory(partner=saint_louis, is_sensitive=True)
    seen = Partnership.objects.visible_to(delegation)

    assert warning(saint_louis) == ""
    assert warning(saint_louis, partnerships=seen).startswith("1 collectivité")


@pytest.mark.parametrize(
    ("level", "name", "told"),
    [
        ("commune", "Saint-Louis", ("à Saint-Louis", "à Saint-Louis même")),
        ("commune", "Le Caire", ("au Caire", "au Caire même")),
        ("commune", "Les Cayes", ("aux Cayes", "aux Cayes même")),
        ("unknown", "Kayes", ("à Kayes", "à Kayes même")),
        ("region", "Oran", ("dans la région d’Oran", "avec la région elle-même")),
        ("state", "Oaxaca", ("dans l’État d’Oaxaca", "avec l’État lui-même")),
        ("province", "Les Zibans", ("dans la province des Zibans", "avec la province elle-même")),
        ("region", "Région de l’Est", ("dans « Région de l’Est »", "avec la région elle-même")),
    ],
)
def test_where_it_is_is_said_in_french(level, name, told):
    place = ForeignAuthority(name=name, level=level)

    assert (at(place), itself(place)) == told


def test_a_commune_that_contains_others_is_said_by_its_kind():
    place = ForeignAuthority(name="Le Caire", level="commune")

    assert within(place) == "dans la commune du Caire"
