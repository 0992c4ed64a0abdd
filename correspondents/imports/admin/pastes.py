"""A contact or two pasted from a spreadsheet: the plan of a file without absent people."""

import io

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import capfirst

from correspondents.imports.pasted import (
    MOST_CHARACTERS,
    MOST_ROWS,
    RefusedPaste,
    name_of_now,
    read_paste,
)
from correspondents.records.widgets import DayInput

from .forms import ListForm


class PasteForm(ListForm):
    rows = forms.CharField(
        label="Lignes copiées du tableur",
        strip=False,
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 8, "cols": 60, "spellcheck": "false"}),
        help_text=f"{MOST_ROWS} lignes au plus, la ligne d’en-têtes comprise ou non.",
        error_messages={
            "required": "Rien n’est collé : copiez des lignes dans le tableur, puis collez-les.",
            "max_length": "C’est trop long pour un collage : importez plutôt le fichier.",
        },
    )
    edition = forms.DateField(
        label="Lignes valables au", initial=timezone.localdate, widget=DayInput
    )

    def __init__(self, *args, kind, **kwargs):
        super().__init__(*args, kind=kind, partial=True, **kwargs)
        if kind.day_note:
            self.fields["edition"].help_text = f"{capfirst(kind.day_note)}."

    def clean_rows(self):
        try:
            return read_paste(self.cleaned_data["rows"], self.kind)
        except RefusedPaste as refusal:
            raise ValidationError(str(refusal)) from refusal

    def source(self):
        return io.BytesIO(self.cleaned_data["rows"].content), name_of_now()

    def warnings(self):
        if not self.cleaned_data["rows"].is_assumed:
            return []
        return [
            "Aucune ligne d’en-têtes : les colonnes sont lues dans l’ordre de notre liste interne. "
            "Vérifiez-les ci-dessous."
        ]
