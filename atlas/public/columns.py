"""What a file of the inventory says of each partnership: what its public page says, and codes.

Nothing internal: no note, no reason of a status, no reserved status, no data of an import.
"""

from operator import attrgetter

from django.conf import settings

from atlas.imports.columns import VOCABULARY
from correspondents.spreadsheets.write import Column

DEGREES = "en degrés (WGS 84), si elle est connue"


def joined(values):
    """Several values in a cell."""
    return " ; ".join(map(str, values))


def names(related):
    return lambda row: joined(getattr(row, related).all())


def codes(related, code="code"):
    return lambda row: joined(getattr(other, code) for other in getattr(row, related).all())


def of_parent(parent, value):
    """The name or the code of the lead's département or region, "" when it has none."""
    return lambda row: getattr(getattr(row.lead, parent), value, "")


def column(name, description, path="", **options):
    """A column that lists of the inventory have too, under the same heading."""
    options = {"value": attrgetter(path or name), **options}
    return Column(name, VOCABULARY.labels[name], description, **options)


LEAD = [
    column("authority", "La chef de file", "lead.name", width=34),
    Column(
        "authority_code",
        "Code de la collectivité",
        "SIREN de la chef de file, ou son code dans l’annuaire : il nomme sa page",
        attrgetter("lead.code"),
    ),
    Column(
        "authority_type",
        "Nature de la collectivité",
        "Commune, département, région, intercommunalité…",
        lambda row: row.lead.get_type_display(),
        attrgetter("lead.type"),
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
        names("other_authorities"),
        width=34,
    ),
    Column(
        "other_authorities_codes",
        "Codes des autres collectivités",
        "Leurs SIREN ou leurs codes dans l’annuaire, dans le même ordre",
        codes("other_authorities"),
    ),
]
PARTNER = [
    column("partner", "Autorité locale étrangère", "partner.name", width=30),
    Column(
        "partner_level",
        "Niveau du partenaire",
        "Commune, province, région, État fédéré…",
        lambda row: row.partner.get_level_display(),
        attrgetter("partner.level"),
    ),
    Column(
        "other_partners",
        "Autres partenaires",
        "Ceux qui participent, séparés par des points-virgules",
        names("other_partners"),
        width=30,
    ),
    column(
        "country",
        "Pays ou territoire du partenaire, et son code ISO 3166",
        "partner.country.name",
        code=attrgetter("partner.country_id"),
        width=26,
    ),
    Column("iso2", "Code ISO", "Code ISO 3166 à deux lettres", attrgetter("partner.country_id")),
    Column(
        "zone",
        "Zone",
        "Zone géographique de la délégation",
        attrgetter("partner.country.zone.name"),
    ),
    column("geonames_id", "Celui du partenaire, s’il est connu", "partner.geonames_id"),
    column("latitude", f"Celle du partenaire, {DEGREES}", "partner.latitude"),
    column("longitude", f"Celle du partenaire, {DEGREES}", "partner.longitude"),
]
FACTS = [
    column("kind", "Nature du partenariat", "kind_in_words", code=attrgetter("kind")),
    column(
        "status",
        "État public ; « à confirmer » quand personne ne l’a dit",
        "status_in_words",
        code=attrgetter("public_status"),
    ),
    column("first_signed_year", "Une année, quand elle est connue", width=12),
    column("started", "Année, mois ou jour : 2019, 2019-05"),
    column("ended", "Année, mois ou jour ; vide sans terme"),
    Column(
        "themes",
        "Thématiques",
        "Séparées par des points-virgules",
        names("themes"),
        width=34,
    ),
    Column(
        "themes_codes",
        "Codes des thématiques",
        "Dans le même ordre : ils servent aussi de filtre dans l’adresse",
        codes("themes"),
    ),
    Column(
        "goals",
        "ODD",
        "Numéros des objectifs de développement durable, de 1 à 17",
        lambda row: joined(row.goals),
        width=9,
    ),
    column("context", "Ce qu’en dit la fiche publique"),
    Column(
        "confirmed_on", "Confirmé le", "Par le poste ou la délégation", attrgetter("confirmed_on")
    ),
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
    Column("id", "Numéro", "Numéro de la fiche dans l’Atlas", attrgetter("pk"), width=9),
    *LEAD,
    *PARTNER,
    *FACTS,
]
