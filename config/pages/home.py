"""The front page: a search box, three doors, news, the map of posts, how good the directory is."""

from django.conf import settings
from django.urls import reverse
from django.views.generic import TemplateView

from atlas.models import NewsItem
from correspondents.directory.post_map import frame, post_dots
from correspondents.freshness.months import figures
from correspondents.models import DataChange, Post
from correspondents.records.cache import CachedPage
from projects.models import Call

SHOWN = 3  # calls, and news


class Home(CachedPage, TemplateView):
    groups = DataChange.Group
    template_name = "config/pages/home.html"

    def time_key(self):
        return Call.objects.turns()

    def get_context_data(self, **context):
        return super().get_context_data(
            **context,
            is_home=True,
            map=frame("Carte des postes", several=lambda dots: reverse("post_list")),
            dots=post_dots(Post.objects.with_country()),
            calls=Call.objects.announced()[:SHOWN],
            news=latest_news(),
            figures=figures() if settings.SHOW_FRESHNESS_FIGURES else [],
        )


def latest_news():
    news = NewsItem.objects.current().latest_first()
    return news.select_related("country", "zone")[:SHOWN]
