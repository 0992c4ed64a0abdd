"""What who appraises a dossier reads: rules, costs, who else works there, what has changed."""

from itertools import pairwise

from atlas.coordination.neighbours import neighbours
from atlas.coordination.words import at
from atlas.models import CountryNotice, Partnership
from projects.costs import Costs
from projects.models import Application
from projects.rules import flags


def appraisal(application, user):
    """The context of the page of a dossier read by `whole()`: what `user` may see of others."""
    costs = Costs.of(application)
    versions = list(application.versions.select_related("made_by"))
    return {
        "flags": flags(application),
        "notices": notices_about(application),
        "costs": costs,
        "total": costs.in_words(costs.total),
        "pieces": [piece for piece in application.pieces.all() if piece.removed_at is None],
        "overlaps": overlaps(application, user),
        "requests": requests_about(application),
        "opinions": [
            (opinion, opinion.changes_since())
            for opinion in application.opinions.given()
            .select_related("request__batch", "request__post", "application", "version")
            .prefetch_related("marks__criterion")
        ],
        "same_place": same_place(application, user),
        "versions": [
            (version, earlier.changes_to(version) if earlier else [])
            for earlier, version in pairwise([None, *versions])
        ][::-1],
    }


def notices_about(application):
    """What the delegation has to say today of working in the countries of the dossier."""
    return CountryNotice.objects.current().told_of(application.countries.all())


def requests_about(application):
    """What posts were asked, those revoked too: each says in what state it is."""
    rows = application.opinion_requests.select_related(
        "post", "batch", "opinion", "opinion__request__batch"
    )
    return rows.order_by("batch__asked_at", "pk")


def overlaps(application, user):
    """[(where, [LocalAuthority])]: who works at the place of the project and around it, but for
    the authorities of the dossier; no more queries than `neighbours`."""
    place, mine = application.place, set(application.authorities)
    found = neighbours(place, partnerships=Partnership.objects.visible_to(user))
    here = [authority for authority in found.here if authority not in mine]
    around = [authority for authority in found.around if authority not in mine]
    parts = [(at(place), here)]
    if found.container:
        parts.append((found.around_in_words, around))
    return [(where, authorities) for where, authorities in parts if authorities]


def same_place(application, user):
    """The other standing dossiers of the same territory, of any call, the latest call first."""
    others = Application.objects.visible_to(user).standing().exclude(pk=application.pk)
    return others.at(application.place).select_related("lead", "call")
