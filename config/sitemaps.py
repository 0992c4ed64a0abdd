"""What search engines may find: the pages of countries, posts and editions."""

from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from correspondents.models import Country, Edition, Post


class Countries(Sitemap):
    def items(self):
        return Country.objects.order_by("iso2")


class Posts(Sitemap):
    def items(self):
        return Post.objects.order_by("slug")


class Editions(Sitemap):
    def items(self):
        return Edition.objects.published().latest_first()


ADVICE = ["french_contacts", "before_signing"]


class Lists(Sitemap):
    def items(self):
        return ["home", "country_list", "post_list", "edition_list", "radar", *ADVICE]

    def location(self, item):
        return reverse(item)


SITEMAPS = {"countries": Countries, "posts": Posts, "editions": Editions, "lists": Lists}
