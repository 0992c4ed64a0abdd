"""News as feeds, of a country or under the filters of the list; and recent changes."""

from datetime import datetime, time
from itertools import chain

from django.conf import settings
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.generic import View

from atlas.models import CountryNotice, NewsItem, Partnership
from correspondents.mailing.feeds import Entry, atom_response, refused
from correspondents.models import Country
from correspondents.records.history import MOST_EVENTS, entries

from .filters import NewsFilter


def entry_of_news(news):
    return Entry(
        title=f"{news.title} ({news.place})",
        path=news.get_absolute_url(),
        at=news.published_at,
        updated_at=news.updated_at,
        text=news.text_with_source,
        kind=news.get_kind_display(),
    )


def entry_of_notice(notice):
    return Entry(
        title=f"Avis, {notice}",
        path=reverse("country_detail", args=[notice.country_id.lower()]),
        at=datetime.combine(notice.starts_on, time(), timezone.get_current_timezone()),
        updated_at=notice.updated_at,
        text=notice.text_with_source,
        kind=notice.get_kind_display(),
        key=f"avis-{notice.pk}",
    )


def latest(rows):
    return rows.with_place().order_by("-updated_at")[: settings.FEED_ENTRIES]


class NewsFeed(View):
    """`/actualites/` under its filters, zone and nature among them."""

    http_method_names = ["get", "head"]

    def get(self, request):
        filterset = NewsFilter(request.GET, NewsItem.objects.current(), request=request)
        if not filterset.is_valid():
            return refused(filterset.form, "Ce flux")
        conditions = ", ".join(text for _, text in filterset.described())
        query = request.GET.urlencode()
        ending = f"?{query}" if query else ""
        return atom_response(
            f"Actualités : {conditions}" if conditions else "Actualités",
            page=reverse("news_list") + ending,
            feed=reverse("news_feed") + ending,
            entries=map(entry_of_news, latest(filterset.qs)),
        )


class CountryFeed(View):
    """News and notices of one country, its zone's news included."""

    http_method_names = ["get", "head"]

    def get(self, request, iso2):
        country = get_object_or_404(Country.objects.select_related("zone"), pk=iso2.upper())
        news = latest(NewsItem.objects.current().about_country(country))
        notices = CountryNotice.objects.current().for_page_of([country])
        return atom_response(
            f"Actualités : {country.name}",
            page=country.get_absolute_url(),
            feed=reverse("country_feed", args=[country.pk.lower()]),
            entries=chain(map(entry_of_news, news), map(entry_of_notice, notices)),
        )


def atlas_changes(since, country=None):
    """The changes of the Atlas since the moment: news, notices, and partnerships that somebody
    entered; imports have entries of their own. Three queries, of a country too."""
    news = NewsItem.objects.current().filter(published_at__gte=since).with_place()
    notices = CountryNotice.objects.current().with_country()
    notices = notices.filter(starts_on__gte=timezone.localdate(since))
    added = Partnership.objects.published().select_related("lead", "partner__country")
    if country:
        news, notices = news.about_country(country), notices.for_page_of([country])
        added = added.in_country(country)
    moments = entries(Partnership, since)
    return [
        *map(entry_of_news, news.latest_first()[:MOST_EVENTS]),
        *map(entry_of_notice, notices),
        *(
            entry_of_partnership(partnership, moments[pk])
            for pk, partnership in added.in_bulk(list(moments)).items()
        ),
    ]


def entry_of_partnership(partnership, at):
    return Entry(
        title=f"{partnership} ({partnership.partner.country.name})",
        path=partnership.get_absolute_url(),
        at=at,
        kind="nouveau partenariat",
    )
