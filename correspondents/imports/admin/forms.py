"""The forms of a list: its file, its columns, its options."""

from django import forms
from django.utils import timezone

from correspondents.imports.batches import receive
from correspondents.imports.sheet import NO_HEADING_KNOWN
from correspondents.records.days import ReasonableDays
from correspondents.records.widgets import DayInput
from correspondents.spreadsheets.guard import EXTENSIONS

DAY_LIMITS = {"edition": (30, 0)}  # years back, and ahead: a list describes no day to come
ASIDE = [("", "Autres données (gardée à part)")]


class OptionsForm(forms.Form):
    """The options of a ListKind; `partial` for an import of a few rows of the list."""

    def __init__(self, *args, kind, partial=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.kind, self.partial = kind, partial
        self.option_fields = kind.options.form_fields(partial=partial)
        self.fields |= self.option_fields

    def values(self):
        """The options of the form, as a batch keeps them."""
        return {name: self.cleaned_data[name] for name in self.option_fields}

    def options(self):
        return self.kind.options.from_json({**self.values(), "partial": self.partial})


class EditionDayForm(ReasonableDays, forms.Form):
    """The day that a list describes, today at the latest."""

    day_limits = DAY_LIMITS

    edition = forms.DateField(label="Liste arrêtée au", widget=DayInput)


class ListForm(ReasonableDays, OptionsForm):
    """A list that comes in; a subclass gives its `source`: (open binary file, name)."""

    day_limits = DAY_LIMITS

    def receive(self, by):
        """The batch of the list, to be planned."""
        file, name = self.source()
        return receive(
            file,
            name,
            kind=self.kind,
            by=by,
            edition=self.cleaned_data["edition"],
            options=self.options(),
        )

    def warnings(self):
        """Sentences to read before the columns of the list."""
        return []


class UploadForm(ListForm):
    file = forms.FileField(
        label="Fichier de la liste",
        widget=forms.FileInput(attrs={"accept": ",".join(sorted(EXTENSIONS))}),
        help_text=(
            "Classeur .xlsx, .xlsm, .xls ou .ods, texte .csv, .tsv ou .txt, ou notre export .json. "
            "Rien n’est écrit avant votre accord."
        ),
        error_messages={
            "required": "Choisissez le fichier de la liste.",
            "empty": "Le fichier est vide : choisissez le fichier qui contient la liste.",
        },
    )
    edition = forms.DateField(label="Liste arrêtée au", initial=timezone.localdate, widget=DayInput)

    def __init__(self, *args, kind, **kwargs):
        super().__init__(*args, kind=kind, **kwargs)
        note = f" : {kind.day_note}" if kind.day_note else ""
        self.fields["edition"].help_text = f"Le jour que décrit la liste{note}."

    def source(self):
        file = self.cleaned_data["file"]
        return file, file.name


class ColumnsForm(forms.Form):
    """The reading of the columns of each sheet, from the report of a batch."""

    clear = forms.MultipleChoiceField(
        label="Vider : une cellule vide efface ce que contient la base",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Rien de coché : une cellule vide n’efface rien.",
    )
    remember = forms.BooleanField(
        label="Retenir ce que je change ici, pour les prochaines listes de même présentation",
        label_suffix="",
        required=False,
    )

    def __init__(self, *args, batch, **kwargs):
        super().__init__(*args, **kwargs)
        self.sheets, kind = batch.report["sheets"], batch.list_kind
        self.names = kind.vocabulary.choices
        mapped = {code for sheet in self.sheets for code in sheet["columns"].values()}
        self.fields["clear"].choices = [
            (code, label) for code, label in self.names.items() if code in kind.clearable & mapped
        ]
        self.initial["clear"] = batch.options.get("clear", [])
        nothing_read = all(sheet["skipped"] for sheet in self.sheets)
        for place, sheet in enumerate(self.sheets):
            is_unknown = nothing_read and sheet["skipped"] == NO_HEADING_KNOWN
            self.add_sheet(place, sheet, is_read=is_unknown or not sheet["skipped"])

    def add_sheet(self, place, sheet, is_read):
        self.fields[f"use-{place}"] = forms.BooleanField(
            label="Lire cette feuille",
            label_suffix="",
            required=False,
            initial=is_read,
        )
        self.fields[f"header-{place}"] = forms.IntegerField(
            label="Numéro de la ligne d’en-têtes (0 : la feuille n’en a pas)",
            required=False,
            min_value=0,
            initial=sheet["header_row"],
        )
        for letter, heading in sheet["headings"].items():
            self.fields[f"column-{place}-{letter}"] = forms.ChoiceField(
                label=f"Colonne {letter} : « {heading} »",
                required=False,
                choices=ASIDE + list(self.names.items()),
                initial=sheet["columns"].get(letter, ""),
            )

    def clean(self):
        super().clean()
        for place, sheet in enumerate(self.sheets):
            seen = {}
            for letter in sheet["headings"]:
                code = self.cleaned_data.get(f"column-{place}-{letter}")
                if code and code in seen:
                    self.add_error(
                        f"column-{place}-{letter}",
                        f"« {self.names[code]} » est déjà la colonne {seen[code]} : gardez-en une.",
                    )
                seen.setdefault(code, letter)

    def blocks(self):
        """Each sheet with its fields, for the template."""
        for place, sheet in enumerate(self.sheets):
            columns = [
                (
                    self[f"column-{place}-{letter}"],
                    sheet["samples"].get(letter, []),
                    sheet.get("reasons", {}).get(letter, ""),
                )
                for letter in sheet["headings"]
            ]
            yield sheet, self[f"use-{place}"], self[f"header-{place}"], columns

    def mapping(self):
        """The `mapping` of `imports.plan.build`; columns only for the header row of the page."""
        data = self.cleaned_data
        mapping = {}
        for place, sheet in enumerate(self.sheets):
            header = data[f"header-{place}"]
            reading = {"skip": not data[f"use-{place}"], "header_row": header}
            if header == sheet["header_row"]:
                reading["columns"] = {
                    letter: data[f"column-{place}-{letter}"] for letter in sheet["headings"]
                }
            if data[f"use-{place}"] or not sheet["skipped"]:
                mapping[sheet["name"]] = reading
        return mapping
