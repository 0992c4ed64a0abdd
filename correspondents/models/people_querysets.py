"""Rows of the list: which of them are in office, fresh, published, due for a check."""

from datetime import timedelta

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Case, Exists, F, Func, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, Least, TruncDate
from django.db.models.lookups import IsNull
from django.utils import timezone

from correspondents.records.text import words_of

from .posts import Coverage, Post
from .proposals import Proposal
from .visibility import OfAPost

DEPARTURE_DAYS = 7  # how long a post has to answer a departure before the delegation does


def fresh_since(on=None):
    """The day since which a verification counts as fresh (`FRESH_MONTHS` calendar months)."""
    return (on or timezone.localdate()) - relativedelta(months=settings.FRESH_MONTHS)


class DateRange(Func):
    """`daterange(a, b, '[]')`: the last day is a day in office, an unknown bound is open."""

    function = "daterange"
    output_field = DateRangeField()


class MonthsLater(Func):
    """A day `months` calendar months later (earlier when negative), as `relativedelta` counts."""

    template = "(%(expressions)s + make_interval(months => %(months)s))::date"
    output_field = models.DateField()

    def __init__(self, expression, months):
        super().__init__(expression, months=int(months))


class Role(models.TextChoices):
    CORRESPONDENT = "correspondent", "Correspondant"
    BACKUP = "backup", "Suppléant"
    COCAC = "cocac", "COCAC"
    SERVICE = "service", "Service"


class CorrespondentQuerySet(OfAPost):
    def in_office(self, on=None):
        """Those whose tenure covers the day (today when not given); vacancies included."""
        on = on or timezone.localdate()
        return self.filter(
            Q(started_on__isnull=True) | Q(started_on__lte=on),
            Q(ended_on__isnull=True) | Q(ended_on__gte=on),
        )

    def departed(self, on=None):
        return self.filter(ended_on__lt=on or timezone.localdate())

    def vacant(self):
        return self.filter(is_vacant=True)

    def held(self):
        """Those with somebody, or a mailbox, behind them."""
        return self.filter(is_vacant=False)

    def verified_since(self, day):
        return self.filter(verified_on__gte=day)

    def fresh(self):
        """Verified by a human act within the last `FRESH_MONTHS` months, and not doubted since."""
        return self.verified_since(fresh_since()).filter(
            to_confirm_since__isnull=True, silent_since__isnull=True
        )

    def stale(self):
        """Verified, but too long ago, or doubted since, or silent when asked."""
        doubted = Q(to_confirm_since__isnull=False) | Q(silent_since__isnull=False)
        return self.filter(verified_on__isnull=False).filter(
            Q(verified_on__lt=fresh_since()) | doubted
        )

    def never_verified(self):
        return self.filter(verified_on__isnull=True)

    def published(self):
        """What a visitor may see: people in office, no departure announced, at working posts."""
        return self.in_office().held().shown().filter(post__status__in=Post.WORKING)

    def shown(self):
        """Those whose departure nobody has told."""
        return self.filter(hidden_since__isnull=True)

    def with_next_check(self):
        """Annotate `due_on`, the day of the next check: see `Correspondent.next_check_on`."""
        before_end = MonthsLater(F("ended_on"), -settings.CHECK_MONTHS_BEFORE_END)
        near_end = Q(before_end__isnull=False) & (
            Q(verified_on__isnull=True) | Q(verified_on__lt=F("before_end"))
        )
        return self.annotate(before_end=before_end, first_report_on=self.first_report()).annotate(
            due_on=Least(
                F("to_confirm_since"),
                F("first_report_on"),
                Coalesce(
                    MonthsLater(F("verified_on"), settings.CHECK_MONTHS),
                    Value(timezone.localdate(), output_field=models.DateField()),
                ),
                Case(When(near_end, then=F("before_end"))),
            )
        )

    def first_report(self):
        """The day of the oldest report to be reviewed, and not followed by a verification: see
        `Correspondent.reported_on`. Nothing public reads it before a reviewer has.
        """
        return Subquery(
            Proposal.objects.pending()
            .reports()
            .filter(
                Q(made_at__date__gt=OuterRef("verified_on"))
                | Q(IsNull(OuterRef("verified_on"), True)),
                content_type=ContentType.objects.get_for_model(self.model),
                object_id=OuterRef("pk"),
            )
            .order_by("made_at")
            .values(day=TruncDate("made_at"))[:1]
        )

    def due(self, on=None):
        """Those in office, with somebody behind them, whose check has come.

        A person whose correction waits for its review is not asked again.
        """
        on = on or timezone.localdate()
        answered = Proposal.objects.pending().filter(
            origin=Proposal.Origin.LINK,
            content_type=ContentType.objects.get_for_model(self.model),
        )
        due = self.in_office(on).held().shown().with_next_check().filter(due_on__lte=on)
        return due.exclude(pk__in=answered.values("object_id"))

    def unreachable(self):
        """Those whose address refused our last mail."""
        return self.exclude(email="").filter(bounced_email__iexact=F("email"))

    def silent(self):
        """Those who left three mails without an answer."""
        return self.in_office().held().shown().filter(silent_since__isnull=False)

    def told_gone(self):
        """Those in office whose departure is announced."""
        return self.in_office().held().filter(hidden_since__isnull=False)

    def told_gone_long(self):
        """Those of whom the post has not said within `DEPARTURE_DAYS` whether they left."""
        before = timezone.now() - timedelta(days=DEPARTURE_DAYS)
        return self.told_gone().filter(hidden_since__lt=before)

    def bounced(self):
        """Those in office whose address refused our last mail."""
        return self.in_office().held().unreachable()

    def due_without_address(self):
        """Those to be checked today, whom neither their address nor their post's can reach."""
        no_address = Q(email="") | Q(bounced_email__iexact=F("email"))
        return self.due().filter(no_address, post__mailbox="", post__status__in=Post.WORKING)

    def leaving_without_successor(self):
        """Those whose end is near (`CHECK_MONTHS_BEFORE_END`), with nobody named after them."""
        soon = timezone.localdate() + relativedelta(months=settings.CHECK_MONTHS_BEFORE_END)
        later = Q(ended_on__isnull=True) | Q(ended_on__gt=OuterRef("ended_on"))
        next_one = self.model.objects.held().filter(
            later, post=OuterRef("post"), role=OuterRef("role"), rank=OuterRef("rank")
        )
        leaving = self.in_office().held().filter(ended_on__lte=soon)
        return leaving.filter(~Exists(next_one), post__status__in=Post.WORKING)

    def vacancies(self):
        """The vacant places, at posts that answer."""
        return self.in_office().vacant().filter(post__status__in=Post.WORKING)

    def same_person(self, correspondent):
        """The entries in office under the same name and address: one person, one mail."""
        if not correspondent.email:
            return self.filter(pk=correspondent.pk)
        return self.in_office().filter(
            email__iexact=correspondent.email,
            last_name=correspondent.last_name,
            first_name=correspondent.first_name,
        )

    def named_in_public(self):
        """Those whose name a visitor may read."""
        public = self.filter(name_is_public=True, post__is_discreet=False).exclude(last_name="")
        return public.filter(informed_on__isnull=False) if settings.REQUIRE_INFORMED else public

    def with_post(self):
        return self.select_related("post__country__zone", "post__operates_from")

    def in_answer_order(self):
        """Whom to write to first: correspondent, backup, COCAC, service; then rank."""
        whens = [When(role=role, then=Value(place)) for place, role in enumerate(Role)]
        return self.annotate(role_order=Case(*whens, output_field=models.IntegerField())).order_by(
            "post__country__name_norm",
            "post__kind",
            "post__city",
            "role_order",
            "rank",
            "last_name",
            "id",
        )

    def matching(self, text):
        """Rows whose name, post, city or served country holds every word of the text.

        A name that is not public matches nothing.
        """
        rows, public_names = self, self.model.objects.named_in_public().values("pk")
        for word in words_of(text):
            served = Coverage.objects.current().filter(country__name_norm__contains=word)
            rows = rows.filter(
                Q(name_norm__contains=word, pk__in=public_names)
                | Q(post__name_norm__contains=word)
                | Q(post__country__name_norm__contains=word)
                | Q(post__in=served.values("post"))
            )
        return rows

    def serving(self, country):
        """Those at the posts that serve the country or territory today."""
        return self.filter(
            post__in=Coverage.objects.current().filter(country=country).values("post")
        )
