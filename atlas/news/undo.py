"""Undo for a day: news published is as before, news withdrawn is public again."""

from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from atlas.alerts.findings import Finding
from atlas.models import AlertDelivery, NewsItem
from correspondents.records.undo import LASTS, is_only, last_steps, take_back

from .mails import take_back_word

TOO_LATE = "Rien n’a été annulé : un jour est passé, ou l’actualité a changé depuis."
MAILED = (
    "Des alertes l’ont déjà annoncée par courriel : sa publication ne s’annule plus. La retirer "
    "l’ôte des pages publiques ; les courriels restent."
)


class NewsMove(NamedTuple):
    """What is undone, the sentence that says so, the moment that it wrote, all its columns, who
    may do it."""

    words: str
    sentence: str
    moment: str
    names: list
    may: str


MOVES = {
    NewsItem.Status.PUBLISHED: NewsMove(
        "la publication",
        "n’est plus publique : sa publication est annulée.",
        "published_at",
        ["status", "published_at", "published_by", "review_note", "updated_at"],
        "may_be_published_by",
    ),
    NewsItem.Status.WITHDRAWN: NewsMove(
        "le retrait",
        "est de nouveau publique : son retrait est annulé.",
        "withdrawn_at",
        ["status", "withdrawn_at", "updated_at"],
        "may_be_withdrawn_by",
    ),
}


def undoable(items, user):
    """{key: (what is undone, why it is not any more)} of the news that moved within a day."""
    lately = {news.pk: news for news in items if is_lately_moved(news, user)}
    steps = last_steps(NewsItem, lately)
    items = [Finding.of_news(news).key for news in lately.values()]
    mailed = set(AlertDelivery.objects.filter(item__in=items).values_list("item", flat=True))
    return {
        pk: (MOVES[news.status].words, obstacle(news, steps.get(pk), mailed))
        for pk, news in lately.items()
    }


def is_lately_moved(news, user):
    move = MOVES.get(news.status)
    is_late = move and getattr(news, move.moment) >= timezone.now() - LASTS
    return bool(is_late) and getattr(news, move.may)(user)


def obstacle(news, step, mailed):
    """Why the last move of news is not undone, as a sentence; "" when it is."""
    if news.is_published and Finding.of_news(news).key in mailed:
        return MAILED
    move = MOVES[news.status]
    is_last = step and is_only(NewsItem, move.names, step)
    return "" if is_last else f"Elle a changé depuis : {move.words} ne s’annule plus."


@transaction.atomic
def undo(news, *, by):
    """Take back its publication or its withdrawal; returns the end of a sentence about it.

    Raises ValidationError after a day, once something else has changed, or once it was mailed.
    """
    news = NewsItem.objects.select_for_update(of=["self"]).with_place().get(pk=news.pk)
    _, refusal = undoable([news], by).get(news.pk, ("", TOO_LATE))
    if refusal:
        raise ValidationError(refusal)
    move = MOVES[news.status]
    was_published = news.is_published
    take_back(news, move.names)
    if was_published:
        take_back_word(news, by=by)
    return move.sentence
