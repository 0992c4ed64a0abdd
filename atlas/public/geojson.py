"""The inventory as points on a map: a GeoJSON feature collection (RFC 7946)."""

import json
from datetime import date

from correspondents.spreadsheets.files import Format
from correspondents.spreadsheets.write import in_chunks


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
