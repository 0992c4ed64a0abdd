"""The map of partner places: a dot each, whose size tells how many partnerships lead there.

As a file, a GeoJSON feature collection (RFC 7946).
"""

import json
from datetime import date
from functools import lru_cache
from math import sqrt

from django.db.models import Count
from django.urls import reverse

from atlas.models import ForeignAuthority
from correspondents.directory.post_map import Dot
from correspondents.directory.world_map import project
from correspondents.spreadsheets.files import Format
from correspondents.spreadsheets.write import in_chunks

MOST = 400  # dots: more would be a blot, and a heavy page
SMALLEST, BIGGEST = 3.5, 14.0  # radius, in units of the drawing


def dots_of(partnerships):
    """A dot for each of the busiest places where the partnerships of a queryset lead."""
    rows = partnerships.order_by().filter(partner__latitude__isnull=False).values("partner")
    return busiest_dots(dict(rows.annotate(number=Count("pk")).values_list("partner", "number")))


def busiest_dots(numbers):
    """A dot for each of the `MOST` places of {partner that has a point: number} with the most."""
    busiest = sorted(numbers, key=lambda pk: (-numbers[pk], pk))[:MOST]
    places = ForeignAuthority.objects.filter(pk__in=busiest)
    points = {row[0]: row for row in places.values_list("pk", "name", "latitude", "longitude")}
    return [dot_of(*points[pk], numbers[pk]) for pk in busiest if pk in points]


@lru_cache(maxsize=5000)
def dot_of(pk, name, latitude, longitude, count):
    x, y = project(latitude, longitude)
    radius = min(SMALLEST * sqrt(count), BIGGEST)
    text = f"{name} : {count} partenariat{'s' if count > 1 else ''}"
    url = reverse("territory_detail", args=[pk])
    return Dot(f"{x:.1f}", f"{y:.1f}", text, url, radius=f"{radius:.1f}")


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
