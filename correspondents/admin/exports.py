"""The staff's export: the rows of the change list, by one of the presets."""

from django import forms

from correspondents.directory.exports import COLUMNS, PRESETS
from correspondents.models import AccessRecord
from correspondents.records.access_log import filters_text, record_access
from correspondents.records.admin.sheets import ExportsSheet, SheetForm


class ExportForm(SheetForm):
    """The choice of the rows of a list, of its columns and of a format."""

    preset = forms.ChoiceField(
        label="Modèle",
        choices=[(name, f"{p.label} : {p.description}") for name, p in PRESETS.items()],
        widget=forms.RadioSelect,
        initial="internal",
    )
    field_order = ["preset", "columns", "format"]

    def __init__(self, *args, **kwargs):
        super().__init__(COLUMNS.values(), *args, **kwargs)
        self.fields["columns"].help_text = "Si aucune n’est cochée : celles du modèle."

    def clean(self):
        super().clean()
        preset = PRESETS.get(self.cleaned_data.get("preset"))
        chosen = self.cleaned_data.get("columns", [])
        if preset and (refused := [name for name in chosen if name not in preset.offered]):
            names = ", ".join(COLUMNS[name].label for name in refused)
            self.add_error("columns", f"« {preset.label} » ne peut pas contenir : {names}.")

    @property
    def preset_chosen(self):
        return PRESETS[self.cleaned_data["preset"]]

    @property
    def chosen(self):
        """The columns as the preset shows them; none, for those of the preset."""
        return [self.preset_chosen.offered[name] for name in self.cleaned_data["columns"]]


class ExportsList(ExportsSheet):
    """Mixed into the table of correspondents: the change list, by one of the presets."""

    export_form = ExportForm
    export_note = "le modèle peut en écarter, les personnes parties par exemple"
    change_list_template = "admin/correspondents/correspondent/change_list.html"

    def export_table(self, form, queryset, filters):
        return form.preset_chosen.table(queryset, filters, form.chosen)

    def note_export(self, request, form, queryset):
        """The public list holds nothing internal: it is not noted."""
        if form.cleaned_data["preset"] == "public":
            return
        rows = form.preset_chosen.narrowed(queryset).count()
        subject = filters_text(self, request.GET)
        record_access(request.user, AccessRecord.What.EXPORT, subject=subject, rows=rows)
