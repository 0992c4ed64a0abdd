"""The budget of a project: one line a funder, a year and a currency."""

from django.db import models
from django.db.models import Q

from correspondents.records.fields import foreign_key
from correspondents.records.tracking import tracked

from .applications import Application
from .fields import likely_year, year_field
from .money import amount_field, amount_in_words, currency_field, positive


@tracked()
class BudgetLine(models.Model):
    """The share of a funder in a year, in money or in kind (« valorisation »)."""

    class Funder(models.TextChoices):
        LEAD = "lead", "collectivité française chef de file"
        FRENCH = "french", "autre collectivité française"
        FOREIGN = "foreign", "autorité locale partenaire"
        REQUESTED = "requested", "cofinancement demandé"
        PUBLIC = "public", "autre financement public"
        PRIVATE = "private", "autre financement privé"

    OF_AUTHORITIES = (Funder.LEAD, Funder.FRENCH)

    application = foreign_key(Application, "budget_lines", models.CASCADE)
    funder = models.CharField("qui finance", max_length=9, choices=Funder)
    label = models.CharField("précision", max_length=160, blank=True)
    year = year_field()
    amount = amount_field("montant")
    currency = currency_field()
    is_in_kind = models.BooleanField("valorisation", default=False)

    class Meta:
        verbose_name = "ligne de budget"
        verbose_name_plural = "lignes de budget"
        ordering = ["year", "id"]
        constraints = [
            positive("budget_line_is_positive"),
            likely_year("budget_year_is_likely", "L’année d’une ligne de budget"),
            models.CheckConstraint(
                name="requested_line_is_money",
                condition=~Q(funder="requested", is_in_kind=True),
                violation_error_message="Le cofinancement demandé n’est pas une valorisation.",
            ),
        ]

    def __str__(self):
        kind = ", valorisation" if self.is_in_kind else ""
        label = f" ({self.label})" if self.label else ""
        amount = amount_in_words(self.amount, self.currency)
        return f"{self.year} : {self.get_funder_display()}{label}, {amount}{kind}"
