"""« Avis du poste » : drafted by the correspondent, validated by the post; only then it counts."""

import pgtrigger
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from correspondents.models.visibility import OfAPost
from correspondents.records.fields import account, foreign_key, optional_key
from correspondents.records.refusals import spoken
from correspondents.records.tracking import tracked

from .applications import Application
from .callparts import Criterion
from .fields import OPTIONAL
from .requests import OpinionRequest
from .triggers import before, frozen, frozen_with
from .versions import ApplicationVersion

BEST_MARK = 4
VALIDATED = "Un avis validé ne se modifie plus."


class OpinionQuerySet(OfAPost):
    post_path = "request__post"

    def validated(self):
        """The opinions that count."""
        return self.filter(validated_at__isnull=False)


@tracked()
class Opinion(models.Model):
    """An opinion on a dossier, as it stood in `version`: a draft until somebody validates it.

    Validated, the base refuses any change. A préfecture's is entered by the delegation.
    """

    class Author(models.TextChoices):
        POST = "post", "poste"
        PREFECTURE = "prefecture", "préfecture de région"

    class Verdict(models.TextChoices):
        FAVOURABLE = "favourable", "favorable"
        WITH_RESERVATIONS = "with_reservations", "favorable avec réserves"
        RESERVED = "reserved", "réservé"
        UNFAVOURABLE = "unfavourable", "défavorable"
        NOT_APPLICABLE = "not_applicable", "sans objet"

    class Origin(models.TextChoices):
        MAIL = "mail", "courriel"
        PHONE = "phone", "téléphone"

    application = foreign_key(Application, "opinions")
    author_kind = models.CharField(
        "autorité qui rend l’avis", max_length=10, choices=Author, default=Author.POST
    )
    request = models.OneToOneField(
        OpinionRequest,
        models.PROTECT,
        verbose_name="saisine",
        related_name="opinion",
        **OPTIONAL,
        error_messages={"unique": "Le poste a déjà un avis sur ce dossier."},
    )
    version = optional_key(ApplicationVersion, "opinions", verbose_name="rendu sur")
    verdict = models.CharField("sens de l’avis", max_length=17, choices=Verdict, blank=True)
    reasons = models.TextField("motifs", max_length=10_000, blank=True)
    reservations = models.TextField("réserves", max_length=10_000, blank=True)
    security_note = models.TextField("sécurité", max_length=5000, blank=True)
    committee_note = models.TextField("note pour le comité seul", max_length=5000, blank=True)
    drafted_by = models.CharField("rédigé par", max_length=160, blank=True)
    submitted_at = models.DateTimeField("soumis le", **OPTIONAL, editable=False)
    validated_at = models.DateTimeField("validé le", **OPTIONAL, editable=False)
    validated_by = models.CharField("validé par", max_length=160, blank=True, editable=False)
    accepted_because = models.CharField(
        "raison de l’acceptation par la délégation", max_length=300, blank=True, editable=False
    )
    # Until it counts: who wrote last, whose account to tell, why it was sent back.
    kept_at = models.DateTimeField("brouillon gardé le", **OPTIONAL, editable=False)
    kept_by = models.CharField("brouillon gardé par", max_length=160, blank=True, editable=False)
    drafter = account("compte qui rédige", editable=False)
    returned_by = models.CharField("renvoyé par", max_length=160, blank=True, editable=False)
    returned_because = models.TextField("à revoir", max_length=2000, blank=True, editable=False)
    # Of an opinion that the delegation enters for the post.
    origin = models.CharField("reçu par", max_length=5, choices=Origin, blank=True)
    received_on = models.DateField("reçu le", **OPTIONAL)
    entered_by = models.CharField("saisi par", max_length=160, blank=True, editable=False)

    objects = OpinionQuerySet.as_manager()

    class Meta:
        verbose_name = "avis"
        verbose_name_plural = "avis"
        ordering = ["application", "author_kind", "id"]
        constraints = [
            models.CheckConstraint(
                name="opinion_of_a_post_answers_a_request",
                condition=Q(author_kind="post", request__isnull=False)
                | Q(author_kind="prefecture", request__isnull=True),
                violation_error_message="L’avis d’un poste répond à une saisine ; celui d’une "
                "préfecture n’en a pas.",
            ),
            models.CheckConstraint(
                name="opinion_that_counts_is_signed",
                condition=Q(validated_at__isnull=True, validated_by="", accepted_because="")
                | Q(validated_at__isnull=False, version__isnull=False) & ~Q(validated_by=""),
                violation_error_message="Un avis validé dit par qui, et sur quelle version.",
            ),
            models.CheckConstraint(
                name="opinion_that_counts_has_a_verdict",
                condition=Q(validated_at__isnull=True) | ~Q(verdict=""),
                violation_error_message="Choisissez le sens de l’avis : un avis validé a un sens.",
            ),
            models.CheckConstraint(
                name="opinion_has_its_reasons",
                condition=Q(validated_at__isnull=True)
                | Q(verdict="not_applicable")
                | ~Q(reasons=""),
                violation_error_message="Donnez les motifs de l’avis : « sans objet » seul s’en "
                "passe.",
            ),
            models.CheckConstraint(
                name="opinion_says_its_reservations",
                condition=Q(validated_at__isnull=True)
                | ~Q(verdict="with_reservations")
                | ~Q(reservations=""),
                violation_error_message="Un avis favorable avec réserves dit lesquelles.",
            ),
            models.CheckConstraint(
                name="opinion_entered_says_how_it_came",
                condition=Q(origin="", received_on__isnull=True, entered_by="")
                | ~Q(origin="") & Q(received_on__isnull=False) & ~Q(entered_by=""),
                violation_error_message="Dites comment et quel jour l’avis a été reçu.",
            ),
        ]
        triggers = [
            frozen("stays_once_it_counts", VALIDATED, once="validated_at"),
            before(
                # Until the committee meets, Paris time; and on what is still asked.
                "is_given_in_time",
                pgtrigger.Insert | pgtrigger.Update,
                condition="NEW.validated_at IS NOT NULL",
                func=f"""
                IF EXISTS (
                    SELECT 1 FROM projects_application dossier
                    JOIN projects_call call ON call.id = dossier.call_id
                    WHERE dossier.id = NEW.application_id
                        AND (NEW.validated_at AT TIME ZONE 'Europe/Paris')::date
                            >= call.committee_on)
                    OR EXISTS (
                    SELECT 1 FROM projects_decision
                    WHERE application_id = NEW.application_id
                        AND outcome IN ('retained', 'rejected'))
                THEN {spoken("Le comité s’est réuni : l’avis ne peut plus être rendu.")}
                END IF;
                IF EXISTS (SELECT 1 FROM projects_opinionrequest
                           WHERE id = NEW.request_id AND revoked_at IS NOT NULL)
                THEN {spoken("La saisine a été annulée : l’avis n’est plus attendu.")}
                END IF;
                IF EXISTS (SELECT 1 FROM projects_opinionrequest
                           WHERE id = NEW.request_id AND application_id <> NEW.application_id)
                    OR EXISTS (SELECT 1 FROM projects_applicationversion
                           WHERE id = NEW.version_id AND application_id <> NEW.application_id)
                THEN {spoken("Un avis porte sur le dossier de sa saisine.")}
                END IF;
                RETURN NEW;
                """,
            ),
        ]

    def __str__(self):
        return f"avis sur {self.application}"

    @property
    def is_draft(self):
        """Whether nobody has submitted or validated it."""
        return not (self.submitted_at or self.validated_at)

    @property
    def is_returned(self):
        """Whether its drafter is rewriting it: nobody validates it before it is submitted again."""
        return bool(self.is_draft and self.returned_by)

    @property
    def lateness(self):
        """« reçu hors délai (J+4) », "" when it came in time, whatever the hour of Paris."""
        if not (self.validated_at and self.request):
            return ""
        came_on = self.received_on or timezone.localdate(self.validated_at)
        days = (came_on - self.request.due_on).days
        return f"reçu hors délai (J+{days})" if days > 0 else ""

    @property
    def is_corrected(self):
        """Whether its text was rewritten once it was submitted."""
        return bool(self.submitted_at and self.kept_at) and self.kept_at > self.submitted_at

    def changes_since(self):
        """[Difference] between the version that it was written on and the dossier's last one."""
        if not self.version:
            return []
        last = self.application.versions.order_by("number").last()
        return self.version.changes_to(last)

    @transaction.atomic
    def validate(self, by, *, because=""):
        """Make it the opinion that counts, signed `by`, on the dossier as it stands.

        `because` is why the delegation accepts a draft that nobody at the post validates. Raises
        ValidationError; the base refuses what comes after the committee or a revocation.
        """
        row = type(self).objects.select_for_update().get(pk=self.pk)
        if row.validated_at:
            raise ValidationError("Cet avis est déjà validé.")
        row.version = ApplicationVersion.objects.keep(row.application, by=None)
        row.validated_at, row.validated_by = timezone.now(), by[:160]
        row.accepted_because, row.drafter = because.strip(), None
        row.returned_by = row.returned_because = ""
        row.validate_constraints()
        row.save()
        self.refresh_from_db()

    @transaction.atomic
    def enter(self, *, signed_by, by):
        """Take it as the opinion that the post gave by mail or by phone. Raises ValidationError."""
        if self.received_on and self.received_on > timezone.localdate():
            raise ValidationError("Un avis reçu l’a été aujourd’hui au plus tard.")
        if not signed_by.strip():
            raise ValidationError("Dites qui, au poste, rend cet avis.")
        self.entered_by, self.drafted_by = by.signature[:160], signed_by.strip()[:160]
        self.validate_constraints()
        self.save()
        self.validate(signed_by.strip())

    def send_back(self, *, because, by):
        """Return a submitted draft to who wrote it, with a word. Raises ValidationError."""
        if not because.strip():
            raise ValidationError("Dites ce qu’il faut revoir.")
        if not self.submitted_at:
            raise ValidationError("Ce brouillon n’est pas soumis : il est déjà à qui le rédige.")
        self.submitted_at, self.returned_by, self.returned_because = None, by[:160], because.strip()
        self.save(update_fields=["submitted_at", "returned_by", "returned_because"])

    def accept(self, *, because, by):
        """Take a draft as the post's opinion, for a written reason. Raises ValidationError."""
        if not because.strip():
            raise ValidationError("Dites pourquoi le brouillon est accepté tel quel.")
        if not self.submitted_at:
            raise ValidationError("Ce brouillon n’a pas été soumis : il n’est pas lu.")
        self.validate(f"{settings.DELEGATION_SHORT_NAME}, {by.signature}", because=because)


@tracked()
class CriterionMark(models.Model):
    """The mark of an opinion on a line of the call's grid: 0 to 4."""

    opinion = models.ForeignKey(Opinion, models.CASCADE, related_name="marks")
    criterion = foreign_key(Criterion, "marks")
    mark = models.PositiveSmallIntegerField("note", validators=[MaxValueValidator(BEST_MARK)])

    class Meta:
        verbose_name = "note d’un critère"
        verbose_name_plural = "notes des critères"
        ordering = ["criterion__rank", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["opinion", "criterion"],
                name="one_mark_of_a_criterion",
                violation_error_message="Ce critère a déjà une note.",
            ),
            models.CheckConstraint(
                name="mark_is_from_zero_to_four",
                condition=Q(mark__lte=BEST_MARK),
                violation_error_message="Une note va de 0 à 4.",
            ),
        ]
        triggers = [frozen_with("opinion", VALIDATED)]

    def __str__(self):
        return f"{self.criterion} : {self.mark}"
