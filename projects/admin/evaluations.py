"""The delegation reads the evaluations that count, compares them, sees which are due."""

from django.conf import settings
from django.contrib import admin
from django.http import Http404
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_safe

from correspondents.records.admin.pages import ActsPages
from correspondents.records.admin.sheets import ExportsSheet
from correspondents.records.admin.tables import AccentBlindSearch, ReadOnly, TrackedAdmin, cell
from projects.evaluations import sheet
from projects.evaluations.comparison import compared
from projects.evaluations.figures import figures, figures_by_country
from projects.evaluations.schedule import Followed
from projects.models import Evaluation, Grant
from projects.models.evaluations import to_evaluate, with_evaluations


class YearFilter(admin.SimpleListFilter):
    title = "année"
    parameter_name = "annee"

    def lookups(self, request, model_admin):
        years = model_admin.get_queryset(request).order_by("-evaluated_on")
        values = years.values_list("evaluated_on__year", flat=True).distinct()
        return [(str(year), str(year)) for year in dict.fromkeys(values)]

    def queryset(self, request, queryset):
        value = self.value() or ""
        if value not in dict(self.lookup_choices):
            return queryset
        return queryset.filter(evaluated_on__year=int(value))


@admin.register(Evaluation)
class EvaluationAdmin(ActsPages, ExportsSheet, ReadOnly, AccentBlindSearch, TrackedAdmin):
    """Written by the posts, never here; a draft stays at its post."""

    own_pages = {"a-evaluer/": "due", "<int:pk>/comparer/": "compare"}
    sheet = sheet
    change_form_template = "admin/projects/evaluation/read.html"
    change_list_template = "admin/projects/evaluation/list.html"

    list_display = ["project", "post", "evaluated_on", "visited_on", "marks"]
    project = cell("grant.application", "projet", ordering="grant__decision__application__title")
    list_filter = [
        ("grant__decision__application__countries", admin.RelatedOnlyFieldListFilter),
        ("post", admin.RelatedOnlyFieldListFilter),
        YearFilter,
    ]
    list_select_related = ["grant__decision__application", "post"]
    search_fields = ["grant__decision__application__text_norm", "post__name_norm"]
    search_help_text = "Numéro ou intitulé du dossier, ou poste."
    fields = [
        "project",
        "grant",
        "post",
        ("evaluated_on", "visited_on"),
        "summary",
        "drafted_by",
        ("validated_at", "validated_by"),
    ]
    readonly_fields = ["project", "validated_at", "validated_by"]

    def get_queryset(self, request):
        rows = super().get_queryset(request).visible_to(request.user).validated()
        return rows.prefetch_related("marks")

    @admin.display(description="notes sur 4")
    def marks(self, evaluation):
        return ", ".join(str(mark) for mark in evaluation.marks.all())

    def change_view(self, request, object_id, form_url="", extra_context=None):
        row = self.get_object(request, object_id)
        context = {**(extra_context or {})}
        if row:
            others = row.grant.evaluations.validated().exclude(pk=row.pk)
            context |= {"others": others, "photos": row.photos.all(), "marks": row.marks.all()}
        return super().change_view(request, object_id, form_url, context)

    @method_decorator(require_safe)
    def compare_view(self, request, pk):
        """Two evaluations of the project of this one, side by side."""
        row = self.get_object(request, str(pk))
        if row is None:
            raise Http404
        rows = Evaluation.objects.visible_to(request.user).validated().filter(grant=row.grant_id)
        context = {"evaluation": row, **compared(rows, request.GET)}
        return self.page(request, "evaluation/compare", "Comparer", **context)

    @method_decorator(require_safe)
    def due_view(self, request):
        """The projects without an evaluation for too long, and how many run, by country."""
        grants = Grant.objects.visible_to(request.user)
        due = with_evaluations(to_evaluate(grants)).whole().order_by("evaluation_since", "number")
        return self.page(
            request,
            "evaluation/due",
            "Projets à évaluer",
            months=settings.EVALUATION_MONTHS,
            figures=figures(grants),
            countries=figures_by_country(grants),
            rows=list(map(Followed, due.prefetch_related("decision__application__countries"))),
        )
