"""What search engines may find: countries, posts, editions, news, calls and projects."""

from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from atlas.models import NewsItem
from correspondents.models import Country, Edition, Post
from projects.models import Call
from projects.results.rows import projects


class Countries(Sitemap):
    def items(self):
        return Country.objects.order_by("iso2")


class Posts(Sitemap):
    def items(self):
        return Post.objects.order_by("slug")


class Editions(Sitemap):
    def items(self):
        return Edition.objects.published().latest_first()


class News(Sitemap):
    def items(self):
        return NewsItem.objects.current().latest_first()

    def lastmod(self, news):
        return news.updated_at


class Calls(Sitemap):
    def items(self):
        return Call.objects.published().order_by("-published_at", "-pk")

    def lastmod(self, call):
        return call.updated_at


class Projects(Sitemap):
    def items(self):
        return projects().values_list("application_id", flat=True)

    def location(self, number):
        return reverse("project_detail", args=[number])


CHANGING = ["edition_list", "news_list", "changes"]
ADVICE = ["french_contacts", "before_signing"]


class Lists(Sitemap):
    def items(self):
        return [
            "home",
            "country_list",
            "post_list",
            "edition_list",
            "call_list",
            "project_list",
            "news_list",
            "changes",
            "radar",
            "open_data",
            *ADVICE,
        ]

    def location(self, item):
        return reverse(item)


SITEMAPS = {
    "countries": Countries,
    "posts": Posts,
    "editions": Editions,
    "news": News,
    "calls": Calls,
    "projects": Projects,
    "lists": Lists,
}
