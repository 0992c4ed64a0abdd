"""The radar: the groups of authorities that work at a place, or in what contains it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from atlas.coordination.radar import shared_territories, signals
from atlas.models import (
    ForeignAuthority,
    ForeignMember,
    FrenchMember,
    Partnership,
    PartnershipTheme,
    Theme,
)

from ...factories import ForeignAuthorityFactory, LocalAuthorityFactory, PartnershipFactory
from ...hypothesis_profiles import examples

PLACES, AUTHORITIES = 7, 4
PARENTS = st.tuples(*[st.none() | st.integers(0, n - 1) if n else st.none() for n in range(PLACES)])
SIDE = st.tuples(
    st.integers(0, AUTHORITIES - 1),
    st.integers(0, PLACES - 1),
    st.sets(st.integers(0, AUTHORITIES - 1), max_size=2),
    st.sets(st.integers(0, PLACES - 1), max_size=2),
    st.booleans(),
)


@pytest.fixture
def world(db):
    """Places without a tree yet, authorities without partnerships."""
    places = ForeignAuthorityFactory.create_batch(PLACES)
    return places, LocalAuthorityFactory.create_batch(AUTHORITIES)


def build(world, parents, rows):
    """The places put in a tree, and the partnerships of (lead, partner, members, sensitive)."""
    places, authorities = world
    Partnership.objects.all().delete()
    for place, parent in zip(places, parents, strict=True):
        place.parent = None if parent is None else places[parent]
        place.save(update_fields=["parent"])
    for lead, partner, here, there, is_sensitive in rows:
        made = PartnershipFactory(
            kind="agreement",
            lead=authorities[lead],
            partner=places[partner],
            is_sensitive=is_sensitive,
        )
        for member in here:
            FrenchMember.objects.create(partnership=made, authority=authorities[member])
        for member in there:
            ForeignMember.objects.create(partnership=made, authority=places[member])


def contains(places, parents, outer, inner):
    while inner is not None:
        if inner == outer:
            return True
        inner = parents[inner]
    return False


def by_hand(world, parents, rows):
    """{territory: authorities} of the places where two work, those that a child says left out."""
    places, authorities = world
    found = {}
    for territory in range(PLACES):
        workers = {
            authorities[worker].pk
            for lead, partner, here, there, is_sensitive in rows
            if not is_sensitive
            for worker in {lead, *here}
            for place in {partner, *there}
            if contains(places, parents, territory, place)
        }
        if len(workers) > 1:
            found[territory] = workers
    return {
        places[territory].pk: workers
        for territory, workers in found.items()
        if not any(
            parent == territory and found.get(child) == workers
            for child, parent in enumerate(parents)
        )
    }


@examples(60)
@given(parents=PARENTS, rows=st.lists(SIDE, max_size=6))
def test_the_groups_are_those_of_a_search_by_hand(world, parents, rows):
    build(world, parents, rows)

    found = shared_territories(Partnership.objects.published(), with_authorities=True)

    expected = by_hand(world, parents, rows)
    assert {group.territory: set(group.authorities) for group in found} == expected
    assert [group.number for group in found] == sorted(map(len, expected.values()), reverse=True)


@examples(60)
@given(parents=PARENTS, rows=st.lists(SIDE, max_size=6))
def test_a_signal_tells_who_works_there_and_who_in_what_it_contains(world, parents, rows):
    build(world, parents, rows)
    places, authorities = world

    told = signals([place.pk for place in places], Partnership.objects.published())

    for signal in told:
        index = places.index(signal.territory)
        at_it = {
            authorities[worker]
            for lead, partner, here, there, is_sensitive in rows
            if not is_sensitive and index in {partner, *there}
            for worker in {lead, *here}
        }
        assert set(signal.at_place) == at_it
        assert signal.number == len(signal.at_place) + len(signal.inside)
        assert not set(signal.at_place) & set(signal.inside)
    listed = by_hand(world, parents, rows)
    assert {s.territory.pk for s in told if s.number > 1} >= set(listed)


def of_two(place=None, **values):
    """Two authorities in a place."""
    place = place or ForeignAuthorityFactory()
    return [PartnershipFactory(partner=place, **values) for _ in range(2)]


def test_a_commune_counts_for_the_region_that_contains_it(db):
    region = ForeignAuthorityFactory(level="region")
    commune = ForeignAuthorityFactory(parent=region)
    there = PartnershipFactory(partner=commune).lead
    here = PartnershipFactory(partner=region).lead

    (group,) = shared_territories(Partnership.objects.published())

    assert (group.territory, group.number) == (region.pk, 2)
    (signal,) = signals([region.pk], Partnership.objects.published())
    assert (signal.at_place, signal.inside) == ([here], [there])


def test_a_region_that_adds_nobody_is_not_repeated(db):
    region = ForeignAuthorityFactory(level="region")
    commune = ForeignAuthorityFactory(parent=region)
    of_two(commune)

    published = Partnership.objects.published()

    assert [group.territory for group in shared_territories(published)] == [commune.pk]
    the_region = ForeignAuthority.objects.filter(pk=region.pk)
    assert [group.territory for group in shared_territories(published, the_region)] == [region.pk]


def test_one_authority_with_two_partnerships_is_no_group(db):
    lead, place = LocalAuthorityFactory(), ForeignAuthorityFactory()
    PartnershipFactory(lead=lead, partner=place)
    PartnershipFactory(lead=lead, partner=place, kind="agreement")

    assert shared_territories(Partnership.objects.published()) == []


def test_the_themes_in_common_are_the_most_precise_that_two_share(db):
    one, other = of_two()
    third = PartnershipFactory(partner=one.partner)
    for made, code in [(one, "eau-potable"), (other, "eau"), (third, "gouvernance")]:
        PartnershipTheme.objects.create(partnership=made, theme=Theme.objects.get(code=code))

    (signal,) = signals([one.partner_id], Partnership.objects.published())

    assert [theme.code for theme in signal.themes] == ["eau"]


def test_the_years_go_from_the_first_signature_to_the_latest(db):
    one, other = of_two(kind="agreement")
    Partnership.objects.filter(pk=one.pk).update(first_signed_year=1984)
    Partnership.objects.filter(pk=other.pk).update(started="2012-05")

    (signal,) = signals([one.partner_id], Partnership.objects.published())

    assert (signal.first, signal.latest) == (1984, 2012)
    assert signal.kinds == ["convention de coopération"]


def test_a_long_list_is_cut_and_says_how_many_it_leaves(db):
    place = ForeignAuthorityFactory()
    for _ in range(4):
        PartnershipFactory(partner=place)

    (signal,) = signals([place.pk], Partnership.objects.published(), most=3)

    assert (len(signal.authorities), signal.more, signal.number) == (3, 1, 4)


def test_the_queries_do_not_grow_with_the_territories(db):
    def cost():
        with CaptureQueriesContext(connection) as captured:
            rows = Partnership.objects.published()
            signals([group.territory for group in shared_territories(rows)], rows)
        return len(captured)

    for made in of_two():
        PartnershipTheme.objects.create(partnership=made, theme=Theme.objects.get(code="eau"))
    one = cost()
    for _ in range(3):
        of_two()

    assert cost() == one
