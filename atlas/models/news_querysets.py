"""The QuerySet of news."""

from datetime import timedelta

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from correspondents.models.visibility import OfAPost
from correspondents.records.text import words_of


class NewsItemQuerySet(OfAPost):
    """`visible_to` is for authors: a post sees its own news, whatever their country."""

    def published(self):
        """News that anybody may read, even out of date."""
        return self.filter(status=self.model.Status.PUBLISHED)

    def submitted(self):
        """News that wait for the delegation, or for the publisher of the post."""
        return self.filter(status=self.model.Status.SUBMITTED)

    def sent_back(self):
        """Drafts that the delegation returned, with its note."""
        return self.filter(status=self.model.Status.DRAFT).exclude(review_note="")

    def current(self, on=None):
        """Published, and not past its last day (today when not given)."""
        on = on or timezone.localdate()
        return self.published().filter(Q(expires_on__isnull=True) | Q(expires_on__gte=on))

    def expiring(self):
        """Current, with a last day within NEWS_EXPIRING_DAYS: to be extended, or left to end."""
        soon = timezone.localdate() + timedelta(days=settings.NEWS_EXPIRING_DAYS)
        return self.current().filter(expires_on__lte=soon)

    def about_country(self, country):
        """The news of the country and those of its whole zone."""
        return self.filter(Q(country=country) | Q(zone=country.zone_id))

    def for_page_of(self, country):
        """Current news about a country, as its page shows them."""
        return self.current().about_country(country).select_related("zone").latest_first()

    def in_zone(self, zone):
        """News of the zone, and of each country in it."""
        return self.filter(Q(zone=zone) | Q(country__zone=zone))

    def about(self, theme):
        """Rows with the theme, or with one below it."""
        below = self.model.themes.through.objects.filter(theme__path__startswith=theme.path)
        return self.filter(pk__in=below.values("newsitem"))

    def matching(self, text):
        """News whose title or text holds every word."""
        rows = self
        for word in words_of(text):
            rows = rows.filter(text_norm__contains=word)
        return rows

    def dated(self):
        """Local elections and days of the agenda, for calendars."""
        return self.filter(kind__in=self.model.DATED)

    def held_elections(self, on=None):
        """Published local elections whose day has passed, out of date or not."""
        on = on or timezone.localdate()
        return self.published().filter(kind=self.model.Kind.ELECTIONS, effective_on__lt=on)

    def with_place(self):
        """With the relations that a row shows, in two queries."""
        return self.select_related("country__zone", "zone", "post").prefetch_related("themes")

    def latest_first(self):
        return self.order_by("-published_at", "-pk")
