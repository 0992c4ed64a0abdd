"""The fields of a person, in one table: reviews, forms, sheets, history and erasure follow it.

To add one: its column in `people.py`, its row here, its line in `publication.Contact`, a migration.
"""

from dataclasses import dataclass

PERSON, PLACE, TENURE, SWITCH = "person", "place", "tenure", "switch"
NAME_SWITCH = "name_is_public"


@dataclass(frozen=True, kw_only=True)
class PersonField:
    """A column of `Correspondent`, and what the directory does with it: everything by default."""

    name: str
    part: str = ""
    heading: str = ""  # of its column in a list; no list holds a field without one
    description: str = ""  # of its column in the files that we write
    width: int = 18  # characters
    aliases: tuple = ()  # the other headings that people write
    shown_by: str = ""  # the field that makes it public; "" when it always is, or never
    unpublished: str = "non publié"  # for a reader, when it is not public
    is_address: bool = False  # reaches the person: public of who has a name only with the name
    proposable: bool = True  # by who may not write it
    followed: bool = True  # in what changed between two states of the list
    protectable: bool = True  # from imports
    clearable: bool = True  # by an empty cell of an import
    erased: bool = True  # with the name, when the person is forgotten; a vacancy has none of it


NO_USE = dict.fromkeys(["proposable", "followed", "protectable", "clearable", "erased"], False)
IN_PLACE = {"part": PLACE, "proposable": False, "erased": False}
IN_TIME = {"part": TENURE, "width": 13, "erased": False}
AS_SWITCH = NO_USE | {"part": SWITCH, "width": 9, "protectable": True}
NOT_IN_LISTS = NO_USE | {"erased": True}

PERSON_FIELDS = [
    PersonField(
        name="civility",
        part=PERSON,
        heading="Civilité",
        description="Mme ou M.",
        width=9,
        aliases=("Civ", "Titre", "M/Mme", "Mme/M", "Title"),
        shown_by=NAME_SWITCH,
    ),
    PersonField(
        name="last_name",
        part=PERSON,
        heading="Nom",
        description="Nom de famille",
        width=22,
        aliases=("Nom de famille", "Nom d’usage", "Noms", "Last name", "Surname", "Family name"),
        shown_by=NAME_SWITCH,
        clearable=False,
    ),
    PersonField(
        name="first_name",
        part=PERSON,
        heading="Prénom",
        description="Prénom",
        aliases=("Prénoms", "First name", "Given name"),
        shown_by=NAME_SWITCH,
        clearable=False,
    ),
    PersonField(
        name="function",
        part=PERSON,
        heading="Fonction",
        description="Fonction au poste",
        width=34,
        aliases=(
            *("Fonctions", "Intitulé du poste", "Function", "Emploi", "Position", "Job title"),
            "Grade",
        ),
        shown_by="function_is_public",
        unpublished="non publiée",
        erased=False,
    ),
    PersonField(
        name="email",
        part=PERSON,
        heading="Courriel",
        description="Courriel de la personne",
        width=34,
        aliases=(
            *("Mél", "E-mail", "Mail", "Courriels", "Méls", "Mails", "E-mails", "Messagerie"),
            *("Adresse électronique", "Adresse mail", "Adresse mél", "Adresse courriel"),
            *("Adresse e-mail", "Adresse de messagerie", "Courrier électronique", "Email address"),
        ),
        shown_by="email_is_public",
        is_address=True,
    ),
    PersonField(
        name="phone",
        part=PERSON,
        heading="Téléphone",
        description="Téléphone de la personne",
        width=22,
        aliases=(
            *("Tél", "Tel", "Tph", "Téléphones", "Numéro de téléphone", "N° de téléphone"),
            *("N° téléphone", "N° tél", "Num tél", "Numéro", "Ligne directe", "Tél direct"),
            *("Téléphone direct", "Tél fixe", "Fixe", "Portable", "Mobile", "Phone"),
            *("Phone number", "Telephone"),
        ),
        shown_by="phone_is_public",
        is_address=True,
    ),
    PersonField(
        name="role",
        heading="Rôle",
        description="Rôle de la personne ou du service : le correspondant, son suppléant, le COCAC",
        aliases=("Role", "Qualité", "Statut du contact"),
        clearable=False,
        **IN_PLACE,
    ),
    PersonField(
        name="rank",
        heading="Rang",
        description="1 : à qui écrire d’abord",
        width=7,
        aliases=("Ordre", "Rank"),
        clearable=False,
        **IN_PLACE,
    ),
    PersonField(
        name="scope",
        heading="Périmètre",
        description="La partie du pays que suit la personne",
        aliases=("Compétence", "Scope", "Champ géographique"),
        **IN_PLACE,
    ),
    PersonField(
        name="is_vacant",
        heading="Vacant",
        description="oui : la place est vacante",
        width=9,
        aliases=("Vacance", "Poste vacant"),
        **NO_USE,
    ),
    PersonField(
        name="started_on",
        heading="En fonction depuis le",
        description="Premier jour en fonction",
        aliases=(
            *("Prise de fonction", "Prise de poste", "Arrivée", "Date d’arrivée", "Début"),
            "Depuis",
        ),
        **IN_TIME,
    ),
    PersonField(
        name="ended_on",
        heading="Dernier jour en fonction",
        description="Dernier jour en fonction",
        aliases=("Fin de fonction", "Fin de mission", "Départ", "Date de départ", "Fin"),
        **IN_TIME,
    ),
    PersonField(
        name="verified_on",
        heading="Vérifié le",
        description="Jour où quelqu’un a vérifié l’entrée ; un import ne compte pas",
        width=13,
        aliases=(
            *("MAJ", "Mise à jour", "Date de mise à jour", "Date MAJ", "Dernière mise à jour"),
            *("Dernière MAJ", "Mis à jour le", "Actualisé le", "Actualisation", "À jour au"),
            *("Date d’actualisation", "Updated", "Last update", "Updated on"),
        ),
        **NO_USE,
    ),
    PersonField(
        name=NAME_SWITCH,
        heading="Nom public",
        description="oui : le nom est publié",
        **AS_SWITCH,
    ),
    PersonField(
        name="function_is_public",
        heading="Fonction publique",
        description="oui : la fonction est publiée",
        **AS_SWITCH,
    ),
    PersonField(
        name="email_is_public",
        heading="Courriel public",
        description="oui : le courriel de la personne figure sur sa page",
        **AS_SWITCH,
    ),
    PersonField(
        name="phone_is_public",
        heading="Téléphone public",
        description="oui : le téléphone de la personne figure sur sa page",
        **AS_SWITCH,
    ),
    PersonField(
        name="source",
        heading="Source",
        description="D’où vient l’entrée",
        width=24,
        proposable=False,
        followed=False,
    ),
    PersonField(name="verified_by", **NOT_IN_LISTS),
    PersonField(name="other_data", **NOT_IN_LISTS),
    PersonField(name="bounced_email", **NOT_IN_LISTS),
    PersonField(name="bounced_on", **NOT_IN_LISTS),
]
# What says nothing of the person: keys, marks of the loop, what other columns compute.
NOT_OF_A_PERSON = {
    *("id", "post", "name_norm", "protected_fields"),
    *("to_confirm_since", "silent_since", "hidden_since", "informed_on"),
}


def person_fields(**wanted):
    """The rows of which all this is true, in order: `person_fields(part=PERSON, erased=True)`."""
    return [f for f in PERSON_FIELDS if all(getattr(f, k) == v for k, v in wanted.items())]


def names(**wanted):
    return [field.name for field in person_fields(**wanted)]


def as_spoken(names):
    """« Mme Prénom Nom », where the columns of a list begin with the last name."""
    spoken = {"first_name": "last_name", "last_name": "first_name"}
    return [spoken.get(name, name) for name in names]


PROPOSED = as_spoken(names(proposable=True))
SWITCHES = names(part=SWITCH)
# What an entry says beside the name.
DETAILS = [field for field in person_fields(part=PERSON) if field.shown_by != NAME_SWITCH]
