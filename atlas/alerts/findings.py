"""The findings of an alert since it was confirmed."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from atlas.models import CountryNotice, NewsItem, Partnership
from correspondents.records.history import events

from .searches import Page, filterset


@dataclass(frozen=True)
class Finding:
    """An item of a digest; no address receives the same `key` twice."""

    key: str
    kind: str
    title: str
    path: str

    @classmethod
    def of_news(cls, news):
        kind = news.get_kind_display()
        return cls(f"news {news.pk}", kind, f"{news.title} ({news.place})", news.get_absolute_url())

    @classmethod
    def of_notice(cls, notice):
        return cls(f"notice {notice.pk}", "avis", str(notice), notice.get_absolute_url())

    @classmethod
    def of_partnership(cls, partnership):
        title = f"{partnership} ({partnership.partner.country})"
        path = partnership.get_absolute_url()
        return cls(f"partnership {partnership.pk}", "partenariat", title, path)


def findings(alert):
    """The findings of an alert, news first: those published or begun since it was confirmed."""
    since = alert.confirmed_at
    if alert.page == Page.ATLAS:
        return partnerships(alert, since)
    rows = NewsItem.objects.current().filter(published_at__gte=since)
    begun = Q(pk__in=entered(CountryNotice, since)) | Q(starts_on__gt=timezone.localdate(since))
    notices = CountryNotice.objects.current().filter(begun).with_country()
    if alert.page:
        rows, notices = narrowed(rows, alert), notices.none()
    elif alert.country_id:
        rows = rows.about_country(alert.country)
        notices = notices.filter(country=alert.country_id)
    elif alert.zone_id:
        rows, notices = rows.in_zone(alert.zone), notices.in_zone(alert.zone)
    else:
        rows, notices = rows.about(alert.theme), notices.none()
    news = rows.with_place().latest_first()
    return [*map(Finding.of_news, news), *map(Finding.of_notice, notices)]


def partnerships(alert, since):
    """The partnerships entered since that pass the filters of the alert."""
    rows = Partnership.objects.published().filter(pk__in=entered(Partnership, since))
    rows = narrowed(rows, alert).select_related("lead", "partner__country")
    return [Finding.of_partnership(row) for row in rows.order_by("pk")]


def entered(model, since):
    """The keys of the rows of a tracked model that were made since the moment."""
    return events(model, since, pgh_label="insert").values("pgh_obj_id")


def narrowed(rows, alert):
    """The rows that pass the filters of the alert; none when a filter cannot be read any more."""
    filters = filterset(alert.page, alert.search)
    return filters.filter_queryset(rows) if filters.is_valid() else rows.none()
