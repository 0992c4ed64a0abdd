"""The columns of a file of the radar, one row a territory."""

from operator import attrgetter

from django.conf import settings

from correspondents.spreadsheets.write import Column, choice, joined


def names(of):
    return lambda signal: joined(authority.name for authority in attrgetter(of)(signal))


NUMBER = Column(
    "number",
    "Collectivités",
    "Nombre de collectivités françaises qui y travaillent",
    width=12,
)
COLUMNS = [
    Column("id", "Numéro", "Numéro du territoire", "territory.pk", width=9),
    Column(
        "territory",
        "Territoire",
        "Autorité locale étrangère où travaillent deux collectivités françaises ou plus",
        "territory.name",
        width=30,
    ),
    choice("level", "Niveau", "Commune, province, région, État fédéré…", "territory.level"),
    Column(
        "parent",
        "Situé dans",
        "Le territoire qui le contient, s’il est connu",
        lambda signal: signal.territory.parent.name if signal.territory.parent else "",
    ),
    Column(
        "country",
        "Pays ou territoire",
        "Pays ou territoire, et son code ISO 3166",
        "territory.country.name",
        "territory.country_id",
        width=26,
    ),
    Column("iso2", "Code ISO", "Code ISO 3166 à deux lettres", "territory.country_id"),
    Column("zone", "Zone", "Zone géographique de la délégation", "territory.country.zone.name"),
    NUMBER,
    Column(
        "here",
        "Au territoire même",
        "Celles qui travaillent avec le territoire lui-même",
        names("at_place"),
        width=40,
    ),
    Column(
        "inside",
        "Dans ce qu’il contient",
        "Celles qui ne travaillent qu’avec un territoire qu’il contient",
        names("inside"),
        width=40,
    ),
    Column(
        "authorities_codes",
        "Codes des collectivités",
        "SIREN ou codes dans l’annuaire : celles du territoire même, puis les autres",
        lambda signal: joined(authority.code for authority in signal.authorities),
    ),
    Column(
        "themes",
        "Thématiques communes",
        "Celles que deux collectivités au moins y partagent, les plus précises",
        lambda signal: joined(signal.themes),
        width=34,
    ),
    Column(
        "themes_codes",
        "Codes des thématiques",
        "Dans le même ordre",
        lambda signal: joined(theme.code for theme in signal.themes),
    ),
    Column("kinds", "Natures", "Natures des partenariats", lambda s: joined(s.kinds), width=34),
    Column(
        "first_year",
        "Première année",
        "Première signature, à défaut début, du plus ancien partenariat daté",
        "first",
        width=12,
    ),
    Column("latest_year", "Dernière année", "Celle du plus récent", "latest", width=12),
    Column(
        "page",
        "Page",
        "Adresse de la page du territoire",
        lambda signal: f"{settings.SITE_URL}{signal.territory.get_absolute_url()}",
        width=50,
    ),
]
