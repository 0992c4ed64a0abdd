"""The published editions of the list, and what changed from one to the next."""

from django.http import Http404
from django.urls import reverse
from django.views.generic import DetailView, ListView

from correspondents.directory.exports import PRESETS
from correspondents.models import Edition, Post
from correspondents.spreadsheets.files import FORMATS, file_response

from .as_of import state_of
from .changes import public_changes, public_list
from .sheets import list_table, public_table


class EditionList(ListView):
    """Every published edition, the latest first."""

    template_name = "correspondents/edition_list.html"
    context_object_name = "editions"

    def get_queryset(self):
        return Edition.objects.published().latest_first()


class PublishedEdition(DetailView):
    """An edition by its number; a draft is a 404."""

    slug_field = slug_url_kwarg = "number"
    context_object_name = "edition"

    def get_queryset(self):
        return Edition.objects.published()


class EditionDetail(PublishedEdition):
    """The changes since the edition before, then its list."""

    template_name = "correspondents/edition_detail.html"

    def get_context_data(self, **context):
        edition, previous = self.object, self.object.previous
        places = public_list(state_of(edition))
        follow_pages([place.post for place in places])
        return super().get_context_data(
            **context,
            changes=self.changes(previous, edition) if previous else None,
            previous=previous,
            places=places,
            edition_title=f"Édition n° {edition.number} de la liste",
            formats=FORMATS.values(),
            list_url=reverse("edition_list"),
        )

    def changes(self, previous, edition):
        changes = public_changes(state_of(previous), state_of(edition))
        rows = changes.posts + changes.arrivals + changes.departures
        follow_pages([row.post for row in rows])
        return changes


def follow_pages(posts):
    """Give each post of the past the address of its page today, "" when it has none."""
    slugs = dict(Post.objects.filter(pk__in={post.pk for post in posts}).values_list("pk", "slug"))
    for post in posts:
        post.slug = slugs.get(post.pk, "")


class EditionExport(PublishedEdition):
    """The list of the edition as a file, which its number names."""

    def get(self, request, *args, **kwargs):
        edition, format = self.get_object(), FORMATS.get(kwargs["format"])
        if not format:
            raise Http404("Ce fichier n’est pas proposé.")
        table = list_table(public_list(state_of(edition)), PRESETS["public"].conditions)
        return file_response(table, format, [f"édition {edition.number}"])


class EditionChanges(PublishedEdition):
    """The same changes as a file; a first edition has none."""

    def get(self, request, *args, **kwargs):
        edition = self.get_object()
        previous = edition.previous
        format = FORMATS.get(kwargs["format"])
        if not previous or not format:
            raise Http404("Ce fichier n’est pas proposé.")
        table = public_table(
            public_changes(state_of(previous), state_of(edition)),
            [("De", str(previous)), ("À", str(edition))],
            PRESETS["public"].conditions,
        )
        return file_response(table, format)
