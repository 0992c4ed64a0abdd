"""What an alert finds that is new since it was confirmed."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from atlas.models import CountryNotice, NewsItem, Partnership
from correspondents.records.history import events

from .searches import Page, filterset


@dataclass(frozen=True)
class Finding:
    """Something to tell; `key` is what nobody is told twice."""

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
        rows, notices = filterset_of(alert).filter_queryset(rows), notices.none()
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
    """Those entered since, that the filters of the alert keep."""
    rows = Partnership.objects.published().filter(pk__in=entered(Partnership, since))
    rows = filterset_of(alert).filter_queryset(rows).select_related("lead", "partner__country")
    return [Finding.of_partnership(row) for row in rows.order_by("pk")]


def entered(model, since):
    """The keys of the rows of a tracked model that were made since the moment."""
    return events(model, since, pgh_label="insert").values("pgh_obj_id")


def filterset_of(alert):
    """The filters of the alert; none is in force when one cannot be read any more, so that
    nothing is found rather than everything."""
    filters = filterset(alert.page, alert.search)
    return filters if filters.is_valid() else Nothing()


class Nothing:
    def filter_queryset(self, queryset):
        return queryset.none()
