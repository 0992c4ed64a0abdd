"""The columns of a file of the inventory: the content of public pages, and codes.

Nothing internal: no note, no reason of a status, no reserved status, no data of an import.
"""

from django.conf import settings

from atlas.imports.columns import VOCABULARY
from correspondents.spreadsheets.write import Column, choice, joined, several

DEGREES = "en degrés (WGS 84), si elle est connue"


def of_parent(parent, value):
    """The name or the code of the lead's département or region, "" when it has none."""
    return lambda row: getattr(getattr(row.lead, parent), value, "")


# The conditions of reuse, written in the files of the inventory.
OPEN = "Licence Ouverte 2.0 : citer la source et la date."
PLACES = ("Lieux", "GeoNames (CC BY 4.0) ; collectivités : INSEE (Licence Ouverte 2.0).")


def column(name, description, value="", code=None, width=18):
    """A column that lists of the inventory have too, under the same heading."""
    return Column(name, VOCABULARY.labels[name], description, value, code, width)


LEAD = [
    column("authority", "La chef de file", "lead.name", width=34),
    Column(
        "authority_code",
        "Code de la collectivité",
        "SIREN de la chef de file, ou son code dans l’annuaire : il nomme sa page",
        "lead.code",
    ),
    choice(
        "authority_type",
        "Nature de la collectivité",
        "Commune, département, région, intercommunalité…",
        "lead.type",
    ),
    column("siren", "Celui de la chef de file", value=lambda row: row.lead.siren or ""),
    column("insee", "Celui de la chef de file", "lead.insee", width=9),
    column("department", "Celui de la chef de file", value=of_parent("department", "name")),
    Column(
        "department_insee",
        "Code du département",
        "Code INSEE du département de la chef de file",
        of_parent("department", "insee"),
        width=9,
    ),
    Column("region", "Région", "Celle de la chef de file", of_parent("region", "name")),
    Column(
        "region_insee",
        "Code de la région",
        "Code INSEE de la région de la chef de file",
        of_parent("region", "insee"),
        width=9,
    ),
    Column(
        "other_authorities",
        "Autres collectivités françaises",
        "Celles qui participent, séparées par des points-virgules",
        several("other_authorities"),
        width=34,
    ),
    Column(
        "other_authorities_codes",
        "Codes des autres collectivités",
        "Leurs SIREN ou leurs codes dans l’annuaire, dans le même ordre",
        several("other_authorities", "code"),
    ),
]
PARTNER = [
    column("partner", "Autorité locale étrangère", "partner.name", width=30),
    choice(
        "partner_level",
        "Niveau du partenaire",
        "Commune, province, région, État fédéré…",
        "partner.level",
    ),
    Column(
        "other_partners",
        "Autres partenaires",
        "Ceux qui participent, séparés par des points-virgules",
        several("other_partners"),
        width=30,
    ),
    column(
        "country",
        "Pays ou territoire du partenaire, et son code ISO 3166",
        "partner.country.name",
        code="partner.country_id",
        width=26,
    ),
    Column("iso2", "Code ISO", "Code ISO 3166 à deux lettres", "partner.country_id"),
    Column(
        "zone",
        "Zone",
        "Zone géographique de la délégation",
        "partner.country.zone.name",
    ),
    column("geonames_id", "Celui du partenaire, s’il est connu", "partner.geonames_id"),
    column("latitude", f"Celle du partenaire, {DEGREES}", "partner.latitude"),
    column("longitude", f"Celle du partenaire, {DEGREES}", "partner.longitude"),
]
FACTS = [
    column("kind", "Nature du partenariat", "kind_in_words", code="kind"),
    column(
        "status",
        "État public ; « à confirmer » quand personne ne l’a dit",
        "status_in_words",
        code="public_status",
    ),
    column("first_signed_year", "Une année, quand elle est connue", width=12),
    column("started", "Année, mois ou jour : 2019, 2019-05"),
    column("ended", "Année, mois ou jour ; vide sans terme"),
    Column(
        "themes",
        "Thématiques",
        "Séparées par des points-virgules",
        several("themes"),
        width=34,
    ),
    Column(
        "themes_codes",
        "Codes des thématiques",
        "Dans le même ordre : ils servent aussi de filtre dans l’adresse",
        several("themes", "code"),
    ),
    Column(
        "goals",
        "ODD",
        "Numéros des objectifs de développement durable, de 1 à 17",
        lambda row: joined(row.goals),
        width=9,
    ),
    column("context", "Ce qu’en dit la fiche publique"),
    Column("confirmed_on", "Confirmé le", "Par le poste ou la délégation", "confirmed_on"),
    column("source", "D’où vient la fiche", width=24),
    Column(
        "page",
        "Page",
        "Adresse de la page du partenariat",
        lambda row: f"{settings.SITE_URL}{row.get_absolute_url()}",
        width=50,
    ),
]
COLUMNS = [
    Column("id", "Numéro", "Numéro de la fiche dans l’Atlas", "pk", width=9),
    *LEAD,
    *PARTNER,
    *FACTS,
]
