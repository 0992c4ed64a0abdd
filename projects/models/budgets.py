"""What a project costs, and who pays: one line a funder, a year and a currency."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from correspondents.records.tracking import tracked

from .applications import Application
from .money import amount_field, amount_in_words, currency_field, positive


@tracked()
class BudgetLine(models.Model):
    """What a funder brings in a year, in money or in kind (« valorisation »)."""

    class Funder(models.TextChoices):
        LEAD = "lead", "collectivité française chef de file"
        FRENCH = "french", "autre collectivité française"
        FOREIGN = "foreign", "autorité locale partenaire"
        REQUESTED = "requested", "cofinancement demandé"
        PUBLIC = "public", "autre financement public"
        PRIVATE = "private", "autre financement privé"

    OF_AUTHORITIES = (Funder.LEAD, Funder.FRENCH)

    application = models.ForeignKey(
        Application, models.CASCADE, verbose_name="dossier", related_name="budget_lines"
    )
    funder = models.CharField("qui finance", max_length=9, choices=Funder)
    label = models.CharField("précision", max_length=160, blank=True)
    year = models.PositiveSmallIntegerField(
        "année", validators=[MinValueValidator(2000), MaxValueValidator(2100)]
    )
    amount = amount_field("montant", validators=[MinValueValidator(0)])
    currency = currency_field(default="EUR")
    is_in_kind = models.BooleanField("valorisation", default=False)

    class Meta:
        verbose_name = "ligne de budget"
        verbose_name_plural = "lignes de budget"
        ordering = ["year", "id"]
        constraints = [
            positive("budget_line_is_positive"),
            models.CheckConstraint(
                name="budget_year_is_likely",
                condition=Q(year__range=(2000, 2100)),
                violation_error_message="L’année d’une ligne de budget va de 2000 à 2100.",
            ),
            models.CheckConstraint(
                name="requested_line_is_money",
                condition=~Q(funder="requested", is_in_kind=True),
                violation_error_message="Le cofinancement demandé n’est pas une valorisation.",
            ),
        ]

    def __str__(self):
        kind = ", valorisation" if self.is_in_kind else ""
        named = f" ({self.label})" if self.label else ""
        amount = amount_in_words(self.amount, self.currency)
        return f"{self.year} : {self.get_funder_display()}{named}, {amount}{kind}"
