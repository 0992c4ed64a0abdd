"""The finder's page and its suggestions: each app gives its own answers."""

from dataclasses import replace

from django.http import HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from atlas.finder.find import (
    authorities_by_code,
    authorities_by_name,
    authorities_holding,
    authorities_near,
    suggest_authorities,
    territories_by_name,
)
from correspondents.directory.answers import Desk
from correspondents.finder.doubts import FAR_BIGGER
from correspondents.finder.find import (
    MOST_HITS,
    find_exact,
    find_near,
    suggest,
)
from correspondents.finder.names import NEARER, names_beginning
from correspondents.finder.places import BIG, places_of
from correspondents.finder.results import Hit, once_each, one_per_address
from correspondents.models import UnansweredSearch
from correspondents.records.text import normalise

from .answer_groups import address, distinct, groups, named_address
from .reasons import reasons

SHORT = 4  # letters
MOST_SUGGESTIONS, MOST_EXACT, MOST_PEOPLE = 8, 4, 2
MANY = 5  # countries in which places bear a name: then it is nobody's alone
SMALL = 10_000  # inhabitants: people may call by the name of a smaller commune a bigger one


def find_everywhere(text):
    """The answers of every app, as the `SearchResult` of the network.

    A code is its authority's. A country's name is that country, and nothing else. The city of a
    post comes first, its namesakes after it. A French authority comes before the places abroad of
    its name, unless one of them is far bigger; a partner's place is its territory.
    """
    result = named_exactly(text)
    if not result.is_over:
        add_near(find_near(result))
    return result


def named_exactly(text):
    """What the text is the very name or code of, in any room."""
    result = find_exact(text)
    if not result.normalised or result.entity:
        return result
    if coded := authorities_by_code(result.names, result.normalised):
        return replace(result, hits=coded, sure=coded[0] if len(coded) == 1 else None)
    if result.hits and result.hits[0].kind in ("page", "person"):
        return result
    authorities = authorities_by_name(result.names, result.normalised, len(result.phrase))
    if is_country(result):
        offer_namesakes(result, authorities)
        return result
    territories = [] if result.is_named else territories_by_name(result.names)
    if authorities or territories:
        put_together(result, authorities, territories)
    return result


def is_country(result):
    return result.is_named and result.hits[0].kind == "country"


def offer_namesakes(result, authorities):
    """A country under its own name is that country; another of its names may be an authority's:
    « Trinité »."""
    its_own = any(row.kind == "country" and row.is_main for row in result.names)
    if authorities and result.sure and not its_own:
        result.hits, result.sure = [*result.hits, *authorities][:MOST_HITS], None


def add_near(result):
    """What the Atlas has near a text that no exact name answers."""
    if not result.hits and (holding := authorities_holding(result.normalised, result.holding)):
        result.hits, result.is_guess = holding, False
    elif result.is_guess:
        result.hits = [*result.hits, *authorities_near(result.near)][:MOST_HITS]


def put_together(result, authorities, territories):
    """The answers of all, the likeliest first; one authority or territory alone is the answer,
    unless other things of its name, or whose name begins so, are far bigger or many."""
    others = result.hits
    longer = far_bigger_longer(result.normalised, authorities) if not territories else []
    ours = [*territories, *authorities]
    is_sure = (
        len(ours) == 1 and not longer and (territories or is_likeliest(authorities[0], others))
    )
    result.sure = ours[0] if is_sure and not result.is_named else None
    if result.is_named:
        hits = [*others, *ours]
    else:
        french = sorted([*authorities, *longer], key=weight, reverse=True)
        hits = [*territories, *by_size(french, others)]
    result.hits = one_per_address(hits)[:MOST_HITS]


def weight(hit):
    return hit.weight


def by_size(french, others):
    """The answers of both lists, each in its order, the bigger of their firsts at each step."""
    french, places = [*french], [hit for hit in others if hit.kind == "place"]
    hits = []
    while french and places:
        first = max(french, places, key=lambda rows: near_size(rows[0]))
        hits.append(first.pop(0))
    return [*hits, *french, *places, *(hit for hit in others if hit.kind != "place")]


def is_likeliest(authority, others):
    """Whether a French authority is what its name means, though places abroad bear it."""
    biggest = max((hit.population for hit in others), default=0)
    countries = {hit.iso2 for hit in others if hit.kind == "place"}
    return biggest <= FAR_BIGGER * authority.population and len(countries) <= MANY


def far_bigger_longer(normalised, authorities):
    """What people may call by its first word, when only small communes bear that name: « Aix »."""
    own = max((hit.population for hit in authorities), default=SMALL)
    if own >= SMALL:
        return []
    rows = names_beginning(f"{normalised} ")
    places = [Hit.place(place) for place in places_of(rows) if place.population >= BIG]
    longer = [hit for hit in suggest_authorities(rows) if hit.population > FAR_BIGGER * own]
    return [replace(hit, weight=near_size(hit)) for hit in [*longer, *places[:1]]]


def near_size(hit):
    """The inhabitants of a place, who count more in France: that is where people ask."""
    return hit.population * (NEARER if hit.kind == "authority" else 1)


@require_safe
def search(request):
    """Go to the sure answer, else show the likely ones; note a text that nothing answered."""
    result = find_everywhere(request.GET.get("q", ""))
    hits = distinct(result.hits)
    why = reasons(request, result)
    if result.sure and why is None:
        return HttpResponseRedirect(address(result.sure, result))
    if result.may_be_noted:
        UnansweredSearch.objects.note(result.normalised)
    context = {
        "result": result,
        "groups": groups(hits),
        "number": len(hits),
        "reasons": why,
        "search_text": result.text,
        "desk": Desk.of(),
        "subject": f"Coopération décentralisée : {result.text}",
    }
    return render(request, "config/pages/search.html", context)


@require_safe
def suggestions(request):
    """Answers whose name may begin with the text: [{"label", "detail", "url"}], at most eight."""
    text = request.GET.get("q", "")
    rows = [
        {"label": hit.label, "detail": hit.detail, "url": named_address(hit)}
        for hit in suggested(text)
    ]
    return JsonResponse({"suggestions": rows})


def is_whole(normalised, answers):
    """Whether the text is the whole name of an answer: « sén » begins Sénégal, it is no Le Sen."""
    return normalised in {normalise(hit.name or hit.label) for hit in answers}


def suggested(text):
    """What Enter would give, then countries and posts, places by size, and one or two people."""
    exact = named_exactly(text)
    if exact.entity:
        return []
    answers = [exact.sure] if exact.sure else exact.hits[:MOST_EXACT]
    if len(exact.normalised) < SHORT and not is_whole(exact.normalised, answers):
        answers = [hit for hit in answers if hit.kind not in ("authority", "place")]
    rows = names_beginning(exact.normalised)
    network, authorities = suggest(exact.normalised, rows), suggest_authorities(rows)
    people = [hit for hit in network if hit.kind == "person"][:MOST_PEOPLE]
    first = [hit for hit in network if hit.kind in ("country", "post")]
    places = [hit for hit in network if hit.kind == "place"]
    sized = sorted([*authorities, *places], key=near_size, reverse=True)
    hits = once_each([*answers, *first, *sized], lambda hit: (hit.label, hit.url))
    return [*distinct(hits)[: MOST_SUGGESTIONS - len(people)], *people]
