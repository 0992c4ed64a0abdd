"""The searches of visitors that found nothing, and the words that lead to a page."""

import hmac
from datetime import timedelta

from django.conf import settings
from django.db import connection, models
from django.utils import timezone

from correspondents.records.fields import Named
from correspondents.records.text import normalised_field
from correspondents.records.tracking import tracked

# In plain SQL, for a robot that asks for anything: the ORM takes longer than the base.
AGAIN = """
UPDATE correspondents_unansweredsearch SET times = times + 1, last_seen_on = %s,
    text = CASE WHEN times + 1 >= %s THEN %s ELSE text END
WHERE digest = %s AND last_seen_on >= %s
"""


class UnansweredSearchQuerySet(models.QuerySet):
    def frequent(self):
        """Those that came often enough, recently enough, to be shown to the staff."""
        return self.exclude(text="").filter(last_seen_on__gte=_oldest_day())

    def expired(self):
        return self.filter(last_seen_on__lt=_oldest_day())

    def note(self, normalised):
        """Count a text; it is kept in clear only from `UNANSWERED_SEARCH_TIMES` times on.

        Until then the row holds a keyed digest, from which the text cannot be read. What is
        too old is deleted on the way, and the number of rows is bounded: robots fill no table.
        """
        digest = hmac.digest(settings.SECRET_KEY.encode(), normalised.encode(), "sha256").hex()
        today = timezone.localdate()
        with connection.cursor() as cursor:
            known = [today, settings.UNANSWERED_SEARCH_TIMES, normalised, digest, _oldest_day()]
            cursor.execute(AGAIN, known)
            if cursor.rowcount:
                return
        self.expired().delete()
        if self.count() < UnansweredSearch.MOST_ROWS:
            self.update_or_create(
                digest=digest,
                defaults={"times": 1, "text": "", "first_seen_on": today, "last_seen_on": today},
            )


def _oldest_day():
    return timezone.localdate() - timedelta(days=settings.UNANSWERED_SEARCH_DAYS)


class UnansweredSearch(models.Model):
    """A text that matched nothing."""

    MOST_ROWS = 10_000

    digest = models.CharField("empreinte", max_length=64, unique=True)
    text = models.CharField("texte", max_length=80, blank=True)
    times = models.PositiveIntegerField("fois", default=1)
    first_seen_on = models.DateField("vue d’abord le")
    last_seen_on = models.DateField("vue en dernier le")

    objects = UnansweredSearchQuerySet.as_manager()

    class Meta:
        verbose_name = "recherche sans réponse"
        verbose_name_plural = "recherches sans réponse"
        ordering = ["-times", "text"]

    def __str__(self):
        return self.text or "(texte non conservé)"


@tracked(exclude=["name_norm"])
class SearchWord(Named):
    """A word of the trade that a visitor types, and the page that answers: « COCAC », « visa »."""

    name = models.CharField("mot ou expression", max_length=80)
    label = models.CharField("ce que dit le lien", max_length=120)
    address = models.CharField(
        "adresse de la page",
        max_length=200,
        help_text="D’une page de ce site, depuis « / », ou d’un site de l’État, en https://.",
    )
    name_norm = normalised_field("name")

    class Meta:
        verbose_name = "mot de la recherche"
        verbose_name_plural = "mots de la recherche"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["name_norm"],
                name="one_page_for_a_search_word",
                violation_error_message="Ce mot mène déjà à une page.",
            ),
            models.CheckConstraint(
                name="search_word_leads_to_a_page",
                condition=models.Q(address__regex=r"^(/([^/\s]\S*)?|https://[^/\s]\S*)$"),
                violation_error_message="L’adresse commence par « / », pour une page de ce site, "
                "ou par « https:// ».",
            ),
        ]
