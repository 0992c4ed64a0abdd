"""What a person says of a list: the file, its columns, what to do of what it does not say."""

from django import forms
from django.utils import timezone

from correspondents.imports.columns import CHOICES
from correspondents.imports.options import ABSENT, PUBLISHABLE, Options
from correspondents.imports.updates import CLEARABLE
from correspondents.widgets import DayInput

ASIDE = [("", "Autres données (gardée à part)")]


class PublishForm(forms.Form):
    publish = forms.MultipleChoiceField(
        label="Rendre public, pour les personnes nouvelles",
        choices=list(PUBLISHABLE.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Rien de coché : le courriel et le téléphone d’une personne restent internes.",
    )


class OptionsForm(PublishForm):
    """What the import does of people absent from the file and of personal fields."""

    absent = forms.ChoiceField(
        label="Personnes en fonction que le fichier ne nomme pas",
        choices=list(ABSENT.items()),
        widget=forms.RadioSelect,
        initial="keep",
    )

    field_order = ["absent", "publish"]

    def said(self):
        """What the form says of the options, as a batch keeps them."""
        return {name: self.cleaned_data[name] for name in ("absent", "publish")}

    def options(self):
        return Options.from_json(self.said())


class UploadForm(OptionsForm):
    file = forms.FileField(
        label="Fichier de la liste",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xlsm,.ods,.csv,.json"}),
        help_text="Formats .xlsx, .xlsm, .ods, .csv ou .json. Rien n’est écrit avant votre accord.",
        error_messages={
            "required": "Choisissez le fichier de la liste.",
            "empty": "Le fichier est vide : choisissez le fichier qui contient la liste.",
        },
    )
    edition = forms.DateField(
        label="Liste arrêtée au",
        initial=timezone.localdate,
        widget=DayInput,
        help_text="Le jour que décrit la liste : qui remplace quelqu’un commence ce jour-là.",
    )
    field_order = ["file", "edition", "absent", "publish"]


class ColumnsForm(forms.Form):
    """How the columns of each sheet are read; built from the report of a batch."""

    clear = forms.MultipleChoiceField(
        label="Vider : une cellule vide efface ce que contient la base",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Rien de coché : une cellule vide n’efface rien.",
    )
    remember = forms.BooleanField(
        label="Retenir ces colonnes pour les prochaines listes",
        label_suffix="",
        required=False,
        initial=True,
    )

    def __init__(self, *args, batch, **kwargs):
        super().__init__(*args, **kwargs)
        self.sheets = batch.report["sheets"]
        mapped = {code for sheet in self.sheets for code in sheet["columns"].values()}
        self.fields["clear"].choices = [
            (code, CHOICES[code]) for code in CHOICES if code in CLEARABLE & mapped
        ]
        self.initial["clear"] = batch.options.get("clear", [])
        for place, sheet in enumerate(self.sheets):
            self.add_sheet(place, sheet)

    def add_sheet(self, place, sheet):
        self.fields[f"use-{place}"] = forms.BooleanField(
            label="Lire cette feuille",
            label_suffix="",
            required=False,
            initial=not sheet["skipped"],
        )
        self.fields[f"header-{place}"] = forms.IntegerField(
            label="Numéro de la ligne d’en-têtes",
            required=False,
            min_value=1,
            initial=sheet["header_row"],
        )
        for letter, heading in sheet["headings"].items():
            self.fields[f"column-{place}-{letter}"] = forms.ChoiceField(
                label=f"Colonne {letter} : « {heading} »",
                required=False,
                choices=ASIDE + list(CHOICES.items()),
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
                        f"« {CHOICES[code]} » est déjà la colonne {seen[code]} : gardez-en une.",
                    )
                seen.setdefault(code, letter)

    def blocks(self):
        """Each sheet with its fields, for the template."""
        for place, sheet in enumerate(self.sheets):
            columns = [
                (self[f"column-{place}-{letter}"], sheet["samples"].get(letter, []))
                for letter in sheet["headings"]
            ]
            yield sheet, self[f"use-{place}"], self[f"header-{place}"], columns

    def mapping(self):
        """What `imports.plan.build` takes; columns only for the header row that was shown."""
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
