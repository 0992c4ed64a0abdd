"""The front page: a search box, the quality of the directory, the map of posts."""

from django.conf import settings
from django.urls import reverse
from django.views.generic import TemplateView

from correspondents.directory.post_map import frame, post_dots
from correspondents.freshness.months import figures
from correspondents.models import Post
from correspondents.records.cache import CachedPage


class Home(CachedPage, TemplateView):
    groups = {"countries", "network"}
    template_name = "config/pages/home.html"

    def get_context_data(self, **context):
        return super().get_context_data(
            **context,
            is_home=True,
            map=frame("Carte des postes", several=lambda dots: reverse("post_list")),
            dots=post_dots(Post.objects.with_country()),
            figures=figures() if settings.SHOW_FRESHNESS_FIGURES else [],
        )
