"""The sheet of the subsidies: one row each, what is planned, paid and left to pay, what is late."""

from decimal import Decimal
from operator import attrgetter

from django.db.models import Count, DecimalField, OuterRef, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from correspondents.spreadsheets.write import Column
from projects.models import Instalment, Report


def for_sheet(grants):
    """The subsidies of `whole()` and `with_state()` with the sums that the columns read."""
    mine = Instalment.objects.filter(grant=OuterRef("pk")).order_by()
    return grants.annotate(
        planned=summed(mine),
        paid=summed(mine.filter(paid_on__isnull=False)),
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


def _countries(grant):
    return ", ".join(sorted(country.name for country in grant.application.countries.all()))


COLUMNS = [
    Column("number", "Subvention", "Numéro de la subvention", attrgetter("number")),
    Column("call", "Appel", "Titre de l’appel", attrgetter("application.call.title"), width=40),
    Column("dossier", "Dossier", "Numéro du dossier", attrgetter("application.reference")),
    Column("title", "Intitulé", "Intitulé du dossier", attrgetter("application.title"), width=40),
    Column("lead", "Chef de file", "Collectivité française", attrgetter("application.lead.name")),
    Column(
        "lead_siren",
        "SIREN",
        "SIREN de la collectivité chef de file",
        lambda grant: grant.application.lead.siren or "",
    ),
    Column("siret", "SIRET", "SIRET du bénéficiaire", attrgetter("siret")),
    Column("countries", "Pays ou territoires", "Ceux du projet", _countries, width=30),
    Column("starts_on", "Début", "Premier jour du projet", attrgetter("starts_on")),
    Column("ends_on", "Fin", "Dernier jour du projet", attrgetter("ends_on")),
    Column("state", "État", "Où en est la subvention", attrgetter("state_in_words")),
    Column("commitment", "Engagement", "Numéro dans Chorus", attrgetter("commitment_number")),
    Column("amount", "Montant", "Ce qui est accordé", attrgetter("amount")),
    Column("currency", "Monnaie", "Celle de tous les montants", attrgetter("currency")),
    Column("planned", "Tranches", "La somme des tranches prévues", attrgetter("planned")),
    Column("paid", "Versé", "La somme des tranches versées", attrgetter("paid")),
    Column("payable", "Payable", "La somme de celles que rien ne retient", attrgetter("payable")),
    Column("left", "Reste à verser", "Tranches moins versé", lambda g: g.planned - g.paid),
    Column("late", "Retards", "Comptes rendus en retard", lambda grant: grant.late or 0),
]
