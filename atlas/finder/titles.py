"""Words of a type before a name: « Mairie de Podor » and « Ville de Podor » are both Podor.

Read in normal forms, by the database, of what is typed and of what is stored.
"""

from django.contrib.postgres.search import TrigramSimilarity, TrigramWordSimilarity
from django.db.models import Func, TextField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Greatest

from correspondents.records.text import Normalised

TYPES = (
    "ville|commune|mairie|municipalite|prefecture|province|departement|district|region|cercle|"
    "gouvernorat|wilaya|canton|etat|collectivite|communaute|conseil|assemblee|city|municipality|"
    "town|county|state"
)
QUALITIES = (
    "departementale?|regionale?|municipale?|communale?|provinciale?|generale?|rurale?|urbaine?|"
    "territoriale?|d arrondissement"
)
LINKS = "de la|de l|de|du|des|d|of"
BEFORE_THE_NAME = (
    rf"^(?:(?:l |la |le |les |the )?(?:{TYPES})(?: (?:{QUALITIES}))?(?: (?:{LINKS}))? )+"
)
A_WORD_ONLY = 0.15  # what the likeness to a word of a name is worth less than to the whole name


class Bare(Func):
    """A normal form without the words of a type that begin it: « conseil departemental de »."""

    function = "regexp_replace"
    template = f"%(function)s(%(expressions)s, '{BEFORE_THE_NAME}', '')"
    output_field = TextField()
    arity = 1


def bare(name: str) -> Bare:
    """The expression of what somebody typed."""
    return Bare(Normalised(Value(name)))


def likeness(form: Combinable, typed: Bare) -> Greatest:
    """From 0 to 1: a slip in a short word is told by that word, « Dakr » and « Dakar »."""
    by_word = TrigramWordSimilarity(typed, form) - Value(A_WORD_ONLY)  # type: ignore[arg-type]
    return Greatest(TrigramSimilarity(form, typed), by_word)  # type: ignore[arg-type]
