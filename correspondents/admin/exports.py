"""The staff's export: the rows of the change list, by one of the presets."""

from django import forms
from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse

from correspondents.access_log import filters_told, record_access
from correspondents.exports import COLUMNS, PRESETS
from correspondents.models import AccessRecord
from correspondents.spreadsheets.files import FORMATS, PLAIN_CSV, file_response


class ExportForm(forms.Form):
    """Which rows of a list, in which columns, in which format."""

    FORMATS = {**FORMATS, "plain_csv": PLAIN_CSV}

    preset = forms.ChoiceField(
        label="Modèle",
        choices=[(name, f"{p.label} : {p.description}") for name, p in PRESETS.items()],
        widget=forms.RadioSelect,
        initial="internal",
    )
    columns = forms.MultipleChoiceField(
        label="Colonnes",
        choices=[(name, column.label) for name, column in COLUMNS.items()],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Si aucune n’est cochée : celles du modèle.",
    )
    format = forms.ChoiceField(
        label="Format", choices=[(name, format.label) for name, format in FORMATS.items()]
    )

    def clean(self):
        super().clean()
        preset = PRESETS.get(self.cleaned_data.get("preset"))
        chosen = self.cleaned_data.get("columns", [])
        if preset and (refused := [name for name in chosen if name not in preset.offered]):
            names = ", ".join(COLUMNS[name].label for name in refused)
            self.add_error("columns", f"« {preset.label} » ne peut pas contenir : {names}.")

    def response(self, queryset, filters):
        """The file of the rows of the queryset that the preset keeps."""
        preset = PRESETS[self.cleaned_data["preset"]]
        columns = [preset.offered[name] for name in self.cleaned_data["columns"]]
        return file_response(
            preset.table(queryset, filters, columns), self.FORMATS[self.cleaned_data["format"]]
        )


class ExportsList:
    """Mixed into the table of correspondents: the change list, as it is filtered, as a file."""

    EXPORT = "correspondents_correspondent_export"

    def get_urls(self):
        view = self.admin_site.admin_view(self.export_view)
        return [path("export/", view, name=self.EXPORT), *super().get_urls()]

    @admin.action(description="Exporter la sélection", permissions=["view"])
    def export_selection(self, request, queryset):
        query = request.GET.copy()
        if request.POST.get("select_across") != "1":
            query["id__in"] = ",".join(request.POST.getlist(ACTION_CHECKBOX_NAME))
        return redirect(reverse(f"admin:{self.EXPORT}", query=query))

    def export_view(self, request):
        """GET shows the form; POST, to the same address and its filters, answers with the file."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        try:
            listed = self.get_changelist_instance(request)
        except IncorrectLookupParameters:
            return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")
        form = ExportForm(request.POST or None)
        filters = described(listed)
        if form.is_valid():
            self.note_export(request, form, listed.queryset)
            return form.response(listed.queryset, filters)
        context = {
            **self.admin_site.each_context(request),
            "title": "Exporter les correspondants",
            "opts": self.opts,
            "form": form,
            "filters": filters,
            "count": listed.result_count,
        }
        return TemplateResponse(request, "admin/export.html", context)

    def note_export(self, request, form, queryset):
        """The public list holds nothing internal: it is not noted."""
        if form.cleaned_data["preset"] == "public":
            return
        rows = PRESETS[form.cleaned_data["preset"]].narrowed(queryset).count()
        subject = filters_told(self, request.GET)
        record_access(request.user, AccessRecord.What.EXPORT, subject=subject, rows=rows)


def described(listed):
    """The search and the filters of a change list, as [(label, text)]."""
    searched = [("Recherche", listed.query)] if listed.query else []
    picked = [("Sélection", "lignes cochées")] if "id__in" in listed.params else []
    return (
        searched
        + picked
        + [
            (str(spec.title), str(choice["display"]))
            for spec in listed.filter_specs
            for choice in list(spec.choices(listed))[1:]  # the first is « all »
            if choice["selected"]
        ]
    )
