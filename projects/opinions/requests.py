"""Ask posts for their opinion: one mail a post, with all the dossiers that it is asked about."""

from collections import defaultdict
from datetime import timedelta
from typing import NamedTuple

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from correspondents.confirmation.recipients import keepers_of
from correspondents.mailing import mail
from correspondents.models import Correspondent, Coverage, SignedLink
from correspondents.reference.workdays import day_off
from projects.models import Application, OpinionBatch, OpinionRequest

from .validators import purpose_for


class Competent(NamedTuple):
    """A post that may be asked, for which part of its country; `is_first`: it is asked first."""

    post: object
    scope: str
    is_first: bool


def competent_posts(applications):
    """{application key: [Competent]} of working posts, by rank.

    Through the coverage of each of the project's countries, today; three queries. In each country
    the first post without a scope is asked first; those of each scope when all have one.
    """
    countries = {row.pk: {c.pk for c in row.countries.all()} for row in applications}
    wanted = set().union(*countries.values()) if countries else set()
    coverages = Coverage.objects.current().filter(country__in=wanted).select_related("post")
    by_country = defaultdict(list)
    for coverage in coverages.order_by("rank", "id"):
        if coverage.post.is_working:
            by_country[coverage.country_id].append(coverage)
    posts = {}
    for key, codes in countries.items():
        rows = {}
        for code in sorted(codes):
            first = first_of(by_country[code])
            for coverage in by_country[code]:
                post = coverage.post
                before = rows.get(post.pk)
                is_first = coverage.pk in first or bool(before and before.is_first)
                rows[post.pk] = Competent(post, coverage.scope, is_first)
        posts[key] = list(rows.values())
    return posts


def first_of(coverages):
    """The keys of the coverages of a country to ask by default."""
    chosen = {}
    for coverage in coverages:
        chosen.setdefault(bool(coverage.scope), coverage.pk)
    return {chosen[False]} if False in chosen else set(chosen.values())


def first_posts(application, posts):
    """The keys of the posts to ask by default, in each of the countries of the project."""
    return {row.post.pk for row in posts[application.pk] if row.is_first}


def planned(call, pairs, **values):
    """[(OpinionBatch, its applications)] of pairs (application, post), by the posts' names.

    A pair that was asked already is left out. `values` are fields of the batches, none saved.

    Raises ValidationError when the call is not public or is cancelled, when a post has no
    address, or when nothing is left to ask.
    """
    if call.cancelled_on:
        raise ValidationError("Cet appel est annulé : aucun avis n’y est plus demandé.")
    if not call.is_published:
        raise ValidationError("Un avis se demande sur un appel publié : publiez celui-ci d’abord.")
    standing = OpinionRequest.objects.standing().filter(application__call=call)
    already = set(standing.values_list("application", "post"))
    by_post = defaultdict(list)
    for application, post in pairs:
        if (application.pk, post.pk) not in already:
            by_post[post].append(application)
    if not by_post:
        raise ValidationError("Cochez au moins un dossier dont le poste n’est pas déjà saisi.")
    batches = [
        (OpinionBatch(call=call, post=post, sent_to=address_of(post), **values), applications)
        for post, applications in by_post.items()
    ]
    if unreachable := [str(batch.post) for batch, _ in batches if not batch.sent_to]:
        raise ValidationError(
            f"Aucune adresse où écrire : {', '.join(unreachable)}. Donnez une boîte fonctionnelle "
            "au poste, ou décochez-le : rien n’a été envoyé."
        )
    return sorted(batches, key=lambda pair: (str(pair[0].post), pair[0].post_id))


def address_of(post):
    """The address of the post's one mail: its functional mailbox, else its correspondent's, else
    its COCAC's; "" when there is none."""
    if post.mailbox:
        return post.mailbox
    people = Correspondent.objects.in_office().shown().filter(post=post, role="correspondent")
    written = [p.email for p in people.order_by("rank", "id") if p.email and not p.is_unreachable]
    return next(iter([*written, *keepers_of(post)]), "")


@transaction.atomic
def ask(call, pairs, *, due_on, text, by):
    """Write the mails and keep what was asked: [OpinionBatch]. Raises ValidationError."""
    if due_on < timezone.localdate():
        raise ValidationError("L’échéance est passée : donnez un jour à venir.")
    type(call).objects.select_for_update().get(pk=call.pk)  # two people ask one after the other
    batches = []
    for batch, applications in planned(call, pairs, due_on=due_on, text=text, asked_by=by):
        batch.save()
        OpinionRequest.objects.bulk_create(
            OpinionRequest(application=row, post=batch.post, batch=batch) for row in applications
        )
        purpose = purpose_for(batch.post, batch.sent_to)
        context = context_of(batch, applications, link_to(batch, batch.sent_to, purpose))
        key = f"opinion {batch.pk}"
        mail.write("opinion_request", to=batch.sent_to, key=key, context=context)
        batches.append(batch)
    return batches


def days_off(posts, day):
    """[sentence]: of the posts that do not work on the day of a deadline."""
    day_in_words = date_format(day, "l j F Y")
    reasons = {post: day_off(day, post.country_id) for post in posts}
    return [f"{post} : {day_in_words}, {why}." for post, why in reasons.items() if why]


def context_of(batch, applications, url):
    """The context of the mails about a batch."""
    return {
        "batch": batch,
        "call": batch.call,
        "post": batch.post,
        "applications": applications,
        "url": url,
    }


def link_to(batch, address, purpose=SignedLink.Purpose.OPINION, request=None):
    """A new link to the dossiers of a batch, or to one request, open until well after the
    deadline."""
    last = batch.due_on + timedelta(days=settings.OPINION_LINK_DAYS)
    lasts = timedelta(days=max((last - timezone.localdate()).days, 1))
    link = SignedLink.objects.issue(purpose, batch, to=address, lasts=lasts)
    validates = purpose == SignedLink.Purpose.VALIDATION
    if request is None:
        name = "validation_list" if validates else "opinion_list"
        return mail.absolute(reverse(name, args=[link.token]))
    name = "validation_review" if validates else "opinion_edit"
    return mail.absolute(reverse(name, args=[link.token, request]))


def unanswered_of(batch):
    """The dossiers of a batch whose opinion is still awaited; `is_submitted`, when it waits for a
    validation only."""
    requests = OpinionRequest.objects.unanswered().filter(batch=batch)
    submitted = requests.filter(application=OuterRef("pk"), opinion__submitted_at__isnull=False)
    rows = Application.objects.filter(pk__in=requests.values("application"))
    return list(rows.annotate(is_submitted=Exists(submitted)))
