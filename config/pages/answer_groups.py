"""The answers of the finder on its page: their groups, who answers there, where each leads."""

from collections import defaultdict
from dataclasses import dataclass
from urllib.parse import urlencode

from atlas.finder.find import without_article
from correspondents.directory.answers import first_coverages
from correspondents.finder.gazetteer import phrases
from correspondents.finder.results import Hit
from correspondents.models import Coverage
from correspondents.records.text import normalise

SOUGHT = "cherche"  # the parameter by which a page tells the name that led there (ADR 30)
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
class OfferedHit:
    """A hit, and the competence of the post that answers in its country, if one does."""

    hit: Hit
    coverage: Coverage | None


def groups(hits):
    """{title: answers}, in the order of the best answer of each; one query."""
    coverages = first_coverages({hit.iso2 for hit in hits if hit.iso2})
    rows = defaultdict(list)
    for hit in hits:
        rows[TITLES[hit.kind]].append(OfferedHit(hit, coverages.get(hit.iso2)))
    return dict(rows)


def distinct(hits):
    """The hits without those that another one is: a partner's place is the town or region of its
    name in its country, a French authority the town of its name overseas."""
    partners = {hit.iso2 for hit in hits if hit.kind == "territory"}
    has_french = any(hit.kind == "authority" for hit in hits)
    return [
        hit
        for hit in hits
        if hit.kind != "place" or not (hit.iso2 in partners or (has_french and hit.is_french))
    ]


def address(hit, result):
    """Where an answer leads, with the text of the search when its page must tell of it: it bears
    another name, or other things bear this one."""
    if has_title(hit, result) and not has_others(hit, result):
        return hit.url
    return f"{hit.url}?{urlencode({SOUGHT: result.text})}"


def has_title(hit, result):
    """Whether the title of its page is the name that was searched for; a code is on the page."""
    if hit.kind in ("country", "person", "page") or any(c.isdigit() for c in result.text):
        return True
    runs = phrases(result.normalised)
    if hit.kind == "post":
        return hit.url.split("/")[-2].replace("-", " ") in runs  # the city
    title = normalise(hit.label)
    return hit.kind != "place" and not {title, without_article(title)}.isdisjoint(runs)


def has_others(hit, result):
    """Whether places abroad bear the name of a French authority or of a partner's place."""
    if hit.kind not in ("authority", "territory"):
        return False
    others = [one for one in distinct(result.hits) if one.url != hit.url]
    return any(one.iso2 and not one.is_french for one in others)


def named_address(hit):
    """Where a suggestion leads: the page of a place's country tells of the place."""
    return f"{hit.url}?{urlencode({SOUGHT: hit.name})}" if hit.kind == "place" else hit.url
