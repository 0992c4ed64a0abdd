"""« Évaluation » : a post evaluates a running project by the criteria of the OECD."""

import json

import pgtrigger
from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.db.models.lookups import IsNull
from django.utils import timezone

from correspondents.models import Post
from correspondents.models.visibility import OfAPost
from correspondents.records.fields import foreign_key
from correspondents.records.tracking import tracked

from .fields import OPTIONAL
from .files import JoinedFile, StoredContent
from .functions import LackingCriteria
from .grants import Grant
from .opinions import BEST_MARK
from .triggers import before, frozen, frozen_with


class OecdCriterion(models.TextChoices):
    RELEVANCE = "relevance", "pertinence"
    COHERENCE = "coherence", "cohérence"
    EFFECTIVENESS = "effectiveness", "efficacité"
    EFFICIENCY = "efficiency", "efficience"
    IMPACT = "impact", "impact"
    SUSTAINABILITY = "sustainability", "viabilité"


CRITERIA = json.dumps(dict(OecdCriterion.choices), ensure_ascii=False)
VALIDATED = "Une évaluation validée ne se modifie plus."


class EvaluationQuerySet(OfAPost):
    def visible_to(self, user):
        """All for the delegation; for a post, its own, and the validated ones of its countries."""
        if user.is_delegation or user.post_id is None:
            return super().visible_to(user)
        counts = Q(validated_at__isnull=False, grant__in=Grant.objects.visible_to(user))
        return self.filter(Q(post=user.post_id) | counts)

    def validated(self):
        """The evaluations that count: the post has validated them."""
        return self.filter(validated_at__isnull=False)

    def ready(self):
        """The drafts that are complete: each criterion and the summary are filled."""
        lacking = LackingCriteria("pk", Value(CRITERIA))
        return self.filter(IsNull(lacking, True), validated_at__isnull=True).exclude(summary="")


@tracked()
class Evaluation(models.Model):
    """An evaluation of the project of a grant, a draft until somebody validates it for the post."""

    grant = foreign_key(Grant, "evaluations")
    post = foreign_key(Post, "evaluations")
    evaluated_on = models.DateField("évalué le", default=timezone.localdate)
    visited_on = models.DateField("visite le", **OPTIONAL)
    summary = models.TextField("ce qu’il faut retenir", max_length=5000, blank=True)
    drafted_by = models.CharField("rédigée par", max_length=160, blank=True)
    validated_at = models.DateTimeField("validée le", **OPTIONAL, editable=False)
    validated_by = models.CharField("validée par", max_length=160, blank=True, editable=False)

    objects = EvaluationQuerySet.as_manager()

    class Meta:
        verbose_name = "évaluation"
        ordering = ["-evaluated_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["grant", "post"],
                condition=Q(validated_at__isnull=True),
                name="one_draft_of_an_evaluation",
                violation_error_message="Le poste a déjà un brouillon d’évaluation de ce projet.",
            ),
            models.CheckConstraint(
                name="evaluation_that_counts_is_signed",
                condition=Q(validated_at__isnull=True, validated_by="")
                | Q(validated_at__isnull=False) & ~Q(validated_by=""),
                violation_error_message="Une évaluation validée dit par qui.",
            ),
            models.CheckConstraint(
                name="evaluation_that_counts_says_what_to_retain",
                condition=Q(validated_at__isnull=True) | ~Q(summary=""),
                violation_error_message="Pour valider, dites ce qu’il faut retenir.",
            ),
            models.CheckConstraint(
                name="visit_precedes_the_evaluation",
                condition=Q(visited_on__isnull=True) | Q(visited_on__lte=F("evaluated_on")),
                violation_error_message="La visite précède l’évaluation.",
            ),
        ]
        triggers = [
            frozen("stays_once_it_counts", VALIDATED, once="validated_at"),
            before(
                "says_each_criterion",
                pgtrigger.Insert | pgtrigger.UpdateOf("validated_at"),
                condition="NEW.validated_at IS NOT NULL",
                func=f"""
                PERFORM projects_refuse(
                    'Pour valider, donnez une note et des constats à : ' || lacking
                    || '. Il faut les six critères.')
                FROM projects_lacking_criteria(NEW.id, '{CRITERIA}') lacking
                WHERE lacking IS NOT NULL;
                RETURN NEW;
                """,
            ),
        ]

    def __str__(self):
        return f"évaluation du {self.evaluated_on:%d/%m/%Y} par {self.post}"

    @transaction.atomic
    def validate(self, by):
        """Make it count, signed `by`. Raises ValidationError; the base wants every criterion."""
        row = type(self).objects.select_for_update(of=["self"]).get(pk=self.pk)
        if row.validated_at:
            raise ValidationError(VALIDATED)
        row.validated_at, row.validated_by = timezone.now(), by[:160]
        row.validate_constraints()
        row.save(update_fields=["validated_at", "validated_by"])
        self.refresh_from_db()


@tracked()
class EvaluationMark(models.Model):
    """A mark from 0 to 4 on one criterion of the OECD, with its reasons."""

    Criterion = OecdCriterion

    evaluation = foreign_key(Evaluation, "marks", models.CASCADE)
    criterion = models.CharField("critère", max_length=14, choices=Criterion)
    mark = models.PositiveSmallIntegerField(
        "note", **OPTIONAL, validators=[MaxValueValidator(BEST_MARK)]
    )  # a draft may lack it
    text = models.TextField("constats", max_length=5000, blank=True)

    class Meta:
        verbose_name = "note d’évaluation"
        verbose_name_plural = "notes d’évaluation"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["evaluation", "criterion"],
                name="one_mark_of_an_oecd_criterion",
                violation_error_message="Ce critère a déjà une note.",
            ),
            models.CheckConstraint(
                name="oecd_mark_is_from_zero_to_four",
                condition=Q(mark__lte=BEST_MARK),
                violation_error_message="Une note va de 0 à 4.",
            ),
        ]
        triggers = [frozen_with("evaluation", VALIDATED)]

    def __str__(self):
        return f"{self.get_criterion_display()} : {self.mark}"


class EvaluationPhoto(JoinedFile):
    """A picture of a visit."""

    evaluation = foreign_key(Evaluation, "photos", models.CASCADE)

    class Meta(JoinedFile.Meta):
        verbose_name = "photo d’une évaluation"
        verbose_name_plural = "photos d’une évaluation"
        # The account that added one may be deleted.
        triggers = [
            frozen_with("evaluation", VALIDATED, "evaluation_id", "name", "kind", "size", "sha256")
        ]


class EvaluationPhotoContent(StoredContent):
    photo = models.OneToOneField(
        EvaluationPhoto,
        models.CASCADE,
        verbose_name="photo",
        related_name="stored",
        primary_key=True,
    )

    class Meta:
        verbose_name = "contenu d’une photo"
        verbose_name_plural = "contenus des photos"


def long_ago(on=None):
    """The last day whose evaluations are too old on the day `on`."""
    return (on or timezone.localdate()) - relativedelta(months=settings.EVALUATION_MONTHS)


def with_evaluations(grants):
    """Adds `evaluated_on`, the day of the last evaluation that counts, and `evaluation_since`.

    The latter is the day from which `EVALUATION_MONTHS` run: that of the project's start when it
    was never evaluated.
    """
    evaluations = Evaluation.objects.validated().filter(grant=OuterRef("pk"))
    last = Subquery(evaluations.order_by("-evaluated_on").values("evaluated_on")[:1])
    return grants.annotate(evaluated_on=last, evaluation_since=Coalesce(last, F("starts_on")))


def to_evaluate(grants, on=None):
    """The grants whose project runs and has no evaluation of the last `EVALUATION_MONTHS`.

    A project is left that long to begin.
    """
    on, before = on or timezone.localdate(), long_ago(on)
    recent = Evaluation.objects.validated().filter(grant=OuterRef("pk"), evaluated_on__gt=before)
    return grants.running(on).filter(~Exists(recent), starts_on__lte=before)
