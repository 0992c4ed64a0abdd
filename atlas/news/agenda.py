"""The days that news gives: local elections, and the agenda."""

from atlas.models import NewsItem
from correspondents.mailing.calendars import Day


def days_of_news(country=None, zone=None):
    """The days of a country (with its zone's), of a zone, or all; past ones too: a day that a
    calendar program has taken does not vanish from it."""
    rows = NewsItem.objects.published().dated().with_place()
    if country:
        rows = rows.about_country(country)
    if zone:
        rows = rows.in_zone(zone)
    return [
        Day(
            key=f"actualite-{news.pk}",
            on=news.effective_on,
            title=f"{news.title} ({news.place})",
            path=news.get_absolute_url(),
            updated_at=news.updated_at,
            text=news.text_with_source,
            kind=news.get_kind_display(),
            where=news.place,
        )
        for news in rows.order_by("effective_on", "pk")
    ]
