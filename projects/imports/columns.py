"""The columns of a list of dossiers, and the other headings that they go by in sheets."""

from atlas.imports.columns import COLUMNS as OF_PARTNERSHIPS
from correspondents.imports.vocabulary import ColumnName, Vocabulary

SIDES = {column.code: column for column in OF_PARTNERSHIPS}


def _side(code, label, *synonyms):
    """A column of the inventory, with the headings that a platform gives it besides."""
    column = SIDES[code]
    return ColumnName(code, label, (column.label, *column.synonyms, *synonyms))


COLUMNS = [
    ColumnName(
        "reference",
        "Numéro de dossier",
        (
            *("Numéro", "Numéro du dossier", "N° de dossier", "N° dossier", "N° du dossier"),
            *("Dossier", "ID", "ID du dossier", "Identifiant", "Identifiant du dossier"),
            *("Référence", "Référence du dossier"),
        ),
    ),
    ColumnName(
        "title",
        "Intitulé",
        (
            *("Intitulé du projet", "Titre", "Titre du projet", "Nom du projet", "Projet"),
            *("Libellé", "Libellé du projet", "Objet du projet"),
        ),
    ),
    _side(
        "authority",
        "Chef de file",
        *("Collectivité française chef de file", "Porteur", "Porteur du projet", "Demandeur"),
        *("Collectivité demandeuse", "Bénéficiaire", "Établissement", "Raison sociale"),
        *("Établissement raison sociale", "Collectivité territoriale chef de file"),
    ),
    _side(
        "siren",
        "SIREN",
        *("SIRET", "Numéro SIRET", "N° SIRET", "Établissement SIREN", "Établissement SIRET"),
        *("SIREN du chef de file", "SIRET du demandeur", "SIREN du porteur", "SIRET du porteur"),
    ),
    _side("insee", "Code INSEE", "Code INSEE du chef de file"),
    _side("department", "Département", "Département du chef de file"),
    _side(
        "partner",
        "Partenaire",
        *("Autorité locale chef de file", "Chef de file étranger", "Partenaire principal"),
        *("Autorité locale partenaire", "Collectivité étrangère partenaire", "Partenaire local"),
    ),
    _side("country", "Pays du partenaire", "Pays de l’autorité locale"),
    _side("geonames_id", "Identifiant GeoNames"),
    ColumnName("summary", "Résumé", ("Résumé du projet", "Description", "Présentation du projet")),
    ColumnName(
        "filed_on",
        "Déposé le",
        ("Date de dépôt", "Date du dépôt", "Dépôt", "Dossier déposé le"),
    ),
    ColumnName(
        "other_authorities",
        "Autres collectivités françaises",
        (
            *("Autres collectivités", "Collectivités associées", "Autres CT"),
            *("Collectivités françaises associées", "Collectivités françaises partenaires"),
        ),
    ),
    ColumnName(
        "other_partners",
        "Autres autorités locales",
        (
            *("Autres autorités locales étrangères", "Autres collectivités étrangères"),
            *("Autres autorités locales partenaires", "Autres collectivités partenaires"),
        ),
    ),
    ColumnName(
        "other_bodies",
        "Autres partenaires",
        ("Autres partenaires du projet", "Associations partenaires", "Organismes associés"),
    ),
    ColumnName(
        "countries",
        "Pays du projet",
        (
            *("Pays concernés", "Pays d’intervention", "Pays de réalisation", "Pays du projet (s)"),
            *("Tous les pays", "Pays ou territoires", "Lieux du projet"),
        ),
    ),
    ColumnName(
        "territory",
        "Territoire d’intervention",
        ("Territoire local", "Territoire du projet", "Zone d’intervention", "Lieu du projet"),
    ),
    ColumnName(
        "themes",
        "Thématiques",
        ("Thématique", "Thème", "Thèmes", "Secteur", "Secteurs", "Thématique principale"),
    ),
    ColumnName(
        "goals", "ODD", ("Objectifs de développement durable", "ODD visés", "Objectifs (ODD)")
    ),
    ColumnName(
        "starts_on",
        "Début prévu",
        ("Date de début", "Début", "Début du projet", "Démarrage", "Date de démarrage"),
    ),
    ColumnName(
        "months",
        "Durée, mois",
        ("Durée", "Durée du projet", "Durée en mois", "Nombre de mois", "Mois"),
    ),
    ColumnName(
        "requested",
        "Cofinancement demandé",
        (
            *("Montant demandé", "Subvention demandée", "Montant sollicité", "Cofinancement"),
            *("Cofinancement sollicité", "Montant de la demande", "Part demandée"),
        ),
    ),
    ColumnName("currency", "Monnaie", ("Devise", "Monnaie des montants", "Currency")),
    ColumnName(
        "monitoring",
        "Suivi du projet",
        ("dont suivi", "dont suivi du projet", "Part du suivi", "Suivi", "Suivi-évaluation"),
    ),
    ColumnName(
        "aid_declared",
        "e-APD déclarée",
        (
            *("e-APD", "eAPD", "APD déclarée", "e-APD N-1", "e-APD N-1 déclarée"),
            *("Déclaration e-APD", "e-APD de l’année précédente déclarée"),
        ),
    ),
    ColumnName("year", "Année du budget", ("Année", "Exercice", "Exercice budgétaire")),
    ColumnName(
        "lead_money",
        "Part de la collectivité",
        (
            *("Part du chef de file", "Apport de la collectivité", "Apport du chef de file"),
            *("Apport en numéraire", "Autofinancement", "Part de la collectivité française"),
        ),
    ),
    ColumnName(
        "lead_in_kind",
        "Valorisation",
        ("Valorisations", "Apport en nature", "Apports valorisés", "Valorisation du chef de file"),
    ),
    ColumnName("lead_in_kind_within", "dont valorisation", ("dont apport en nature",)),
    ColumnName(
        "french_money",
        "Part des autres collectivités",
        ("Apport des autres collectivités", "Part des autres collectivités françaises"),
    ),
    ColumnName(
        "foreign_money",
        "Part du partenaire",
        (
            *("Apport du partenaire", "Part de l’autorité locale partenaire"),
            *("Apport de l’autorité locale", "Part des partenaires"),
        ),
    ),
    ColumnName(
        "public_money",
        "Autres financements publics",
        ("Autres cofinancements publics", "Autre financement public", "Financements publics"),
    ),
    ColumnName(
        "private_money",
        "Autres financements privés",
        ("Autres cofinancements privés", "Autre financement privé", "Financements privés"),
    ),
]


class ApplicationVocabulary(Vocabulary):
    """The columns of the dossiers: a header names the number, which is the key."""

    def is_header(self, codes):
        return super().is_header(codes) and "reference" in codes


VOCABULARY = ApplicationVocabulary(
    COLUMNS, examples=("Numéro de dossier", "Intitulé", "Chef de file")
)
