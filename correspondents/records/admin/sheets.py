"""A table of the admin as a file: exactly what its change list shows, or its ticked rows."""

from django import forms
from django.contrib import admin
from django.contrib.admin.exceptions import DisallowedModelAdminLookup
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import IncorrectLookupParameters
from django.shortcuts import redirect
from django.urls import reverse

from correspondents.models import AccessRecord
from correspondents.records.access_log import filters_text, record_access
from correspondents.spreadsheets.files import FORMATS, PLAIN_CSV, file_response
from correspondents.spreadsheets.write import ROWS_AT_ONCE, Table, notice

INTERNAL = "Usage interne : à ne pas diffuser."


class SheetForm(forms.Form):
    """In which columns of a list, in which format; `offered` are its `write.Column`s."""

    FORMATS = {**FORMATS, "plain_csv": PLAIN_CSV}

    columns = forms.MultipleChoiceField(
        label="Colonnes",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Si aucune n’est cochée : toutes.",
    )
    format = forms.ChoiceField(
        label="Format", choices=[(name, format.label) for name, format in FORMATS.items()]
    )

    def __init__(self, offered, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.offered = {column.name: column for column in offered}
        labels = [(name, column.label) for name, column in self.offered.items()]
        self.fields["columns"].choices = labels

    @property
    def chosen(self):
        """The columns of the file, in the order of the list."""
        ticked = self.cleaned_data["columns"]
        return [column for name, column in self.offered.items() if not ticked or name in ticked]

    @property
    def format_chosen(self):
        return self.FORMATS[self.cleaned_data["format"]]


class ExportsSheet:
    """Mixed into a table of the admin: its change list, as it is filtered and ordered, as a file.

    `sheet` is the module that says its columns, in order, as `COLUMNS`, and by
    `for_sheet(queryset)` the rows with all that these read.

    Rows are read in chunks, each with its prefetches: no column makes a query of its own. A
    column that reads something computed reads it from the row that `export_row` makes. A table
    with actions of its own names "export_selection" among them; one with a change list of its
    own has it extend "admin/exported_list.html". Each file is noted in the access log.
    """

    own_pages = {"export/": "export"}
    actions = ["export_selection"]
    change_list_template = "admin/exported_list.html"
    lookups = ["id__in"]
    sheet = None
    export_note = ""

    def export_row(self, row):
        """The object that the columns read of a row."""
        return row

    @admin.action(description="Exporter la sélection", permissions=["view"])
    def export_selection(self, request, queryset):
        query = request.GET.copy()
        if request.POST.get("select_across") != "1":
            query["id__in"] = ",".join(request.POST.getlist(ACTION_CHECKBOX_NAME))
        page = f"admin:{self.opts.app_label}_{self.opts.model_name}_export"
        return redirect(reverse(page, query=query))

    def export_view(self, request):
        """GET shows the form; POST, to the same address and its filters, answers with the file."""
        self.check_view(request)
        try:
            listed = self.get_changelist_instance(request)
        except (DisallowedModelAdminLookup, IncorrectLookupParameters):
            return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")
        form = self.export_form(request.POST or None)
        filters = described(listed)
        if form.is_valid():
            self.note_export(request, form, listed.queryset)
            table = self.export_table(form, listed.queryset, filters)
            return file_response(table, form.format_chosen)
        return self.framed(
            request,
            "export",
            f"Exporter les {self.opts.verbose_name_plural}",
            form=form,
            filters=filters,
            count=listed.result_count,
            note=self.export_note,
        )

    def export_form(self, data):
        return SheetForm(self.sheet.COLUMNS, data)

    def export_table(self, form, queryset, filters):
        """The rows of the queryset, in its order and read as they are written."""
        rows = self.sheet.for_sheet(queryset).iterator(chunk_size=ROWS_AT_ONCE)
        return Table(
            title=str(self.opts.verbose_name_plural).capitalize(),
            columns=form.chosen,
            rows=map(self.export_row, rows),
            filters=[(f"Filtre : {label}", text) for label, text in filters],
            notice=notice(INTERNAL),
        )

    def note_export(self, request, form, queryset):
        subject = f"{self.opts.verbose_name_plural} {filters_text(self, request.GET)}".strip()
        record_access(
            request.user, AccessRecord.What.EXPORT, subject=subject, rows=queryset.count()
        )


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
