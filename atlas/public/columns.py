"""What a file of the inventory says of each partnership: what its public page says, and codes.

Nothing internal: no note, no reason of a status, no reserved status, no data of an import.
"""

from django.conf import settings

from correspondents.spreadsheets.write import Column, choice, joined, several


def of_parent(parent, value):
    """The name or the code of the lead's département or region, "" when it has none."""
    return lambda row: getattr(getattr(row.lead, parent), value, "")


# What the files of the inventory say of their reuse.
OPEN = "Licence Ouverte 2.0 : citer la source et la date."
PLACES = ("Lieux", "GeoNames (CC BY 4.0) ; collectivités : INSEE (Licence Ouverte 2.0).")
LEAD = [
    Column("authority", "Collectivité française", "La chef de file", "lead.name", width=34),
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
    Column("siren", "SIREN", "Celui de la chef de file", lambda row: row.lead.siren or ""),
    Column("insee", "Code INSEE", "Celui de la chef de file", "lead.insee", width=9),
    Column(
        "department", "Département", "Celui de la chef de file", of_parent("department", "name")
    ),
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
    Column("partner", "Partenaire", "Autorité locale étrangère", "partner.name", width=30),
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
    Column(
        "country",
        "Pays ou territoire",
        "Pays ou territoire du partenaire, et son code ISO 3166",
        "partner.country.name",
        "partner.country_id",
        width=26,
    ),
    Column("iso2", "Code ISO", "Code ISO 3166 à deux lettres", "partner.country_id"),
    Column("zone", "Zone", "Zone géographique de la délégation", "partner.country.zone.name"),
    Column(
        "geonames_id",
        "Identifiant GeoNames",
        "Celui du partenaire, s’il est connu",
        "partner.geonames_id",
    ),
    Column(
        "latitude",
        "Latitude",
        "Celle du partenaire, en degrés (WGS 84), si elle est connue",
        "partner.latitude",
    ),
    Column(
        "longitude",
        "Longitude",
        "Celle du partenaire, en degrés (WGS 84), si elle est connue",
        "partner.longitude",
    ),
]
FACTS = [
    Column("kind", "Nature", "Nature du partenariat", "kind_in_words", "kind"),
    Column(
        "status",
        "État",
        "État public ; « à confirmer » quand personne ne l’a dit",
        "status_in_words",
        "public_status",
    ),
    Column(
        "first_signed_year",
        "Année de première signature",
        "Une année, quand elle est connue",
        width=12,
    ),
    Column("started", "Début", "Année, mois ou jour : 2019, 2019-05"),
    Column("ended", "Fin", "Année, mois ou jour ; vide sans terme"),
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
    Column("context", "Contexte", "Ce qu’en dit la fiche publique"),
    Column("confirmed_on", "Confirmé le", "Par le poste ou la délégation"),
    Column("source", "Source", "D’où vient la fiche", width=24),
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
