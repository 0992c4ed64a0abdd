"""Alerts by mail, without an account: subscribers, what they follow, what was sent to them."""

from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from correspondents.models import Country, Zone
from correspondents.records.fields import foreign_key

from .themes import Theme

WEEK = timedelta(days=7)


class AlertSubscriberQuerySet(models.QuerySet):
    def due(self, on):
        """Subscribers with an address and an alert that is due on the day."""
        subscribers = AlertSubscription.objects.due(on).values("subscriber")
        return self.exclude(email="").filter(pk__in=subscribers)

    def without_alerts(self):
        """Subscribers without any alert, even stopped: no reason is left to store their address."""
        return self.filter(subscriptions__isnull=True)


class AlertSubscriber(models.Model):
    """An address with alerts; erased when it has none left."""

    email = models.EmailField("adresse électronique")
    created_at = models.DateTimeField("notée le", default=timezone.now, editable=False)

    objects = AlertSubscriberQuerySet.as_manager()

    class Meta:
        verbose_name = "abonné aux alertes"
        verbose_name_plural = "abonnés aux alertes"
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="subscriber_email_is_lower_case",
                condition=Q(email=models.functions.Lower("email")),
                violation_error_message="L’adresse électronique s’écrit en minuscules.",
            ),
            models.UniqueConstraint(
                fields=["email"],
                name="one_subscriber_of_an_address",
                violation_error_message="Cette adresse est déjà notée.",
            ),
        ]

    def __str__(self):
        return self.email


class AlertSubscriptionQuerySet(models.QuerySet):
    def active(self):
        """Confirmed by the address itself, and not stopped since."""
        return self.filter(confirmed_at__isnull=False, stopped_at__isnull=True)

    def due(self, on):
        """Active alerts whose last message is a day old, or a week, on this day."""
        daily = Q(frequency=AlertSubscription.Frequency.DAILY, told_on__lt=on)
        weekly = Q(frequency=AlertSubscription.Frequency.WEEKLY, told_on__lte=on - WEEK)
        return self.active().filter(Q(told_on__isnull=True) | daily | weekly)

    def stop(self):
        """Stop the active ones; returns how many there were."""
        return self.active().update(stopped_at=timezone.now())

    def kept_long_enough(self):
        """Alerts never confirmed, or stopped, since RETENTION_ALERTS_DAYS days."""
        before = timezone.now() - timedelta(days=settings.RETENTION_ALERTS_DAYS)
        return self.filter(
            Q(confirmed_at__isnull=True, asked_at__lt=before) | Q(stopped_at__lt=before)
        )

    def with_subject(self):
        return self.select_related("country", "zone", "theme", "subscriber")


class AlertSubscription(models.Model):
    """The subject that an address follows: a country, a zone, a theme, or a filtered list."""

    class Frequency(models.TextChoices):
        DAILY = "daily", "chaque jour où il y a du nouveau"
        WEEKLY = "weekly", "chaque semaine où il y a du nouveau"

    class Page(models.TextChoices):
        ATLAS = "atlas", "Atlas des partenariats"
        NEWS = "news", "Actualités"

    subscriber = foreign_key(
        AlertSubscriber, "subscriptions", models.CASCADE, verbose_name="abonné"
    )
    country = models.ForeignKey(
        Country, models.CASCADE, verbose_name="pays ou territoire", null=True, blank=True
    )
    zone = models.ForeignKey(Zone, models.CASCADE, verbose_name="zone", null=True, blank=True)
    theme = models.ForeignKey(
        Theme, models.CASCADE, verbose_name="thématique", null=True, blank=True
    )
    page = models.CharField("liste", max_length=8, choices=Page, blank=True)
    search = models.CharField("filtres de la liste", max_length=500, blank=True)
    label = models.CharField("ce qui est suivi", max_length=300)
    frequency = models.CharField("fréquence", max_length=6, choices=Frequency)
    asked_at = models.DateTimeField("demandée le", default=timezone.now, editable=False)
    confirmed_at = models.DateTimeField("confirmée le", null=True, blank=True)
    stopped_at = models.DateTimeField("arrêtée le", null=True, blank=True)
    told_on = models.DateField("dernier message le", null=True, blank=True)

    objects = AlertSubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = "alerte"
        ordering = ["label", "id"]
        constraints = [
            models.CheckConstraint(
                name="alert_is_about_one_thing",
                condition=Q(country__isnull=False, zone=None, theme=None, page="", search="")
                | Q(country=None, zone__isnull=False, theme=None, page="", search="")
                | Q(country=None, zone=None, theme__isnull=False, page="", search="")
                | Q(country=None, zone=None, theme=None) & ~Q(page="") & ~Q(search=""),
                violation_error_message="Une alerte porte sur un pays, une zone, une thématique "
                "ou une recherche.",
            ),
            models.CheckConstraint(
                name="stopped_alert_was_confirmed",
                condition=Q(stopped_at__isnull=True) | Q(confirmed_at__isnull=False),
                violation_error_message="Une alerte s’arrête une fois confirmée.",
            ),
            models.UniqueConstraint(
                fields=["subscriber", "country", "zone", "theme", "page", "search"],
                condition=Q(confirmed_at__isnull=False, stopped_at__isnull=True),
                nulls_distinct=False,
                name="one_active_alert_about_a_thing",
                violation_error_message="Cette adresse suit déjà la même chose.",
            ),
        ]

    def __str__(self):
        return self.label

    @property
    def same(self):
        """The other active alerts of the address about the same thing."""
        others = self.subscriber.subscriptions.active().exclude(pk=self.pk)
        for name in ("country", "zone", "theme"):
            value = getattr(self, f"{name}_id")
            others = others.filter(**({name: value} if value else {f"{name}__isnull": True}))
        return others.filter(page=self.page, search=self.search)

    @transaction.atomic
    def confirm(self):
        """Begin this alert, and stop the earlier ones of the address about the same thing."""
        AlertSubscriber.objects.select_for_update().get(pk=self.subscriber_id)
        now = timezone.now()
        self.same.update(stopped_at=now)
        self.confirmed_at = now
        self.save(update_fields=["confirmed_at"])


class AlertDelivery(models.Model):
    """An item that was sent to an address: no other alert sends it again."""

    subscriber = foreign_key(AlertSubscriber, "deliveries", models.CASCADE, verbose_name="abonné")
    item = models.CharField("ce qui a été dit", max_length=40)

    class Meta:
        verbose_name = "envoi d’alerte"
        verbose_name_plural = "envois d’alertes"
        constraints = [
            models.UniqueConstraint(
                fields=["subscriber", "item"],
                name="an_item_is_told_once",
                violation_error_message="Cette adresse en a déjà été avertie.",
            ),
        ]

    def __str__(self):
        return self.item
