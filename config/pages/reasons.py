"""« Pourquoi cette réponse », for the delegation: the rule of docs/finder.md, and the weight."""

from dataclasses import dataclass

from .answer_groups import TITLES

WORD, ENTITY, CODE, COUNTRY, POST, PLACE, PART, NEAR, NOTHING = [
    "1. mot du métier",
    "2. entité que la France ne reconnaît pas",
    "3. code",
    "4. pays ou territoire",
    "5. ville d’un poste",
    "6. lieu de ce nom",
    "7. mots d’un nom",
    "8. orthographe proche",
    "9. rien",
]


@dataclass(frozen=True)
class Reason:
    """Why an answer is there, in words; `weight` orders the namesakes."""

    label: str
    kind: str
    name: str
    rule: str
    weight: int


def reasons(request, result):
    """The reason of each answer, for `?pourquoi=1` of the delegation; None for anybody else."""
    if "pourquoi" not in request.GET or not is_delegation(request.user):
        return None
    rule = rule_of(result)
    hits = result.hits or ([result.sure] if result.sure else [])
    return [
        Reason(hit.label, TITLES[hit.kind], hit.name or hit.label, rule, hit.weight) for hit in hits
    ]


def is_delegation(user):
    return user.is_authenticated and user.is_delegation


def rule_of(result):
    """The rule of docs/finder.md that gave the answers."""
    if result.entity:
        return ENTITY
    if not result.hits:
        return NOTHING
    if result.is_guess:
        return NEAR
    kind = result.hits[0].kind
    if kind == "page":
        return WORD
    if kind == "authority" and any(map(str.isdigit, result.normalised)):
        return CODE
    if result.is_named:
        return COUNTRY if kind == "country" else POST
    return PLACE if result.phrase or kind in ("territory", "authority") else PART
