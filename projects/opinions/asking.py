"""Ask posts for their opinion: one mail a post, with all the dossiers that it is asked about."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from correspondents.confirmation.recipients import keepers_of
from correspondents.mailing import mail
from correspondents.models import Correspondent, Coverage, SignedLink
from projects.models import Application, OpinionBatch, OpinionRequest

EXAMPLE_URL = "(lien propre au poste)"


def competent_posts(applications):
    """{application key: [(Post, scope)]} of working posts, by rank: first, whom to ask.

    Through the coverage of each of the project's countries, today; three queries.
    """
    countries = {row.pk: {c.pk for c in row.countries.all()} for row in applications}
    wanted = set().union(*countries.values()) if countries else set()
    coverages = Coverage.objects.current().filter(country__in=wanted).select_related("post")
    by_country = defaultdict(list)
    for coverage in coverages.order_by("rank", "id"):
        if coverage.post.is_working:
            by_country[coverage.country_id].append((coverage.post, coverage.scope))
    found = {}
    for key, codes in countries.items():
        pairs = {post.pk: (post, scope) for c in sorted(codes) for post, scope in by_country[c]}
        found[key] = list(pairs.values())
    return found


def first_posts(application, found):
    """The keys of the posts to ask unless told otherwise: for each country, the first without a
    scope; its first one when all have one."""
    chosen = {}
    for post, scope in found[application.pk]:
        chosen.setdefault(bool(scope), post.pk)
    return {chosen[False]} if False in chosen else set(chosen.values())


@dataclass(frozen=True)
class Asked:
    """What a post would be, or is, asked in one mail, and where it goes."""

    post: object
    applications: list
    address: str


def planned(call, pairs):
    """[Asked] of pairs (application, post), without those already asked; by the posts' names.

    Raises ValidationError when the call is not public or no longer stands, when a post has no
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
    asked = [Asked(post, rows, address_of(post)) for post, rows in by_post.items()]
    if unreachable := [str(row.post) for row in asked if not row.address]:
        raise ValidationError(
            f"Aucune adresse où écrire : {', '.join(unreachable)}. Donnez une boîte fonctionnelle "
            "au poste, ou décochez-le : rien n’a été envoyé."
        )
    return sorted(asked, key=lambda row: (str(row.post), row.post.pk))


def address_of(post):
    """Where the post's one mail goes: its functional mailbox, else its correspondent, else its
    COCAC; "" when there is none."""
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
    for asked in planned(call, pairs):
        batch = OpinionBatch.objects.create(
            call=call, post=asked.post, due_on=due_on, text=text, sent_to=asked.address, asked_by=by
        )
        OpinionRequest.objects.bulk_create(
            OpinionRequest(application=row, post=asked.post, batch=batch)
            for row in asked.applications
        )
        mail.write(
            "opinion_request",
            to=asked.address,
            key=f"opinion {batch.pk}",
            context=context_of(batch, asked.applications, link_to(batch, asked.address)),
        )
        batches.append(batch)
    return batches


def preview(call, pairs, *, due_on, text):
    """[(Asked, subject, text)] of the mails that `ask` would write. Raises ValidationError."""
    found = []
    for asked in planned(call, pairs):
        batch = OpinionBatch(call=call, post=asked.post, due_on=due_on, text=text)
        context = context_of(batch, asked.applications, EXAMPLE_URL)
        found.append((asked, *mail.preview("opinion_request", to=asked.address, context=context)))
    return found


def context_of(batch, applications, url):
    """What the mails about a batch are written from."""
    return {
        "batch": batch,
        "call": batch.call,
        "post": batch.post,
        "applications": applications,
        "url": url,
    }


def link_to(batch, address, purpose=SignedLink.Purpose.OPINION):
    """A new link to the dossiers of a batch, open until well after the deadline."""
    last = batch.due_on + timedelta(days=settings.OPINION_LINK_DAYS)
    lasts = timedelta(days=max((last - timezone.localdate()).days, 1))
    link = SignedLink.objects.issue(purpose, batch, to=address, lasts=lasts)
    name = "opinion_list" if purpose == SignedLink.Purpose.OPINION else "validation_list"
    return mail.absolute(reverse(name, args=[link.token]))


def unanswered_of(batch):
    """The dossiers of a batch whose opinion is still awaited."""
    requests = OpinionRequest.objects.unanswered().filter(batch=batch)
    return list(Application.objects.filter(pk__in=requests.values("application")))
