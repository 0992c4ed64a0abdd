"""Who wrote news is told, once, of what became of it: published, sent back, or not public after
all."""

from django.urls import reverse
from django.utils import timezone

from correspondents.mailing.mail import absolute, write
from correspondents.models import Message


def tell_author(news, outcome, *, by):
    """Write to who wrote it, unless that is who decides; `outcome`: published, returned, undone."""
    if news.author is None or news.author == by or not news.author.is_active:
        return
    moments = {"published": news.published_at, "returned": news.submitted_at}
    path = news.get_absolute_url() if outcome == "published" else reverse("space_news")
    write(
        "news_outcome",
        to=news.author.email,
        key=f"news {outcome} {news.pk}, {moments.get(outcome) or timezone.now()}",
        context={"news": news, "outcome": outcome, "by": str(by), "url": absolute(path)},
    )


def take_back_word(news, *, by):
    """The publication is undone: a mail that waits does not leave; who has read one is told."""
    words = Message.objects.filter(
        kind="news_outcome", key__startswith=f"news published {news.pk},"
    )
    if words.sent().exists():
        tell_author(news, "undone", by=by)
    words.waiting().delete()
