"""The columns of a list, in order: one map used by the screens, the exports and the importer."""

import re

from django.utils.text import capfirst

from correspondents.imports.vocabulary import (
    ColumnName,
    Vocabulary,
    codes_by_heading,
    columns_of,
    plain,
)
from correspondents.models import Correspondent
from correspondents.models.person_fields import LISTED, OTHER, PERSON, PLACE, SWITCH, TENURE, names

from .contents import recognisers

OF_ONE = names(part=PERSON)  # the columns of each person of a row


# The labels of a person's fields are those of the model.
HEADINGS = {column.code: column for column in columns_of("people")}


def _of_people(*parts):
    rows = [field.name for field in LISTED if field.part in parts]
    label = {field.name: capfirst(field.verbose_name) for field in Correspondent._meta.fields}
    known = {name: HEADINGS[name].synonyms for name in rows if name in HEADINGS}
    return [ColumnName(name, label[name], known.get(name, ())) for name in rows]


COLUMNS = [
    *(HEADINGS[code] for code in ("country", "iso2", "zone", "post", "city", "kind")),
    *_of_people(PLACE),
    *_of_people(PERSON),
    *(HEADINGS[code] for code in ("mailbox", "switchboard")),
    *_of_people(TENURE, SWITCH, OTHER),
]

LABELS = {column.code: column.label for column in COLUMNS}

# A column of whole names, which the directory keeps in two fields.
NAME = HEADINGS["name"]

# A row may hold other people than the correspondent, each in columns of their own.
SLOTS = {"cocac": "COCAC", "backup": "Suppléant"}
SLOT_CODES = ["name", *OF_ONE]
# Texts that may be a part of their cell; the other ones are the whole of it.
FOUND_WITHIN = ["last_name", "first_name", "email"]
WHOLE = [code for code in OF_ONE if code not in FOUND_WITHIN]
SLOT_WORDS = {
    **dict.fromkeys(["cocac", "cocacs"], "cocac"),
    **dict.fromkeys(
        ["suppleant", "suppleante", "backup", "deputy", "adjoint", "adjointe"], "backup"
    ),
    **dict.fromkeys(["correspondant", "correspondante", "correspondants"], ""),
}
# Words that say nothing more: « Correspondante pour la coopération non gouvernementale ».
FILLERS = set(
    """du de des d la le l les au a en et pour professionnel professionnelle pro cooperation
    decentralisee non gouvernementale territoriale ct act cd""".split()
)


WHERE = {"country", "iso2", "post", "city"}


# The beginning of a heading of an export that holds « autres données » of the post alone.
OF_THE_POST = "Poste : "


def slotted(slot, code):
    """The code of a column of this slot: "cocac_email"; the correspondent's have no prefix."""
    return f"{slot}_{code}" if slot else code


def is_whole(code):
    """Whether a column holds a detail of somebody, and says nothing of who it is."""
    return any(code == slotted(slot, each) for slot in ("", *SLOTS) for each in WHOLE)


# What a row can do without when a person says so: the name and the place say who and where.
OMISSIBLE = frozenset({"mailbox", "rank", *(slotted(slot, "email") for slot in ("", *SLOTS))})
WHO = {slotted(slot, code) for slot in ("", *SLOTS) for code in SLOT_CODES} | {"mailbox"}


def _choices():
    people = {NAME.code: NAME, **{column.code: column for column in COLUMNS}}
    labels = {code: column.label for code, column in people.items()}
    for slot, who in SLOTS.items():
        labels |= {slotted(slot, code): f"{people[code].label} ({who})" for code in SLOT_CODES}
    return labels


# {code: French label} of all that a column of a sheet may be.
CHOICES = _choices()


def _unfilled(words):
    return " ".join(word for word in words if word not in FILLERS)


_CODES = codes_by_heading([*COLUMNS, NAME])
_LOOSE_CODES = {_unfilled(heading.split()): code for heading, code in _CODES.items()}


def names_last_first(heading):
    """Whether a heading puts the family name first: « Nom / Prénom »."""
    words = plain(heading).split()
    places = [words.index(word) for word in ("nom", "prenom") if word in words]
    return len(places) == 2 and places == sorted(places)


class PeopleVocabulary(Vocabulary):
    """The columns of the list of correspondents, in which a row may give several people."""

    choices = CHOICES
    bare = frozenset({code for code in WHO if "function" not in code} | WHERE | {"switchboard"})

    def code_of(self, heading, group=""):
        """The code of the column with this heading, or None.

        `group` is the heading above it, if any: under « COCAC », « Mél » is the COCAC's.
        """
        words = plain(heading).split()
        code = _CODES.get(" ".join(words))
        own = [SLOT_WORDS[word] for word in words if word in SLOT_WORDS]
        if code is None and own:
            rest = _unfilled(word for word in words if word not in SLOT_WORDS)
            code = _LOOSE_CODES.get(rest) if rest else "name"
        if code is None:
            code = _LOOSE_CODES.get(_unfilled(plain(re.sub(r"\(.*?\)", "", heading)).split()))
        slots = own or [SLOT_WORDS[word] for word in plain(group).split() if word in SLOT_WORDS]
        if code and slots and slots[0] and code in SLOT_CODES:
            return slotted(slots[0], code)
        return code

    def alike(self, codes):
        names = {"name", "last_name", "first_name"}
        return codes | names if codes & names else codes

    def recognisers(self):
        return recognisers()

    def is_header(self, codes):
        tells_who_and_where = not codes.isdisjoint(WHERE) and not codes.isdisjoint(WHO)
        return super().is_header(codes) or tells_who_and_where

    def in_order(self, codes):
        """« Correspondant, Mél, COCAC, Mél »: a repeated column belongs to the name before it."""
        twice = {code for code in codes if code in SLOT_CODES and codes.count(code) > 1}
        slot, result = "", []
        for code in codes:
            for each in ("", *SLOTS):
                if code in (slotted(each, "name"), slotted(each, "last_name")):
                    slot = each
            result.append(slotted(slot, code) if code in twice else code)
        return result

    def together(self, codes):
        """« Nom » without « Prénom » holds whole names; « Nom et prénom » beside it holds none."""
        whole, there = {}, set(codes.values())
        for slot in ("", *SLOTS):
            name, last, first = (slotted(slot, c) for c in ("name", "last_name", "first_name"))
            if {first, name}.isdisjoint(there):
                whole[last] = name
            elif first in there and last not in there:
                whole[name] = last
        return {column: whole.get(code, code) for column, code in codes.items()}


VOCABULARY = PeopleVocabulary(
    COLUMNS,
    examples=("Pays", "Nom", "Courriel"),
    # Our own list begins with the columns of places and names: fewer of them name no person.
    fewest=list(LABELS).index("first_name") + 1,
)
