"""The fields of a person, in one table: reviews, forms, sheets, history and erasure follow it.

To add one: its column in `people.py`, its row here, its line in `publication.Contact`, a migration.
"""

from dataclasses import dataclass

PERSON, PLACE, TENURE, SWITCH, OTHER = "person", "place", "tenure", "switch", "other"
NAME_SWITCH = "name_is_public"


@dataclass(frozen=True)
class PersonField:
    """A column of `Correspondent`, and what the directory does with it: all of this by default,
    save publishing it. Its heading in lists and files is the `verbose_name` of the column.
    """

    name: str
    description: str = ""  # of its column in lists and files; none holds a field without one
    shown_by: str = ""  # the field that makes it public; "" when it never is
    part: str = PERSON
    width: int = 18  # characters
    unpublished: str = "non publié"  # what one reads where it is not public
    is_address: bool = False  # reaches the person: public of who has a name only with the name
    proposable: bool = True  # by who may not write it
    followed: bool = True  # in what changed between two states of the list
    protectable: bool = True  # from imports
    clearable: bool = True  # by an empty cell of an import
    erased: bool = True  # with the name, when the person is forgotten; a vacancy has none of it


NO_USE = dict.fromkeys(["proposable", "followed", "protectable", "clearable", "erased"], False)
IN_PLACE = {"part": PLACE, "proposable": False, "erased": False}
IN_TIME = {"part": TENURE, "width": 13, "erased": False}
ASIDE = NO_USE | {"part": OTHER}
AS_SWITCH = NO_USE | {"part": SWITCH, "width": 9, "protectable": True}
FUNCTION = {"width": 34, "unpublished": "non publiée", "erased": False}

PERSON_FIELDS = [
    PersonField("civility", "Mme ou M.", NAME_SWITCH, width=9),
    PersonField("last_name", "Nom de famille", NAME_SWITCH, width=22, clearable=False),
    PersonField("first_name", "Prénom", NAME_SWITCH, clearable=False),
    PersonField("function", "Fonction au poste", "function_is_public", **FUNCTION),
    PersonField("email", "Courriel de la personne", "email_is_public", width=34, is_address=True),
    PersonField("phone", "Téléphone de la personne", "phone_is_public", width=22, is_address=True),
    PersonField(
        "role",
        "Rôle de la personne ou du service : le correspondant, son suppléant, le COCAC",
        clearable=False,
        **IN_PLACE,
    ),
    PersonField("rank", "1 : à qui écrire d’abord", width=7, clearable=False, **IN_PLACE),
    PersonField("scope", "La partie du pays que suit la personne", **IN_PLACE),
    PersonField("is_vacant", "oui : la place est vacante", width=9, **ASIDE),
    PersonField("started_on", "Premier jour en fonction", **IN_TIME),
    PersonField("ended_on", "Dernier jour en fonction", **IN_TIME),
    PersonField(
        "verified_on",
        "Jour où quelqu’un a vérifié l’entrée ; un import ne compte pas",
        width=13,
        **ASIDE,
    ),
    PersonField(NAME_SWITCH, "oui : le nom est publié", **AS_SWITCH),
    PersonField("function_is_public", "oui : la fonction est publiée", **AS_SWITCH),
    PersonField(
        "email_is_public", "oui : le courriel de la personne figure sur sa page", **AS_SWITCH
    ),
    PersonField(
        "phone_is_public", "oui : le téléphone de la personne figure sur sa page", **AS_SWITCH
    ),
    PersonField(
        "source", "D’où vient l’entrée", part=OTHER, width=24, proposable=False, followed=False
    ),
    *(
        PersonField(name, **ASIDE | {"erased": True})
        for name in ("verified_by", "other_data", "bounced_email", "bounced_on")
    ),
]


def person_fields(**wanted):
    """The rows that match all this, in order: `person_fields(part=PERSON, erased=True)`."""
    return [f for f in PERSON_FIELDS if all(getattr(f, k) == v for k, v in wanted.items())]


def names(**wanted):
    return [field.name for field in person_fields(**wanted)]


def as_spoken(names):
    """« Mme Prénom Nom », where the columns of a list begin with the last name."""
    spoken = {"first_name": "last_name", "last_name": "first_name"}
    return [spoken.get(name, name) for name in names]


PROPOSED = as_spoken(names(proposable=True))
SWITCHES = names(part=SWITCH)
LISTED = [field for field in PERSON_FIELDS if field.description]
# What an entry says besides the name.
DETAILS = [field for field in person_fields(part=PERSON) if field.shown_by != NAME_SWITCH]
