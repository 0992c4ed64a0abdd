"""A list that came in: its file, the plan that a person reads, its application and its undoing."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from correspondents.imports.kinds import PEOPLE, list_kind
from correspondents.records.fields import account, optional_day


class ImportBatchQuerySet(models.QuerySet):
    def light(self):
        """Without the plan, which may weigh megabytes."""
        return self.defer("report")

    def visible_to(self, user):
        """The delegation's alone: a list names people of every post."""
        return self if user.is_delegation else self.none()

    def erasable(self):
        """Those that still hold something to erase, and that nobody is reading or writing."""
        busy = [ImportBatch.State.READING, ImportBatch.State.APPLYING]
        return self.exclude(state__in=busy).exclude(report__has_key="erased_on")


class ImportBatch(models.Model):
    """One file, how it is read, its plan, and its fate; applied once, by its number.

    `kind` is the code of a list in `settings.IMPORTED_LISTS`, and `list_kind` its object.
    `mapping` holds, by sheet, what a person changed in the reading of its columns; `choices`,
    what a person decided of a row, a label or a post; `options`, what the import does of empty
    cells, of what the file does not name… (`imports.options.ListOptions`, as the kind has them).
    """

    class State(models.TextChoices):
        READING = "reading", "en cours de lecture"
        REFUSED = "refused", "fichier refusé"
        PLANNED = "planned", "à relire"
        APPLYING = "applying", "en cours d’écriture"
        APPLIED = "applied", "appliqué"
        UNDONE = "undone", "annulé"
        ABANDONED = "abandoned", "abandonné"

    kind = models.CharField("liste", max_length=20, default=PEOPLE)
    file_name = models.CharField("fichier", max_length=255)
    sha256 = models.CharField("empreinte", max_length=64)
    size = models.PositiveIntegerField("taille en octets")
    edition_on = optional_day("édition du")
    state = models.CharField("situation", max_length=10, choices=State, default=State.PLANNED)
    mapping = models.JSONField("colonnes", default=dict)
    choices = models.JSONField("décisions", default=dict)
    options = models.JSONField("options", default=dict)
    totals = models.JSONField("décompte", default=dict)
    report = models.JSONField("plan", default=dict)
    refusal = models.TextField("pourquoi le fichier est refusé", blank=True)
    progress = models.PositiveSmallIntegerField("avancement en %", default=0)
    progress_at = models.DateTimeField("avancement noté le", null=True, blank=True)
    created_at = models.DateTimeField("lu le", auto_now_add=True)
    created_by = account("par", models.PROTECT, related_name="import_batches", blank=True)
    applied_at = models.DateTimeField("appliqué le", null=True, blank=True)
    applied_by = account("appliqué par", models.PROTECT, blank=True)
    undone_at = models.DateTimeField("annulé le", null=True, blank=True)
    undone_by = account("annulé par", models.PROTECT, blank=True)
    left_alone = models.JSONField("non annulé, modifié depuis", default=list)

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        verbose_name = "import"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="applied_import_has_its_moment",
                condition=Q(state__in=["applied", "undone"], applied_at__isnull=False)
                | ~Q(state__in=["applied", "undone"]) & Q(applied_at__isnull=True),
                violation_error_message="Un import appliqué porte le moment de son application.",
            ),
            models.CheckConstraint(
                name="undone_import_has_its_moment",
                condition=Q(state="undone", undone_at__isnull=False)
                | ~Q(state="undone") & Q(undone_at__isnull=True),
                violation_error_message="Un import annulé porte le moment de son annulation.",
            ),
        ]

    def __str__(self):
        return f"Import n° {self.pk} : {self.file_name}"

    def get_absolute_url(self):
        return reverse("admin:correspondents_importbatch_change", args=[self.pk])

    @property
    def list_kind(self):
        """The ListKind of the batch; KeyError when the settings no longer name it."""
        return list_kind(self.kind)

    @property
    def is_under_way(self):
        return self.state in (self.State.READING, self.State.APPLYING)

    @property
    def is_planned(self):
        return self.state == self.State.PLANNED

    @property
    def is_applied(self):
        return self.state == self.State.APPLIED

    @property
    def is_erased(self):
        return "erased_on" in self.report

    def erase(self):
        """Forget the file and all that names people; the counts and the fate stay.

        What was not applied is refused from now on: there is nothing left to apply.
        """
        today = timezone.localdate()
        self.report = {
            **{part: [] for part in ("sheets", "rows", "absent", "new_posts")},
            "file": {},
            "totals": self.totals,
            "erased_on": today.isoformat(),
        }
        self.choices, self.mapping, self.left_alone, self.refusal = {}, {}, [], ""
        if not self.applied_at:
            self.state = self.State.REFUSED
            self.refusal = f"Le contenu de ce fichier a été effacé le {today:%d/%m/%Y}."
        self.save()
        ImportFile.objects.filter(batch=self).update(content=b"")


class ImportFile(models.Model):
    """The file of a batch, byte for byte: what was refused can be given back as it came."""

    batch = models.OneToOneField(
        ImportBatch, models.CASCADE, verbose_name="import", related_name="file", primary_key=True
    )
    content = models.BinaryField("contenu")

    class Meta:
        verbose_name = "fichier importé"
        verbose_name_plural = "fichiers importés"

    def __str__(self):
        return self.batch.file_name


class RememberedHeadingQuerySet(models.QuerySet):
    def of_kind(self, kind):
        """{place (group, heading, before, after): code} of a kind of list."""
        rows = self.filter(kind=kind).values_list(*RememberedHeading.PLACE, "code")
        return {tuple(place): code for *place, code in rows}


class RememberedHeading(models.Model):
    """The meaning that a person gave to a heading, for the next list of this kind that has it at
    the same place: under the same group, between the same neighbours.

    The headings are in their plain form (`imports.vocabulary.plain`); an empty `code` means
    « autres données ».
    """

    PLACE = ("group", "heading", "before", "after")

    kind = models.CharField("liste", max_length=20, default=PEOPLE)
    group = models.CharField("sous le titre", max_length=200, blank=True)
    heading = models.CharField("en-tête", max_length=200)
    before = models.CharField("après l’en-tête", max_length=200, blank=True)
    after = models.CharField("avant l’en-tête", max_length=200, blank=True)
    code = models.CharField("colonne", max_length=60, blank=True)

    objects = RememberedHeadingQuerySet.as_manager()

    class Meta:
        verbose_name = "en-tête retenu"
        verbose_name_plural = "en-têtes retenus"
        ordering = ["heading"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "group", "heading", "before", "after"],
                name="one_meaning_of_a_heading_at_its_place",
                violation_error_message="Cet en-tête est déjà retenu à cette place.",
            ),
        ]

    def __str__(self):
        return self.heading
