"""The map of partner places: circles of those that are near, with their number of partnerships.

As a file, a GeoJSON feature collection (RFC 7946).
"""

import json
from datetime import date

from django.db.models import Count
from django.urls import reverse

from atlas.models import ForeignAuthority
from correspondents.directory.post_map import Dot
from correspondents.directory.world_map import project
from correspondents.records.cache import cached_until_written
from correspondents.spreadsheets.files import Format
from correspondents.spreadsheets.write import in_chunks


def dots_of(partnerships):
    """A dot for each place where the partnerships of a queryset lead."""
    rows = partnerships.order_by().filter(partner__latitude__isnull=False).values("partner")
    numbers = dict(rows.annotate(number=Count("pk")).values_list("partner", "number"))
    return dots(numbers, points_of(ForeignAuthority.objects.filter(pk__in=numbers)))


def partner_dots(numbers):
    """The same of {partner that has a point: number of partnerships}, all places cached."""
    places = ForeignAuthority.objects.filter(latitude__isnull=False)
    groups = {"countries", "inventory"}
    return dots(numbers, cached_until_written("atlas-places", lambda: points_of(places), groups))


def points_of(places):
    """{key: (name, x, y, code of the country, its name)}."""
    rows = places.values_list(
        "pk", "name", "latitude", "longitude", "country_id", "country__name"
    ).order_by()
    return {pk: (name, *project(lat, lon), *country) for pk, name, lat, lon, *country in rows}


def dots(numbers, points):
    return [dot_of(pk, number, *points[pk]) for pk, number in numbers.items() if pk in points]


def dot_of(pk, number, name, x, y, code, country):
    return Dot(
        x, y, name, reverse("territory_detail", args=[pk]), number=number, group=country, code=code
    )


def write_geojson(table):
    """One feature a partnership, at its partner's place; without a point, its geometry is null."""
    return in_chunks(_parts(table))


def _parts(table):
    yield '{"type": "FeatureCollection", "features": ['
    for row in table:
        yield (",\n" if table.count > 1 else "\n") + feature(row, table.columns)
    yield "\n]}\n"


def feature(partnership, columns):
    properties = {}
    for column in columns:
        properties.update(column.record(partnership))
    place = partnership.partner
    point = {"type": "Point", "coordinates": [place.longitude, place.latitude]}
    document = {
        "type": "Feature",
        "id": partnership.pk,
        "geometry": point if place.latitude is not None else None,
        "properties": properties,
    }
    return json.dumps(document, ensure_ascii=False, default=date.isoformat)


GEOJSON = Format("geojson", "Carte (GeoJSON)", "application/geo+json", write_geojson)
