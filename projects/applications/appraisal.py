"""The appraisal of a dossier: rules, costs, other authorities at its place, changes."""

from collections import defaultdict
from itertools import pairwise

from atlas.coordination.neighbours import neighbours_of
from atlas.coordination.words import at
from atlas.models import CountryNotice, Partnership
from projects.models import Application

from .costs import Costs
from .rules import flags


def appraisal(application, user):
    """The context of the page of a dossier read by `whole()`, within the rights of `user`."""
    costs = Costs.of(application)
    versions = list(application.versions.select_related("made_by"))
    return {
        "flags": flags(application),
        "notices": notices_about(application),
        "costs": costs,
        "total": costs.in_words(costs.total),
        "pieces": application.joined_pieces,
        "derogations": application.derogations.select_related("instalment", "report"),
        "overlaps": overlaps([application], user)[application.pk],
        # Revoked ones too: each shows its state.
        "requests": application.opinion_requests.select_related(
            "post", "batch", "opinion", "opinion__request__batch"
        ).order_by("batch__asked_at", "pk"),
        "opinions": [
            (opinion, opinion.changes_since())
            for opinion in application.opinions.validated()
            .select_related("request__batch", "request__post", "application", "version")
            .prefetch_related("marks__criterion")
        ],
        "same_place": same_place([application], user)[application.pk],
        "versions": [
            (version, earlier.changes_to(version) if earlier else [])
            for earlier, version in pairwise([None, *versions])
        ][::-1],
    }


def notices_about(application):
    """The delegation's current notices about the countries of the dossier."""
    return CountryNotice.objects.current().for_page_of(application.countries.all())


def overlaps(applications, user):
    """{key of a dossier: [(where, [LocalAuthority])]}: who works at the place of each and around
    it, but for its own authorities; in as many queries whatever the dossiers."""
    places = list({row.place.pk: row.place for row in applications}.values())
    neighbours = neighbours_of(places, Partnership.objects.visible_to(user))
    return {row.pk: overlaps_of(row, neighbours[row.place.pk]) for row in applications}


def overlaps_of(application, neighbours):
    own = set(application.authorities)
    others = [authority for authority in neighbours.at_place if authority not in own]
    around = [authority for authority in neighbours.around if authority not in own]
    parts = [(at(application.place), others)]
    if neighbours.container:
        parts.append((neighbours.around_in_words, around))
    return [(where, authorities) for where, authorities in parts if authorities]


def same_place(applications, user):
    """{key of a dossier: [Application]}: the other standing ones of its territory, of any call,
    the latest call first; one query."""
    others = Application.objects.visible_to(user).standing().select_related("lead", "call")
    by_place = defaultdict(list)
    for other in others.at({row.place.pk for row in applications}):
        by_place[other.territory_id or other.partner_id].append(other)
    return {
        row.pk: [other for other in by_place[row.place.pk] if other.pk != row.pk]
        for row in applications
    }
