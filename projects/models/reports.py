"""« Compte rendu technique et financier » : a report that a beneficiary owes by a day."""

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format

from correspondents.records.fields import foreign_key
from correspondents.records.tracking import tracked

from .checked import write_checked
from .fields import OPTIONAL, Reminder
from .files import JoinedFile, JoinedFileQuerySet, StoredContent
from .functions import rows_of
from .grants import Grant
from .money import not_to_come
from .triggers import frozen


class ReportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of the grants that the account may see."""
        return self.filter(grant__in=Grant.objects.visible_to(user))

    def awaited(self, on=None):
        """The reports that have not come whole, of grants that go on, except those accepted in part
        until a day still to come."""
        return self.filter(pk__in=rows_of("projects_awaited_reports", on))

    def missing(self, on=None):
        """The awaited reports whose day is past."""
        return self.filter(pk__in=rows_of("projects_missing_reports", on))

    def to_accept(self):
        """The reports that came whole and that nobody has accepted, of grants that go on."""
        return self.filter(
            technical_on__isnull=False,
            financial_on__isnull=False,
            accepted_at__isnull=True,
            grant__abandoned_on__isnull=True,
        )

    def without_address(self):
        """The reports of the grants without an address."""
        return self.filter(grant__contact_email="", grant__decision__application__contact_email="")

    def owed_by(self, authority):
        """The reports of the dossiers that the authority led."""
        return self.filter(grant__decision__application__lead=authority)


@tracked()
class Report(models.Model):
    """One of the reports of a grant: its technical and its financial part, received on a day each.

    Accepted, it lets the instalments that wait for it be paid, and no longer moves.
    """

    class Stage(models.TextChoices):
        INTERMEDIATE = "intermediate", "intermédiaire"
        FINAL = "final", "final"

    grant = foreign_key(Grant, "reports")
    stage = models.CharField("étape", max_length=12, choices=Stage)
    number = models.PositiveSmallIntegerField("numéro", default=1)
    due_on = models.DateField("attendu au plus tard le")
    technical_on = models.DateField("partie technique reçue le", **OPTIONAL)
    financial_on = models.DateField("partie financière reçue le", **OPTIONAL)
    remarks = models.TextField("observations", max_length=5000, blank=True)
    accepted_at = models.DateTimeField("accepté le", **OPTIONAL, editable=False)
    accepted_by = models.CharField("accepté par", max_length=160, blank=True, editable=False)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = "compte rendu"
        verbose_name_plural = "comptes rendus"
        ordering = ["due_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["grant", "stage", "number"],
                name="one_report_of_a_number",
                violation_error_message="La subvention a déjà ce compte rendu.",
            ),
            models.CheckConstraint(
                name="one_final_report",
                condition=~Q(stage="final") | Q(number=1),
                violation_error_message="Une subvention a un seul compte rendu final.",
            ),
            models.CheckConstraint(
                name="accepted_report_is_whole",
                condition=Q(accepted_at__isnull=True, accepted_by="")
                | Q(
                    accepted_at__isnull=False,
                    technical_on__isnull=False,
                    financial_on__isnull=False,
                )
                & ~Q(accepted_by=""),
                violation_error_message="Un compte rendu accepté a ses deux parties, technique et "
                "financière, et dit qui l’accepte.",
            ),
        ]
        triggers = [
            frozen(
                "stays_once_accepted",
                "Un compte rendu accepté ne se modifie plus.",
                once="accepted_at",
            ),
        ]

    def __str__(self):
        if self.stage == self.Stage.FINAL:
            return "compte rendu final"
        return f"compte rendu intermédiaire n° {self.number}"

    @property
    def received_on(self):
        """The day when it was whole, None before."""
        if self.technical_on and self.financial_on:
            return max(self.technical_on, self.financial_on)
        return None

    @property
    def in_words(self):
        """The report and its subsidy, in words for its beneficiary; reads its grant."""
        return f"{self}, {self.grant}, attendu le {date_format(self.due_on, 'j F Y')}"

    @transaction.atomic
    def receive(self, part, upload, *, on, by):
        """Note that a part came on a day, and keep its file. Raises ValidationError; the base
        refuses once the report is accepted."""
        not_to_come(on)
        setattr(self, f"{part}_on", on)
        self.save(update_fields=[f"{part}_on"])
        return ReportFile.objects.keep(upload, by=by, report=self, part=part)

    def accept(self, *, by):
        """Accept it, for its instalments to be paid: the base refuses one that is not whole."""
        write_checked(self, accepted_at=timezone.now(), accepted_by=by.signature)


class ReportReminder(Reminder):
    report = foreign_key(Report, "reminders", models.CASCADE)
    due_on = models.DateField("pour l’échéance du")

    class Meta(Reminder.Meta):
        verbose_name = "relance d’un compte rendu"
        verbose_name_plural = "relances des comptes rendus"
        constraints = [
            models.UniqueConstraint(
                fields=["report", "due_on", "step"],
                name="one_report_reminder_a_step",
                violation_error_message="Cette relance est déjà partie.",
            ),
        ]


class ReportFileQuerySet(JoinedFileQuerySet):
    def visible_to(self, user):
        """Those of the grants that the account may see."""
        return self.filter(report__in=Report.objects.visible_to(user))


class ReportFile(JoinedFile):
    """A file of a report."""

    class Part(models.TextChoices):
        TECHNICAL = "technical", "partie technique"
        FINANCIAL = "financial", "partie financière"

    report = foreign_key(Report, "files", models.CASCADE)
    part = models.CharField("partie", max_length=9, choices=Part)

    objects = ReportFileQuerySet.as_manager()

    class Meta(JoinedFile.Meta):
        verbose_name = "fichier d’un compte rendu"
        verbose_name_plural = "fichiers des comptes rendus"


class ReportFileContent(StoredContent):
    file = models.OneToOneField(
        ReportFile, models.CASCADE, verbose_name="fichier", related_name="stored", primary_key=True
    )

    class Meta:
        verbose_name = "contenu d’un fichier de compte rendu"
        verbose_name_plural = "contenus des fichiers de comptes rendus"
