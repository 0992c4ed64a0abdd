"""The pages that search engines may find: countries, posts, editions, news, calls and projects."""

from django.contrib.sitemaps import GenericSitemap, Sitemap
from django.urls import reverse

from atlas.models import NewsItem
from correspondents.models import Country, Edition, Post
from projects.models import Call
from projects.results.rows import projects


class NewsSitemap(Sitemap):
    def items(self):
        return NewsItem.objects.current().latest_first()

    def lastmod(self, news):
        return news.updated_at


class CallSitemap(Sitemap):
    def items(self):
        return Call.objects.published().order_by("-published_at", "-pk")

    def lastmod(self, call):
        return call.updated_at


class ProjectSitemap(Sitemap):
    def items(self):
        return projects().values_list("application_id", flat=True)

    def location(self, number):
        return reverse("project_detail", args=[number])


class ListSitemap(Sitemap):
    def items(self):
        return (
            "home country_list post_list edition_list call_list project_list news_list changes "
            "radar open_data french_contacts my_authority prepare before_signing english"
        ).split()

    def location(self, item):
        return reverse(item)


SITEMAPS = {
    "countries": GenericSitemap({"queryset": Country.objects.order_by("iso2")}),
    "posts": GenericSitemap({"queryset": Post.objects.order_by("slug")}),
    "editions": GenericSitemap({"queryset": Edition.objects.published().latest_first()}),
    "news": NewsSitemap,
    "calls": CallSitemap,
    "projects": ProjectSitemap,
    "lists": ListSitemap,
}
