"""The answers of the finder as its page shows them: in groups, each with who answers there."""

from collections import defaultdict
from dataclasses import dataclass

from correspondents.directory.answers import first_coverages
from correspondents.finder.results import Hit
from correspondents.models import Coverage

PLACES = "Villes et régions"
TITLES = {
    "country": "Pays et territoires",
    "place": PLACES,
    "territory": PLACES,
    "post": "Postes",
    "authority": "Collectivités françaises",
    "person": "Personnes",
    "page": "Pages du site",
}


@dataclass(frozen=True)
class Answer:
    """A hit, and the competence of the post that answers in its country, if one does."""

    hit: Hit
    coverage: Coverage | None


def groups(hits):
    """{title: answers}, in the order of the best answer of each; one query."""
    coverages = first_coverages({hit.iso2 for hit in hits if hit.iso2})
    rows = defaultdict(list)
    for hit in hits:
        rows[TITLES[hit.kind]].append(Answer(hit, coverages.get(hit.iso2)))
    return dict(rows)
