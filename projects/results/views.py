"""The public pages of the projects retained."""

from django.conf import settings
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.generic import DetailView
from django_filters.views import FilterView

from atlas.models import Partnership
from atlas.public.columns import OPEN
from correspondents.directory.answers import Answer
from correspondents.records.paging import KeysFirst
from correspondents.spreadsheets.files import FORMATS, SpreadsheetMixin
from correspondents.spreadsheets.write import Table, notice
from projects.models import Grant

from .columns import COLUMNS
from .filters import ProjectFilter
from .rows import projects, with_sides
from .surroundings import surroundings

ROWS_AT_ONCE = 500


class ProjectList(FilterView):
    """Every project retained whose results are announced."""

    filterset_class = ProjectFilter
    template_name = "projects/results/project_list.html"
    paginate_by = 25

    def get_queryset(self):
        return projects()

    def get_paginator(self, queryset, per_page, **options):
        return KeysFirst(queryset, per_page, rows=with_sides(projects()), **options)

    def get_context_data(self, **context):
        return super().get_context_data(**context, formats=FORMATS.values())


class ProjectExport(SpreadsheetMixin, ProjectList):
    """The list on screen as a file: same filters, same order, every page."""

    def get_table(self, filterset):
        return Table(
            title="Projets retenus",
            columns=COLUMNS,
            rows=with_sides(filterset.qs).iterator(chunk_size=ROWS_AT_ONCE),
            filters=[(f"Filtre : {label}", text) for label, text in filterset.described()],
            notice=notice(OPEN),
        )


class ProjectDetail(DetailView):
    """A project: what the decision made public, the post's contacts, who else works there."""

    template_name = "projects/results/project_detail.html"

    def get_object(self, queryset=None):
        return get_object_or_404(with_sides(projects()), application=self.kwargs["pk"])

    def get_context_data(self, **context):
        project = self.object.application
        country = project.partner.country
        page = reverse("project_detail", args=[project.pk])
        return super().get_context_data(
            **context,
            decision=self.object,
            project=project,
            partnership=Partnership.objects.published().filter(pk=project.partnership_id).first(),
            stage=stage_of(self.object),
            **Answer.about(country).for_page(country.name),
            **surroundings(project.partner, project.lead),
            list_url=reverse("project_list"),
            canonical_url=settings.SITE_URL + page,
        )


def stage_of(decision):
    """« à venir », « en cours » or « terminé » today; "" for a project without a subsidy.

    By its dates alone: whether it was given up, paid or reported on is not public.
    """
    dates = Grant.objects.filter(decision=decision).values_list("starts_on", "ends_on").first()
    if dates is None:
        return ""
    starts_on, ends_on = dates
    today = timezone.localdate()
    if today < starts_on:
        return "à venir"
    return "en cours" if today <= ends_on else "terminé"
