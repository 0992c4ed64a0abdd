"""The finder's page and its suggestions: each app answers for what it knows."""

from django.http import HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from atlas.finder.find import (
    authorities_like,
    authorities_named,
    suggest_authorities,
    territories_named,
)
from correspondents.directory.answers import Desk
from correspondents.finder.find import MOST_HITS, clean, find, one_per_address, suggest
from correspondents.models import UnansweredSearch
from correspondents.records.text import normalise

MOST_SUGGESTIONS = 8


def find_everywhere(text):
    """What every app answers, as the `Found` of the network.

    A country's name is that country, and nothing else. The city of a post comes first, its
    namesakes after it. Any other name that a French authority bears is that authority's,
    whatever towns abroad bear it too; a partner's place is its territory.
    """
    found = find(text)
    if not found.normalised or found.entity:
        return found
    if found.is_named and found.hits[0].kind == "country":
        return found
    here = authorities_named(found.normalised)
    there = [] if found.is_named else territories_named(found.normalised)
    if here or there:
        put_together(found, here, there)
    elif found.is_guess or not found.hits:
        found.hits = [*found.hits, *authorities_like(found.normalised)][:MOST_HITS]
        found.is_guess = True
    return found


def put_together(found, here, there):
    """The answers of all, the likeliest first; one authority or territory alone is the answer."""
    others = [] if found.is_guess else found.hits
    ours = [*here, *there]
    if found.is_named:
        hits, found.sure = [*others, *ours], None
    else:
        hits, found.sure = [*ours, *others], ours[0] if len(ours) == 1 else None
    found.hits, found.is_guess = one_per_address(hits)[:MOST_HITS], False


@require_safe
def search(request):
    """Go to the sure answer, else show the likely ones; note a text that nothing answered."""
    found = find_everywhere(request.GET.get("q", ""))
    if found.sure:
        return HttpResponseRedirect(found.sure.url)
    if found.may_be_noted:
        UnansweredSearch.objects.note(found.normalised)
    context = {
        "found": found,
        "search_text": found.text,
        "desk": Desk.of(),
        "subject": f"Coopération décentralisée : {found.text}",
    }
    return render(request, "config/pages/search.html", context)


@require_safe
def suggestions(request):
    """What the text may be the beginning of: [{"label", "detail", "url"}], eight at most."""
    text = request.GET.get("q", "")
    network, authorities = suggest(text), suggest_authorities(normalise(clean(text)))
    places_left = MOST_SUGGESTIONS - len(authorities)
    hits = [*network[:places_left], *authorities]
    rows = [{"label": hit.label, "detail": hit.detail, "url": hit.url} for hit in hits]
    return JsonResponse({"suggestions": rows})
