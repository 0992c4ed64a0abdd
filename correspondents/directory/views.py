"""The public lists of the network, and their cards."""

from django_filters.views import FilterView

from correspondents.models import Correspondent, Post
from correspondents.spreadsheets.files import FORMATS

from .answers import with_current_coverages
from .filters import CorrespondentFilter, PostFilter
from .publication import publish
from .vcards import CARDS

# The files a visitor may take, in the order in which they are offered.
EXPORT_FORMATS = {**FORMATS, CARDS.extension: CARDS}


class CorrespondentList(FilterView):
    """Everybody whom a visitor may write to, whose rows the export repeats."""

    filterset_class = CorrespondentFilter
    template_name = "correspondents/correspondent_list.html"
    paginate_by = 25

    def get_queryset(self):
        return Correspondent.objects.published().with_post().in_answer_order()

    def get_context_data(self, **context):
        context = super().get_context_data(**context)
        context["contacts"] = [publish(person) for person in context["object_list"]]
        context["formats"] = EXPORT_FORMATS.values()
        context["shows_private_life"] = any(c.shows_private_life for c in context["contacts"])
        return context


class PostList(FilterView):
    """Every post, whatever its situation."""

    filterset_class = PostFilter
    template_name = "correspondents/post_list.html"
    paginate_by = 50

    def get_queryset(self):
        return with_current_coverages(
            Post.objects.with_country().order_by("country__name_norm", "kind", "city")
        )
