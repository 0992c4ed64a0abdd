"""The pages that were sent: one sent twice is one."""

from django.db import models
from django.utils import timezone


class PostedPageQuerySet(models.QuerySet):
    def sent_before(self, moment):
        return self.filter(sent_at__lt=moment)

    def last_of(self, page, *, within):
        """The last other page of the same sender, when it is as recent and holds the same."""
        recent = self.filter(sender=page.sender, sent_at__gt=page.sent_at - within)
        last = recent.exclude(pk=page.pk).order_by("sent_at").last()
        return last if last and last.content == page.content else None


class PostedPage(models.Model):
    """A filled page that was sent, and the address of what came of it, without its token if any.

    Its key is a digest of the page, of what it held and of its account: nothing is read back.
    `content` leaves out the number of the page, `sender` is that of a browser.
    """

    key = models.CharField("empreinte", primary_key=True, max_length=64)
    address = models.CharField("adresse du résultat", max_length=2000)
    sender = models.CharField(
        "empreinte du navigateur", max_length=64, blank=True, db_default="", db_index=True
    )
    content = models.CharField("empreinte du contenu", max_length=64, blank=True, db_default="")
    sent_at = models.DateTimeField("envoyée le", default=timezone.now, db_index=True)

    objects = PostedPageQuerySet.as_manager()

    class Meta:
        verbose_name = "page envoyée"
        verbose_name_plural = "pages envoyées"

    def __str__(self):
        return self.key[:8]
