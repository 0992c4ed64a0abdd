"""The counts beside each filter: those of a count by hand, under the other filters."""

from datetime import date

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.asserts import assertContains, assertNotContains

from atlas.finder.meanings import sides_of
from atlas.models import FrenchMember, LocalAuthority, Partnership, PartnershipTheme, Theme
from atlas.public.bitmaps import Bitmaps, Selection
from atlas.public.facets import facets
from atlas.public.filters import PartnershipFilter
from correspondents.finder.meanings import meaning_of
from correspondents.models import Country

from ...factories import ForeignAuthorityFactory, LocalAuthorityFactory, PartnershipFactory
from ...hypothesis_profiles import examples

RESERVED = {"status_reason": "Motif", "status_since": "2024", "status_source": "Poste"}
# The values of each filter that the invented inventory can meet, one that nothing has included.
VALUES = {
    "q": ["fictive", "nd", "sénégal", "autre fictive"],
    "pays": ["SN", "ml", "TG"],
    "zone": ["SN", "PE"],  # the zone of the country
    "region": ["region-53", "region-84", "region-11"],
    "departement": ["departement-35", "departement-01", "departement-75"],
    "theme": ["environnement", "eau-potable", "gouvernance"],
    "nature": ["twinning", "agreement", "a-preciser", "emergency"],
    "etat": ["a-confirmer", "running", "suspended", "broken"],
    "annee": ["1980-1989", "2010-2019", "inconnue"],
    "confirme": ["2024", "2025", "jamais"],
    "tri": ["collectivite", "annee", "confirmation"],
}
QUERIES = st.fixed_dictionaries({}, optional={k: st.sampled_from(v) for k, v in VALUES.items()})


def authority(name, area):
    region, department = {
        "bretagne": ("region-53", "departement-35"),
        "ain": ("region-84", "departement-01"),
    }[area]
    return LocalAuthorityFactory(
        name=name,
        region=LocalAuthority.objects.get(local_code=region),
        department=LocalAuthority.objects.get(local_code=department),
    )


@pytest.fixture
def inventory(db):
    """Nine partnerships: with members here and there, themes, reserved and sensitive ones."""
    here, there = authority("Villefictive", "bretagne"), authority("Autre-Fictive", "ain")
    region = LocalAuthority.objects.get(local_code="region-53")
    countries = {code: Country.objects.get(pk=code) for code in ("SN", "ML", "PE")}
    facts = [
        (here, "SN", {"first_signed_year": 1984, "confirmed_on": date(2024, 5, 2)}),
        (there, "SN", {"first_signed_year": 1989, "status": "running"}),
        (here, "ML", {"first_signed_year": 2010, "status": "suspended", **RESERVED}),
        (
            there,
            "ML",
            {
                "confirmed_on": date(2025, 1, 9),
                "status": "broken",
                "status_is_published": True,
                **RESERVED,
            },
        ),
        (region, "PE", {"kind": "agreement", "first_signed_year": 2019, "status": "running"}),
        (here, "PE", {"kind": "agreement", "status": "ended"}),
        (here, "SN", {"is_sensitive": True, "status": "running", "first_signed_year": 1985}),
        (there, "PE", {"kind": "friendship", "status": "broken", **RESERVED}),
        (region, "SN", {"kind": ""}),
    ]
    rows = [
        PartnershipFactory(
            lead=lead,
            partner=ForeignAuthorityFactory(name=f"Ndimagine {n}", country=countries[country]),
            **values,
        )
        for n, (lead, country, values) in enumerate(facts)
    ]
    for n, member in [(0, there), (1, here), (2, region), (5, there), (6, there)]:
        FrenchMember.objects.create(partnership=rows[n], authority=member)
    codes = "eau-potable environnement finances-locales".split()
    themes = [Theme.objects.get(code=code) for code in codes]
    for n, row in enumerate(rows[:7]):
        for priority, theme in enumerate(themes[n % 3 :], start=1):
            PartnershipTheme.objects.create(partnership=row, theme=theme, priority=priority)
    return rows


def values_of(partnership):
    """By filter, the values under which somebody would look for the partnership: by hand."""
    sides = [partnership.lead, *partnership.other_authorities.all()]
    areas = [area for side in sides for area in (side, side.region, side.department) if area]
    year = partnership.first_signed_year
    hidden = partnership.status in ("suspended", "broken") and not partnership.status_is_published
    country = partnership.partner.country
    return {
        "nature": {partnership.kind or "a-preciser"},
        "etat": {"a-confirmer" if hidden or not partnership.status else partnership.status},
        "pays": {country.pk},
        "zone": {country.zone.code},
        "region": {a.local_code for a in areas if a.type in ("region", "ctu")},
        "departement": {a.local_code for a in areas if a.type in ("departement", "com")},
        "theme": {theme.path.split("/")[0] for theme in partnership.themes.all()},
        "annee": {f"{year // 10}0-{year // 10}9" if year else "inconnue"},
        "confirme": {str(partnership.confirmed_on.year) if partnership.confirmed_on else "jamais"},
    }


def texts_of(partnership):
    sides = [partnership.lead, *partnership.other_authorities.all(), partnership.partner]
    return " ".join([side.name_norm for side in sides] + [partnership.partner.country.name_norm])


def answers(partnership, name, value):
    """Whether the partnership has the value of the filter, said in Python."""
    if name == "tri":
        return True
    if name == "q":
        words = texts_of(partnership).split()
        asked = value.replace("é", "e").split()
        return all(any(word.startswith(part) for word in words) for part in asked)
    if name == "theme":
        return any(value in theme.path.split("/") for theme in partnership.themes.all())
    return value.lower() in {known.lower() for known in values_of(partnership)[name]}


def filterset(query):
    data = QueryDict(mutable=True)
    data.update(query)
    rows = PartnershipFilter(data, Partnership.objects.published().in_reading_order())
    assert rows.is_valid(), rows.errors
    return rows


def selection(query):
    return Selection(filterset(query), Bitmaps())


@examples(40)
@given(query=QUERIES)
def test_counts_are_those_of_a_count_by_hand(inventory, query):
    if "zone" in query:
        query = query | {"zone": Country.objects.get(pk=query["zone"]).zone.code}
    rows = Partnership.objects.filter(is_sensitive=False)

    found = selection(query)

    assert list(found.keys) == [row.pk for row in found.filterset.qs]
    for facet, values in found.counts().items():
        others = {name: value for name, value in query.items() if name != facet}
        expected = {}
        for row in rows:
            if all(answers(row, name, value) for name, value in others.items()):
                for code in values_of(row)[facet]:
                    expected[code] = expected.get(code, 0) + 1
        assert {code: number for code, (_, number) in values.items()} == expected, facet


@pytest.mark.slow
def test_a_count_is_what_its_link_finds(client, inventory):
    shown = client.get("/atlas/chiffres/?nature=twinning&tri=annee").context["facets"]

    for facet in shown:
        for value in facet.values:
            if not value.is_chosen:
                page = client.get(f"/atlas/{value.query}")
                assert page.context["paginator"].count == value.number, (facet, value)


def test_the_value_in_force_can_be_taken_away(client, inventory):
    page = client.get("/atlas/chiffres/?pays=sn&nature=twinning")

    (country,) = [f for f in page.context["facets"] if f.label == "Pays ou territoire"]
    assert [(value.code, value.query) for value in country.values if value.is_chosen] == [
        ("SN", "?nature=twinning")
    ]
    assert {value.code for value in country.values} == {"SN", "ML"}
    assertContains(page, "retirer ce filtre")


def test_a_reserved_status_is_counted_as_to_confirm(inventory):
    counts = selection({}).counts()["etat"]

    assert {code: number for code, (_, number) in counts.items()} == {
        "a-confirmer": 4,
        "running": 2,
        "broken": 1,
        "ended": 1,
    }


def test_a_refused_value_leaves_the_page_without_counts(client, inventory):
    page = client.get("/atlas/chiffres/?pays=zz")

    assert page.status_code == 200
    assertNotContains(page, "Répartition")


@pytest.mark.parametrize(
    ("query", "asked"),
    [({}, 0), ({"pays": "SN", "nature": "twinning"}, 0), ({"pays": "SN", "q": "fictive"}, 2)],
)
def test_counting_asks_the_base_for_what_no_count_tells_only(inventory, query, asked):
    found = selection(query)

    with CaptureQueriesContext(connection) as of_the_finder:
        if "q" in query:
            sides_of(meaning_of(query["q"]))

    with CaptureQueriesContext(connection) as captured:
        facets(found.filterset, found.counts())

    # The words of a text, the names of the finder, and what both find.
    assert len(captured) == asked + len(of_the_finder)


def test_the_whole_inventory_is_read_in_one_query(inventory):
    with CaptureQueriesContext(connection) as captured:
        read = Bitmaps()

    assert len(captured) == 1
    assert len(read.keys) == Partnership.objects.published().count()


def test_an_empty_inventory_is_found_empty(db):
    Partnership.objects.all().delete()

    found = selection({"q": "fictive"})

    assert (list(found.keys), found.places) == ([], {})
    assert not any(found.counts().values())


def test_the_choices_of_a_filter_say_how_many_rows_each_gives(client, inventory):
    page = client.get("/atlas/?nature=twinning").content.decode()

    assert '<option value="SN">Sénégal (2)</option>' in page
    assert '<option value="PE">' not in page


@pytest.mark.parametrize("tab", ["", "carte/", "chiffres/"])
def test_the_filters_stay_from_tab_to_tab(client, inventory, tab):
    page = client.get(f"/atlas/{tab}?pays=sn&page=1&cadre=1_2_50")

    for other in ("", "carte/", "chiffres/"):
        assertContains(page, f'<a href="/atlas/{other}?pays=sn"')


def test_a_circle_frames_the_map_and_the_list_beside_gives_the_same_numbers(client, inventory):
    page = client.get("/atlas/carte/?nature=twinning")

    assert sum(dot.number for dot in page.context["dots"]) + page.context["unplaced"] == 4
    assert sum(total for _, total, *_ in page.context["zones"]) == 4
    assertContains(page, "/atlas/?nature=twinning&amp;pays=SN")
