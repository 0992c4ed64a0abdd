"""The letters of decisions: the delegation's texts, and the letters as they were sent."""

import re

import pgtrigger
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from correspondents.records.fields import account, optional_key
from correspondents.records.tracking import tracked

from .calls import Call
from .committees import MINUTES_FIRST
from .decisions import Decision
from .triggers import frozen, refusing

# The names that a text may hold between braces, and their meaning.
FIELDS = {
    "collectivité": "le nom de la collectivité chef de file",
    "dossier": "le numéro du dossier",
    "intitulé": "l’intitulé du dossier",
    "appel": "le titre de l’appel",
    "comité": "le jour du comité",
    "décision": "la décision, en mots",
    "montant": "le montant retenu",
    "rang": "le rang sur la liste complémentaire",
    "motif": "le motif de la décision",
    "avis": "ce que l’appel laisse lire des avis",
    "délégation": "le nom de la délégation",
}
FIELD = re.compile(r"\{([^{}\n]*)\}")


def check_fields(text):
    """Raises ValidationError, in French, for a brace that names nothing."""
    unknown = [name for name in FIELD.findall(text) if name not in FIELDS]
    left = FIELD.sub("", text)
    if unknown or "{" in left or "}" in left:
        field = f"{{{unknown[0]}}}" if unknown else "une accolade seule"
        raise ValidationError(
            f"« {field} » n’est pas un champ. Écrivez l’un de : "
            + ", ".join(f"{{{name}}}" for name in FIELDS)
            + "."
        )


def filled(text, values):
    """The text with each field replaced by its value; a value is never read as a text again."""
    return FIELD.sub(lambda match: values[match[1]], text)


@tracked()
class LetterTemplate(models.Model):
    """The letter of an outcome: that of a call, or the one of every call that has none."""

    call = optional_key(
        Call,
        "letter_templates",
        models.CASCADE,
        verbose_name="appel",
        help_text="Vide : tous les appels qui n’ont pas le leur.",
    )
    outcome = models.CharField("décision", max_length=9, choices=Decision.Outcome)
    subject = models.CharField("objet", max_length=160, validators=[check_fields])
    body = models.TextField(
        "texte",
        max_length=10_000,
        validators=[check_fields],
        help_text="Une ligne vide sépare deux paragraphes. Champs : "
        + ", ".join(f"{{{name}}}" for name in FIELDS)
        + ".",
    )

    class Meta:
        verbose_name = "modèle de lettre"
        verbose_name_plural = "modèles de lettres"
        ordering = ["call", "outcome"]
        constraints = [
            models.UniqueConstraint(
                fields=["call", "outcome"],
                nulls_distinct=False,
                name="one_letter_of_an_outcome",
                violation_error_message="Cette décision a déjà son modèle de lettre.",
            ),
        ]

    def __str__(self):
        return f"{self.get_outcome_display()}, {self.call or 'tous les appels'}"


class Notification(models.Model):
    """The letter of a decision as it was; mailed when it had an address."""

    decision = models.OneToOneField(
        Decision, models.PROTECT, verbose_name="décision", related_name="notification"
    )
    subject = models.CharField("objet", max_length=300)
    text = models.TextField("texte")
    sent_to = models.EmailField("écrit à", blank=True)
    notified_at = models.DateTimeField("notifiée le", default=timezone.now, editable=False)
    notified_by = account("par", editable=False)

    class Meta:
        verbose_name = "notification"
        ordering = ["notified_at", "id"]
        triggers = [
            frozen(
                "is_not_rewritten",
                "Une notification envoyée ne se réécrit pas.",
                pgtrigger.UpdateOf("decision_id", "subject", "text", "sent_to", "notified_at")
                | pgtrigger.Delete,
            ),
            refusing(
                "follows_the_minutes",
                pgtrigger.Insert,
                MINUTES_FIRST,
                """EXISTS (
                    SELECT 1 FROM projects_decision decision
                    JOIN projects_committee committee ON committee.id = decision.committee_id
                    WHERE decision.id = NEW.decision_id AND committee.closed_at IS NULL)""",
            ),
        ]

    def __str__(self):
        return f"notification de {self.decision}"
