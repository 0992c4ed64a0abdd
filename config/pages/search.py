"""The finder's page and its suggestions: each app gives its own answers."""

from django.http import HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from atlas.finder.find import (
    authorities_by_name,
    authorities_like,
    suggest_authorities,
    territories_by_name,
)
from correspondents.directory.answers import Desk
from correspondents.finder.find import MOST_HITS, clean, find, one_per_address, suggest
from correspondents.models import UnansweredSearch
from correspondents.records.text import normalise

MOST_SUGGESTIONS = 8


def find_everywhere(text):
    """The answers of every app, as the `SearchResult` of the network.

    A country's name is that country, and nothing else. The city of a post comes first, its
    namesakes after it. Any other name of a French authority is that authority's,
    whatever towns abroad have it too; a partner's place is its territory.
    """
    result = find(text)
    if not result.normalised or result.entity:
        return result
    if result.is_named and result.hits[0].kind == "country":
        return result
    authorities = authorities_by_name(result.normalised)
    territories = [] if result.is_named else territories_by_name(result.normalised)
    if authorities or territories:
        put_together(result, authorities, territories)
    elif result.is_guess or not result.hits:
        result.hits = [*result.hits, *authorities_like(result.normalised)][:MOST_HITS]
        result.is_guess = True
    return result


def put_together(result, authorities, territories):
    """The answers of all, the likeliest first; one authority or territory alone is the answer."""
    others = [] if result.is_guess else result.hits
    ours = [*authorities, *territories]
    if result.is_named:
        hits, result.sure = [*others, *ours], None
    else:
        hits, result.sure = [*ours, *others], ours[0] if len(ours) == 1 else None
    result.hits, result.is_guess = one_per_address(hits)[:MOST_HITS], False


@require_safe
def search(request):
    """Go to the sure answer, else show the likely ones; note a text that nothing answered."""
    result = find_everywhere(request.GET.get("q", ""))
    if result.sure:
        return HttpResponseRedirect(result.sure.url)
    if result.may_be_noted:
        UnansweredSearch.objects.note(result.normalised)
    context = {
        "result": result,
        "search_text": result.text,
        "desk": Desk.of(),
        "subject": f"Coopération décentralisée : {result.text}",
    }
    return render(request, "config/pages/search.html", context)


@require_safe
def suggestions(request):
    """Answers whose name may begin with the text: [{"label", "detail", "url"}], at most eight."""
    text = request.GET.get("q", "")
    network, authorities = suggest(text), suggest_authorities(normalise(clean(text)))
    hits = [*network[: MOST_SUGGESTIONS - len(authorities)], *authorities]
    rows = [{"label": hit.label, "detail": hit.detail, "url": hit.url} for hit in hits]
    return JsonResponse({"suggestions": rows})
