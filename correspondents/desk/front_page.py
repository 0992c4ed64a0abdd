"""The directory's part of the delegation's front page."""

from dataclasses import dataclass
from datetime import timedelta

from django import forms
from django.db.models import Count, Max
from django.urls import reverse

from correspondents.directory.answers import Desk, competences
from correspondents.models import Correspondent, Post, Proposal, Zone

from .grid import Acts

MOST_SUBMISSIONS = 20
MINE, ALL = "miennes", "toutes"


class ZoneForm(forms.Form):
    """Which zones the page is about: one's own unless another choice is in the address."""

    zone = forms.ChoiceField(
        label="Zone",
        required=False,
        error_messages={"invalid_choice": "Cette zone n’existe pas : toutes sont montrées."},
    )

    def __init__(self, data, user):
        self.all_zones = list(Zone.objects.all())
        self.own_zones = list(user.zones.all())
        choice = data.get("zone") or (MINE if self.own_zones else ALL)
        choice = next((zone.code for zone in self.all_zones if str(zone.pk) == choice), choice)
        super().__init__({"zone": choice})
        label = "Ma zone" if len(self.own_zones) == 1 else "Mes zones"
        own = [(MINE, label)] if self.own_zones else []
        zones = [(zone.code, zone.name) for zone in self.all_zones]
        self.fields["zone"].choices = [*own, (ALL, "Toutes"), *zones]

    @property
    def zones(self):
        """The zones chosen, None for all of them."""
        chosen = self.cleaned_data["zone"] if self.is_valid() else ALL
        if chosen == MINE:
            return self.own_zones
        return next(([zone] for zone in self.all_zones if zone.code == chosen), None)

    @property
    def described(self):
        """« ma zone », or the names of the zones."""
        if self.zones is None:
            return "toutes les zones"
        return ", ".join(zone.name for zone in self.zones)

    @property
    def in_words(self):
        """« dans ma zone », « dans toutes les zones », or where it is."""
        if self.zones is None:
            return "dans toutes les zones"
        if self.data["zone"] == MINE:
            return "dans ma zone" if len(self.own_zones) == 1 else "dans mes zones"
        return f"dans la zone « {self.described} »"


class MyZonesForm(forms.Form):
    """The zones that an account of the delegation follows."""

    zones = forms.ModelMultipleChoiceField(
        Zone.objects,
        label="Les zones que je suis",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages=dict.fromkeys(
            ["invalid_choice", "invalid_pk_value"],
            "Une des zones choisies n’existe pas : choisissez-les de nouveau.",
        ),
    )


class AdminActs(Acts):
    """In the admin: the forms, prefilled, and the lists with their actions."""

    def add(self, post, role, before=None):
        last = {"ended_on": before - timedelta(days=1)} if before else {}
        return self.page("correspondent_add", {"post": post.pk, "role": role, **last})

    def replace(self, person):
        return reverse("admin:correspondents_correspondent_replace", args=[person.pk])

    def correct(self, person):
        return reverse("admin:correspondents_correspondent_change", args=[person.pk])

    def settle(self, person):
        return self.page("correspondent_changelist", {"id__exact": person.pk})

    def verify(self, post):
        query = {"post__id__exact": post.pk, "fonction": "in_office"}
        return self.page("correspondent_changelist", query)

    def complete(self, post):
        return reverse("admin:correspondents_post_change", args=[post.pk])

    def page(self, name, query):
        return reverse(f"admin:correspondents_{name}", query=query)


@dataclass(frozen=True)
class Vacancy:
    """A post without a correspondent, and the contact who answers meanwhile."""

    post: Post
    since: object
    fallback: str
    address: str
    url: str


def vacancies(posts):
    """The vacancies of the posts, each with the answer that a visitor gets: two queries."""
    entries = (
        Correspondent.objects.vacancies()
        .filter(post__in=posts, role=Correspondent.Role.CORRESPONDENT)
        .select_related("post__country__zone", "post__operates_from")
        .order_by("post__name_norm", "rank")
    )
    places = {place.post_id: place for place in entries}
    answers = competences([place.post for place in places.values()])
    return [vacancy(answer, places[answer.post.pk]) for answer in answers]


def vacancy(answer, place):
    post = answer.post
    reached = (c for c in answer.contacts if post.mailbox or (c.email and not c.is_silent))
    contact = next(reached, None)
    if contact:
        fallback, address = f"{contact.heading} ({contact.title})", contact.address
    elif post.mailbox:
        fallback, address = "La boîte du poste", post.mailbox
    else:
        desk = Desk.of(post.country.zone)
        fallback, address = desk.name, desk.mailbox
    return Vacancy(post, place.started_on, fallback, address, AdminActs().replace(place))


def not_working(posts):
    """The posts that do not answer, by status: one query."""
    return posts.exclude(status__in=Post.WORKING).order_by("status", "country__name_norm", "city")


def submissions(user):
    """What waits for a decision, oldest first, a row for the fields proposed together: one query.

    Each is {"submission", "post__name", "from_name", "origin", "fields", "at"}.
    """
    pending = Proposal.objects.visible_to(user).pending().order_by()
    rows = pending.values("submission", "post__name", "from_name", "origin").annotate(
        fields=Count("pk"), at=Max("made_at")
    )
    origins = dict(Proposal.Origin.choices)
    oldest = rows.order_by("at", "submission")[:MOST_SUBMISSIONS]
    return [{**row, "from": row["from_name"] or origins[row["origin"]]} for row in oldest]
