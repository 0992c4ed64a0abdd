"""Whom a deadline that falls on a day off concerns, told to who sets it."""

from collections import defaultdict

from django.utils.formats import date_format

from correspondents.models import Coverage, Post
from correspondents.reference.workdays import day_off
from projects.models import OpinionRequest

from .requests import competent_posts

MOST_NAMES = 5


def posts_of(call):
    """The posts asked about the call, or to ask; without a dossier, those of its countries."""
    applications = list(call.applications.standing().prefetch_related("countries"))
    rows = [row for posts in competent_posts(applications).values() for row in posts]
    asked = OpinionRequest.objects.standing().filter(batch__call=call).values("post")
    posts = {row.post for row in rows if row.is_first} | set(Post.objects.filter(pk__in=asked))
    return posts or posts_of_countries(call)


def posts_of_countries(call):
    rows, coverages = call.call_countries, Coverage.objects.current().select_related("post")
    if call.every_country:
        out = rows.filter(is_excluded=True).values("country")
        coverages = coverages.exclude(country__in=out)
    else:
        coverages = coverages.filter(country__in=rows.filter(is_excluded=False).values("country"))
    return {coverage.post for coverage in coverages if coverage.post.is_working}


def warning(call):
    """« Le jour des avis (samedi…) n’est pas travaillé partout : … », or ""."""
    day = call.opinions_due_on
    names = defaultdict(list)
    for post in sorted(posts_of(call), key=str) if day else ():
        if reason := day_off(day, post.country_id):
            names[reason].append(str(post))
    if not names:
        return ""
    groups = " ; ".join(f"{reason}, {in_short(rows)}" for reason, rows in names.items())
    day_in_words = date_format(day, "l j F Y")
    return f"Le jour des avis ({day_in_words}) n’est pas travaillé partout : {groups}."


def in_short(names):
    """« Ambassade…, Consulat… et 12 autres postes »."""
    more = len(names) - MOST_NAMES
    others = f" et {more} autre{'s' if more > 1 else ''} poste{'s' if more > 1 else ''}"
    return ", ".join(names[:MOST_NAMES]) + (others if more > 0 else "")
