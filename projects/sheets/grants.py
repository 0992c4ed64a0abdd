"""The sheet of the subsidies: one row each, with its plan, its payments, its late reports."""

from decimal import Decimal

from django.db.models import Count, DecimalField, OuterRef, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from correspondents.spreadsheets.write import Column
from projects.models import Instalment, Report

from .words import COUNTRIES, DOSSIER


def for_sheet(grants):
    """The subsidies of `whole()` and `with_state()` with the sums that the columns read."""
    instalments = Instalment.objects.filter(grant=OuterRef("pk")).order_by()
    return grants.annotate(
        planned=summed(instalments),
        paid=summed(instalments.filter(paid_on__isnull=False)),
        payable=summed(Instalment.objects.payable().filter(grant=OuterRef("pk")).order_by()),
        late=Subquery(
            Report.objects.missing()
            .filter(grant=OuterRef("pk"))
            .order_by()
            .values("grant")
            .annotate(number=Count("pk"))
            .values("number")
        ),
    ).prefetch_related("decision__application__countries")


def summed(rows):
    """The sum of the amounts of the rows of a grant; 0 without any."""
    total = rows.values("grant").annotate(total=Sum("amount")).values("total")
    amount = DecimalField(max_digits=14, decimal_places=2)
    return Coalesce(Subquery(total), Value(Decimal("0.00")), output_field=amount)


COLUMNS = [
    Column("number", "Subvention", "Numéro de la subvention"),
    Column("call", "Appel", "Titre de l’appel", "application.call.title", width=40),
    *DOSSIER,
    Column(
        "lead_siren",
        "SIREN",
        "SIREN de la collectivité chef de file",
        lambda grant: grant.application.lead.siren or "",
    ),
    Column("siret", "SIRET", "SIRET du bénéficiaire"),
    COUNTRIES,
    Column("starts_on", "Début", "Premier jour du projet"),
    Column("ends_on", "Fin", "Dernier jour du projet"),
    Column("state", "État", "Où en est la subvention", "state_in_words"),
    Column("commitment", "Engagement", "Numéro dans Chorus", "commitment_number"),
    Column("amount", "Montant", "Ce qui est accordé"),
    Column("currency", "Monnaie", "Celle de tous les montants"),
    Column("planned", "Tranches", "La somme des tranches prévues"),
    Column("paid", "Versé", "La somme des tranches versées"),
    Column("payable", "Payable", "La somme de celles que rien ne retient"),
    Column("left", "Reste à verser", "Tranches moins versé", lambda g: g.planned - g.paid),
    Column("late", "Retards", "Comptes rendus en retard", lambda grant: grant.late or 0),
]
