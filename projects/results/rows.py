"""The projects that anybody may read about: one rule for every page that shows some."""

from django.db.models import Exists, OuterRef, Q

from atlas.models import ForeignAuthority, LocalAuthority
from correspondents.records.text import words_of
from projects.models import Application, Decision

COUNTRIES = Application.countries.through.objects
THEMES = Application.themes.through.objects
MEMBERS = Application.other_authorities.through.objects
SHOWN = 5
HERE = OuterRef("application")


def projects():
    """Retained and announced, the latest committee first."""
    return Decision.objects.published().order_by(
        "-committee__held_on", "application__lead__name_norm", "application_id"
    )


def with_sides(rows):
    """The rows with all that the page and the file show, in as many queries whatever the rows."""
    return rows.select_related(
        "committee", "application__call", "application__lead", "application__partner__country"
    ).prefetch_related(
        "application__countries__zone",
        "application__themes",
        "application__other_authorities",
        "application__other_partners",
    )


def naming(rows, text):
    """The projects whose number, title, lead or partner has every word."""
    for word in words_of(text):
        rows = rows.filter(
            Q(application__text_norm__contains=word)
            | Q(application__lead__name_norm__contains=word)
            | Q(application__partner__name_norm__contains=word)
        )
    return rows


def in_country(rows, country):
    return rows.filter(Exists(COUNTRIES.filter(application=HERE, country=country)))


def in_zone(rows, zone):
    return rows.filter(Exists(COUNTRIES.filter(application=HERE, country__zone=zone)))


def about(rows, theme):
    """The projects of the theme, or of one below it."""
    return rows.filter(Exists(THEMES.filter(application=HERE, theme__path__startswith=theme.path)))


def of_authority(rows, authority):
    """The projects that the authority leads, or takes part in."""
    member = MEMBERS.filter(application=HERE, localauthority=authority)
    return rows.filter(Q(application__lead=authority) | Exists(member))


def from_areas(rows, areas):
    """The projects that these authorities lead, or those of an area among them, by their keys."""
    return rows.filter(application__lead__in=LocalAuthority.objects.in_areas(areas))


def at_any(rows, places):
    """The projects of one of these territories, by their keys."""
    there = Q(application__territory__in=places) | Q(application__partner__in=places)
    return rows.filter(there)


def of_call(rows, call):
    return rows.filter(application__call=call)


def of_partnership(rows, partnership):
    return rows.filter(application__partnership=partnership)


def at(rows, place):
    """The projects of a territory, or of a place that it contains."""
    inside = ForeignAuthority.objects.within(place)
    there = Q(application__territory__in=inside)
    return rows.filter(
        there | Q(application__territory__isnull=True, application__partner__in=inside)
    )


def excerpt(rows):
    """(how many there are, the first of them with what a row shows), for another page."""
    return {"count": rows.count(), "rows": list(with_sides(rows)[:SHOWN])}
