"""The list as it was: read back from the events that the database's triggers wrote.

A state is either that of a moment, or that of an edition. A moment is compared with the start of
the transactions, so one that was still running then is in it once it has ended; an edition keeps
the last event of each table instead, taken while nobody was writing: it never moves again.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property

from django.db import connection, transaction
from django.db.models import Max, Min
from django.utils import timezone

from correspondents.models import Correspondent, Country, Post, Zone

# Everything that a column of the list reads, in the order in which writers lock it: the reference
# files go from zones down to posts, an import from people to posts.
TRACKED = [Zone, Country, Correspondent, Post]
ROLE_ORDER = {role: place for place, role in enumerate(Correspondent.Role.values)}


def _last_events(model, bound):
    """The last event of each row of the model within the bound, those of deleted rows left out."""
    events = model.pgh_event_model.objects
    last = events.filter(**bound).order_by("pgh_obj_id", "-pgh_id").distinct("pgh_obj_id")
    return events.filter(pgh_id__in=last.values("pgh_id")).exclude(pgh_label="delete")


@dataclass(frozen=True)
class NetworkState:
    """The network on a day, as the base knew it: up to a moment, up to an edition's marks, or now.

    `marks` gives the last event of each model by its name. Four queries, whatever the length.
    """

    day: date
    moment: datetime | None = None
    marks: dict[str, int] | None = None

    def _bound(self, model):
        if self.marks is not None:
            return {"pgh_id__lte": self.marks[model._meta.model_name]}
        return {"pgh_created_at__lte": self.moment} if self.moment else {}

    def _rows(self, model):
        """Instances of the model as they were, normalised columns made anew; never to be saved."""
        fields = model._meta.concrete_fields
        made = {field.name: field.expression for field in fields if field.generated}
        names = [field.attname for field in fields]
        events = _last_events(model, self._bound(model)).annotate(**made)
        for values in events.values_list(*names):
            yield model.from_db(None, names, values)

    @cached_property
    def posts(self):
        """{id: post}, each with its country, the country's zone, and the posts it leans on."""
        zones = {zone.pk: zone for zone in self._rows(Zone)}
        countries = {country.pk: country for country in self._rows(Country)}
        posts = {post.pk: post for post in self._rows(Post) if post.country_id in countries}
        for country in countries.values():
            country.zone = zones.get(country.zone_id)
        for post in posts.values():
            post.country = countries[post.country_id]
            post.parent = posts.get(post.parent_id)
            post.operates_from = posts.get(post.operates_from_id)
        return posts

    @cached_property
    def people(self):
        """Those in office on the day, vacancies included, in the order in which one writes."""
        people = [p for p in self._rows(Correspondent) if self._holds(p)]
        for person in people:
            person.post = self.posts[person.post_id]
        return sorted(people, key=_answer_order)

    @property
    def published(self):
        """Those whom a visitor could see then."""
        return [
            p for p in self.people if not p.is_vacant and not p.hidden_since and p.post.is_working
        ]

    def _holds(self, person):
        in_office = (person.started_on or date.min) <= self.day <= (person.ended_on or date.max)
        return in_office and person.post_id in self.posts


def _answer_order(person):
    post = person.post
    return (*post_order(post), ROLE_ORDER[person.role], person.rank, person.last_name, person.pk)


def post_order(post):
    """By country, then kind, then city, as the lists of posts are."""
    return post.country.name_norm, post.kind, post.city_norm, post.pk


def current_state():
    return NetworkState(day=timezone.localdate())


def state_on(day):
    """The list at the end of the day, as the base knew it then."""
    midnight = datetime.combine(day + timedelta(days=1), time(), timezone.get_current_timezone())
    return NetworkState(day=day, moment=midnight - timedelta(microseconds=1))


def state_of(edition):
    """The list that an edition froze."""
    return NetworkState(day=edition.closed_on, marks=edition.marks)


def history_starts_on():
    """The first day that the history tells of, or None when nothing was ever written."""
    events = Correspondent.pgh_event_model.objects
    first = events.aggregate(first=Min("pgh_created_at"))["first"]
    return first and timezone.localdate(first)


@transaction.atomic
def freeze(edition):
    """Give the edition the state of the base at this instant, and save it.

    Waits for those who are writing: what they write is in the edition whole, or not at all.
    """
    tables = ", ".join(connection.ops.quote_name(model._meta.db_table) for model in TRACKED)
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {tables} IN SHARE MODE")
    edition.seen_at = timezone.now()
    edition.marks = {model._meta.model_name: _last_mark(model) for model in TRACKED}
    edition.contact_count = len(state_of(edition).published)
    edition.save()


def _last_mark(model):
    return model.pgh_event_model.objects.aggregate(last=Max("pgh_id"))["last"] or 0
