"""The queries of calls."""

from django.db import models
from django.db.models import Case, Count, Exists, Max, Min, OuterRef, Q, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from correspondents.records.text import words_of


class CallQuerySet(models.QuerySet):
    """A draft is the delegation's alone; a cancelled call stays public and says so."""

    def visible_to(self, user):
        """All for the delegation, published ones for anybody else."""
        return self if user.is_authenticated and user.is_delegation else self.published()

    def published(self):
        return self.filter(published_at__isnull=False)

    def with_dates(self, at=None):
        """Adds `state` (open, coming, closed, cancelled) and `next_day`, the moment that it
        turns on: the closing of the open window, the next opening, or the last closing."""
        at = at or timezone.now()
        windows = self.model.windows.rel.related_model.objects.filter(call=OuterRef("pk"))
        opened = windows.filter(opens_at__lte=at, closes_at__gt=at)
        return self.annotate(
            state=Case(
                When(cancelled_on__isnull=False, then=Value("cancelled")),
                When(Exists(opened), then=Value("open")),
                When(Exists(windows.filter(opens_at__gt=at)), then=Value("coming")),
                default=Value("closed"),
            ),
            next_day=Coalesce(
                Min(
                    "windows__closes_at",
                    filter=Q(windows__closes_at__gt=at, windows__opens_at__lte=at),
                ),
                Min("windows__opens_at", filter=Q(windows__opens_at__gt=at)),
                Max("windows__closes_at"),
            ),
        )

    def gathering_opinions(self):
        """The calls with requests to posts, until the committee meets or the call is cancelled."""
        batches = self.model.opinion_batches.rel.related_model.objects
        return self.filter(
            Q(committee_on__isnull=True) | Q(committee_on__gt=timezone.localdate()),
            Exists(batches.filter(call=OuterRef("pk"))),
            cancelled_on__isnull=True,
        )

    def turns(self, at=None):
        """How many openings and closings have come, in words: a state of `with_dates` turns only
        when it is another text."""
        at = at or timezone.now()
        come = self.aggregate(
            opened=Count("windows", filter=Q(windows__opens_at__lte=at)),
            closed=Count("windows", filter=Q(windows__closes_at__lte=at)),
        )
        return f"{come['opened']} {come['closed']}"

    def in_states(self, *states):
        """The calls in one of the states of `with_dates`."""
        return self.filter(state__in=states)

    def for_page_of(self, country):
        """The open and coming calls for a project in the country, as its page shows them."""
        return self.open_to(country).announced()

    def announced(self):
        """The published calls that are open or to come."""
        current = self.published().with_dates().in_states("open", "coming")
        return current.in_reading_order()

    def in_reading_order(self):
        """Open calls by closing, then coming ones by opening, then the latest closed."""
        rank = Case(
            When(state="open", then=Value(0)), When(state="coming", then=Value(1)), default=Value(2)
        )
        soonest = Case(When(state__in=["open", "coming"], then="next_day"))
        return self.order_by(rank, soonest, "-next_day", "-pk")

    def open_to(self, country):
        """The calls that a project in the country may answer."""
        listed = self.model.countries.through.objects.filter(call=OuterRef("pk"), country=country)
        return self.filter(
            Q(Exists(listed.filter(is_excluded=False)))
            | Q(every_country=True) & ~Exists(listed.filter(is_excluded=True))
        )

    def open_in_zone(self, zone):
        """The calls open to one country of the zone at least, named or not."""
        listed = self.model.countries.through.objects.filter(
            call=OuterRef("pk"), is_excluded=False, country__zone=zone
        )
        return self.filter(Q(every_country=True) | Exists(listed))

    def about(self, theme):
        """The calls with the theme, with one below it, or with none (every theme)."""
        links = self.model.themes.through.objects.filter(call=OuterRef("pk"))
        below = links.filter(theme__path__startswith=theme.path)
        return self.filter(Exists(below) | ~Exists(links))

    def matching(self, text):
        """The calls with every word of the text in their title or summary."""
        return self.filter(*(Q(text_norm__contains=word) for word in words_of(text)))
