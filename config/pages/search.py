"""The finder's page and its suggestions."""

from django.http import HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from correspondents.answers import Desk
from correspondents.finder import find, suggest
from correspondents.models import UnansweredSearch


@require_safe
def search(request):
    """Go to the sure answer, else show the likely ones; note a text that nothing answered."""
    found = find(request.GET.get("q", ""))
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
    return render(request, "pages/search.html", context)


@require_safe
def suggestions(request):
    """What the text may be the beginning of: [{"label", "detail", "url"}], eight at most."""
    hits = suggest(request.GET.get("q", ""))
    rows = [{"label": hit.label, "detail": hit.detail, "url": hit.url} for hit in hits]
    return JsonResponse({"suggestions": rows})
