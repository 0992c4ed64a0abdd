"""Under what terms the data is reused, and whom to name."""

from django.conf import settings

LICENCE = {
    "name": "etalab-2.0",  # as SPDX calls it
    "title": "Licence Ouverte 2.0",
    "path": "https://www.etalab.gouv.fr/licence-ouverte-open-licence/",
}
ATTRIBUTIONS = [
    {
        "title": "GeoNames, villes et points, CC BY 4.0",
        "path": "https://www.geonames.org/",
    },
    {
        "title": "INSEE, code officiel géographique, Licence Ouverte 2.0",
        "path": "https://www.insee.fr/fr/information/2560452",
    },
    {
        "title": "Unicode CLDR, noms de pays, licence Unicode",
        "path": "https://cldr.unicode.org/",
    },
    {
        "title": "Wikidata, jumelages et postes, CC0",
        "path": "https://www.wikidata.org/",
    },
]


def publisher():
    """The publisher: names change, so they are settings."""
    return f"{settings.MINISTRY_NAME}, {settings.DELEGATION_NAME}"
