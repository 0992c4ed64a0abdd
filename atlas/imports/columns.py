"""The columns of a list of partnerships, and the other headings that they go by in sheets."""

from correspondents.imports.vocabulary import ColumnName, Vocabulary

COLUMNS = [
    ColumnName(
        "authority",
        "Collectivité française",
        (
            *("Collectivité", "Collectivité territoriale", "Collectivité chef de file", "CT"),
            *("Commune", "Commune française", "Ville", "Ville française", "Chef de file français"),
            *("Nom de la collectivité", "Collectivité porteuse", "Authority", "French authority"),
            *("French city", "Partenaire français"),
        ),
    ),
    ColumnName("siren", "SIREN", ("Numéro SIREN", "N° SIREN", "SIREN de la collectivité")),
    ColumnName("insee", "Code INSEE", ("INSEE", "Code commune", "Code officiel géographique")),
    ColumnName("department", "Département", ("Département français", "Dép", "Dpt")),
    ColumnName(
        "partner",
        "Partenaire",
        (
            *("Autorité locale étrangère", "Collectivité étrangère", "Ville partenaire"),
            *("Collectivité partenaire", "Partenaire étranger", "Territoire partenaire"),
            *("Commune partenaire", "Ville étrangère", "Commune étrangère", "Jumelée avec"),
            *("Autorité partenaire", "Partner", "Partner city", "Foreign authority"),
        ),
    ),
    ColumnName(
        "country",
        "Pays ou territoire",
        (
            *("Pays", "Pays du partenaire", "Pays partenaire", "Territoire", "Code pays"),
            *("Pays étranger", "Country", "Partner country", "Code ISO", "ISO", "ISO2"),
        ),
    ),
    ColumnName(
        "geonames_id",
        "Identifiant GeoNames",
        ("GeoNames", "GeoNames ID", "Partner GeoNames ID", "Code GeoNames"),
    ),
    ColumnName("latitude", "Latitude", ("Lat", "Partner latitude", "Latitude du partenaire")),
    ColumnName(
        "longitude", "Longitude", ("Lon", "Lng", "Partner longitude", "Longitude du partenaire")
    ),
    ColumnName("level", "Niveau du partenaire", ("Niveau", "Échelon", "Level")),
    ColumnName(
        "kind", "Nature", ("Nature du partenariat", "Type de partenariat", "Type", "Kind", "Forme")
    ),
    ColumnName("status", "État", ("Statut", "Situation", "État du partenariat", "Status")),
    ColumnName(
        "first_signed_year",
        "Année de première signature",
        (
            *("Première signature", "Année de signature", "Année", "Depuis", "Signé en"),
            *("Date de signature", "Année du jumelage", "Year", "First signed"),
        ),
    ),
    ColumnName("started", "Début", ("Date de début", "Début du partenariat", "Start")),
    ColumnName("ended", "Fin", ("Date de fin", "Fin du partenariat", "Échéance", "End")),
    ColumnName("context", "Contexte", ("Description", "Commentaire public", "Context")),
    ColumnName("source", "Source", ("Origine",)),
    ColumnName(
        "source_id", "Identifiant dans la source", ("Identifiant source", "Référence", "Source ID")
    ),
    ColumnName("atlas_id", "Identifiant de l’Atlas", ("Atlas", "ID Atlas", "N° Atlas")),
]


class InventoryVocabulary(Vocabulary):
    """The columns of the inventory: a header names at least two of the three that it needs."""

    def is_header(self, codes):
        lead = not codes.isdisjoint({"authority", "siren", "insee"})
        sides = [lead, "partner" in codes, "country" in codes]
        return super().is_header(codes) and sum(sides) > 1


VOCABULARY = InventoryVocabulary(
    COLUMNS,
    examples=("Collectivité française", "Partenaire", "Pays ou territoire"),
    # Our own list begins with the columns that say who works with whom, and where.
    fewest=[column.code for column in COLUMNS].index("country") + 1,
)
