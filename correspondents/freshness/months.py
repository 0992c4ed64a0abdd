"""The accuracy of the directory, in figures with their denominators, computed from human acts."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db import connection
from django.db.models import Count
from django.utils import timezone

from correspondents.models import Correspondent, Country, Coverage, Post, Zone, fresh_since

MONTHS = 12


@dataclass(frozen=True)
class Figure:
    """A count, its denominator, and the sentence that says both."""

    count: int
    total: int
    sentence: str

    def __str__(self):
        return self.sentence.format(count=self.count, total=self.total)


def figures():
    """The public figures, in five queries."""
    working = Post.objects.working()
    people = Correspondent.objects.published()
    covered = people.filter(role=Correspondent.Role.CORRESPONDENT).values("post").distinct()
    served = Coverage.objects.current().filter(post__in=working).values("country").distinct()
    months = settings.FRESH_MONTHS
    return [
        Figure(
            covered.count(),
            working.count(),
            "Postes en activité qui ont un correspondant : {count} sur {total}.",
        ),
        Figure(
            people.fresh().count(),
            people.count(),
            f"Contacts vérifiés depuis moins de {months} mois : {{count}} sur {{total}}.",
        ),
        Figure(
            served.count(),
            Country.objects.count(),
            "Pays ou territoires dont un poste en activité est compétent : {count} sur {total} ; "
            "la délégation répond pour les autres.",
        ),
    ]


@dataclass(frozen=True)
class Share:
    """The verified part of `total` contacts; a percent is never rounded up to the whole."""

    verified: int
    total: int

    @property
    def percent(self):
        """0 to 100, or None of nobody."""
        return self.verified * 100 // self.total if self.total else None


@dataclass(frozen=True)
class Month(Share):
    """The share on the last day of a month."""

    day: date


# An act is a day on which an entry was verified, once however often its history repeats it. An
# entry counts from its first day in office; without one, from the first trace of it: the day it
# came into the directory, or its first act, whichever is earlier. Vacancies do not count.
SERIES = """
WITH acts AS (
    SELECT pgh_obj_id AS person, verified_on AS day FROM {events} WHERE verified_on IS NOT NULL
    UNION
    SELECT id, verified_on FROM {people} WHERE verified_on IS NOT NULL
), traces AS (
    SELECT pgh_obj_id AS person, (pgh_created_at AT TIME ZONE %(zone)s)::date AS day FROM {events}
    UNION ALL
    SELECT person, day FROM acts
), known AS (
    SELECT id, ended_on, COALESCE(started_on, first.day) AS since
    FROM {people}
    LEFT JOIN (SELECT person, min(day) AS day FROM traces GROUP BY person) first ON person = id
    WHERE NOT is_vacant
)
SELECT count(DISTINCT acts.person), count(DISTINCT known.id), month.day
FROM unnest(%(days)s::date[], %(since)s::date[]) AS month (day, since)
LEFT JOIN known ON known.since <= month.day
    AND (known.ended_on IS NULL OR known.ended_on >= month.day)
LEFT JOIN acts ON acts.person = known.id AND acts.day BETWEEN month.since AND month.day
GROUP BY month.day
ORDER BY month.day
"""


def month_ends(on=None):
    """The last days of the `MONTHS` whole months before the day, oldest first."""
    days = [on or timezone.localdate()]
    for _ in range(MONTHS):
        days.append(days[-1].replace(day=1) - timedelta(days=1))
    return days[:0:-1]


def months(on=None):
    """A `Month` for each of `month_ends`, in one query.

    Tenures are those known today. A doubt is not an act: it takes nothing from the months before.
    """
    days = month_ends(on)
    sql = SERIES.format(
        events=Correspondent.pgh_event_model._meta.db_table, people=Correspondent._meta.db_table
    )
    values = {
        "days": days,
        "since": [fresh_since(day) for day in days],
        "zone": timezone.get_current_timezone_name(),
    }
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [Month(*row) for row in cursor.fetchall()]


@dataclass(frozen=True)
class ZoneShare(Share):
    """The published contacts of a zone today, and its working posts without a correspondent."""

    zone: str
    vacant: int
    posts: int

    @property
    def to_confirm(self):
        return self.total - self.verified


def by_zone():
    """A `ZoneShare` for each zone, in five queries."""
    people = Correspondent.objects.published()
    posts = Post.objects.working()
    covered = people.filter(role=Correspondent.Role.CORRESPONDENT).values("post")
    total = count_by(people, "post__country__zone")
    verified = count_by(people.fresh(), "post__country__zone")
    working = count_by(posts, "country__zone")
    vacant = count_by(posts.exclude(pk__in=covered), "country__zone")
    return [
        ZoneShare(
            verified.get(zone.pk, 0),
            total.get(zone.pk, 0),
            zone.name,
            vacant.get(zone.pk, 0),
            working.get(zone.pk, 0),
        )
        for zone in Zone.objects.all()
    ]


def count_by(rows, key):
    """{value of the key: number of rows}."""
    return dict(rows.order_by().values_list(key).annotate(Count("pk")))
