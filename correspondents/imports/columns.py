"""The columns of a list, in order: one map used by the screens, the exports and the importer."""

import re
import unicodedata
from dataclasses import dataclass, field


@dataclass(frozen=True)
class ColumnName:
    """A column: its code, its French label, and the other headings it goes by in sheets."""

    code: str
    label: str
    synonyms: tuple = field(default=())


COLUMNS = [
    ColumnName(
        "country",
        "Pays ou territoire",
        ("Pays", "Territoire", "Pays/territoire", "État", "Country", "Nom du pays"),
    ),
    ColumnName("iso2", "Code ISO", ("ISO", "ISO2", "Code pays", "Code ISO2", "Country code")),
    ColumnName("zone", "Zone", ("Zone géographique", "Région du monde", "Continent")),
    ColumnName("post", "Poste", ("Nom du poste", "Poste diplomatique", "Ambassade", "Post")),
    ColumnName("city", "Ville", ("Implantation", "Ville du poste", "City", "Localité")),
    ColumnName("kind", "Nature", ("Nature du poste", "Type de poste", "Type")),
    ColumnName("role", "Rôle", ("Role", "Qualité", "Statut du contact")),
    ColumnName("rank", "Rang", ("Ordre", "Rank")),
    ColumnName("scope", "Périmètre", ("Compétence", "Scope", "Champ géographique")),
    ColumnName("civility", "Civilité", ("Civ", "Titre", "M/Mme", "Mme/M")),
    ColumnName("last_name", "Nom", ("Nom de famille", "Nom du correspondant", "Last name")),
    ColumnName("first_name", "Prénom", ("Prénoms", "First name")),
    ColumnName("function", "Fonction", ("Fonctions", "Intitulé du poste", "Function", "Emploi")),
    ColumnName(
        "email",
        "Courriel",
        (
            "Mél",
            "Mel",
            "E-mail",
            "Email",
            "Mail",
            "Adresse électronique",
            "Adresse mail",
            "Courriel professionnel",
        ),
    ),
    ColumnName("phone", "Téléphone", ("Tél", "Tel", "N° tél", "N° de téléphone", "Phone")),
    ColumnName(
        "mailbox",
        "Boîte fonctionnelle",
        ("BAL fonctionnelle", "Mél fonctionnel", "Courriel générique", "Boîte générique"),
    ),
    ColumnName("switchboard", "Téléphone du standard", ("Standard", "Tél standard")),
    ColumnName("is_vacant", "Vacant", ("Vacance", "Poste vacant")),
    ColumnName("started_on", "En fonction depuis le", ("Prise de fonction", "Arrivée", "Début")),
    ColumnName("ended_on", "Dernier jour en fonction", ("Fin de fonction", "Départ", "Fin")),
    ColumnName("verified_on", "Vérifié le", ("MAJ", "Mise à jour", "Date de mise à jour")),
    ColumnName("name_is_public", "Nom public"),
    ColumnName("function_is_public", "Fonction publique"),
    ColumnName("email_is_public", "Courriel public"),
    ColumnName("phone_is_public", "Téléphone public"),
    ColumnName("source", "Source"),
]

LABELS = {column.code: column.label for column in COLUMNS}


def plain(text):
    """A heading or a keyword as it is compared: lower case, no accent, single spaces."""
    letters = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe"))
    return " ".join(re.findall("[a-z0-9]+", re.sub("[\u0300-\u036f]", "", letters)))


_CODES = {
    plain(heading): column.code
    for column in COLUMNS
    for heading in (column.label, *column.synonyms)
}


def code_of(heading):
    """The code of the column that goes by this heading, or None."""
    return _CODES.get(plain(heading))
