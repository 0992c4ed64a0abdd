"""A contact or two pasted from a spreadsheet: the plan of a file, of which nobody is absent."""

import io

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.text import capfirst
from django.views.decorators.http import require_http_methods

from correspondents.imports.batches import receive
from correspondents.imports.pasted import (
    MOST_CHARACTERS,
    MOST_ROWS,
    RefusedPaste,
    name_of_now,
    read_paste,
)
from correspondents.imports.work import PLAN, start
from correspondents.records.widgets import DayInput

from .forms import OptionsForm


class PasteForm(OptionsForm):
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

    def receive(self, by):
        """The batch of the rows, to be planned like any other."""
        data = self.cleaned_data
        return receive(
            io.BytesIO(data["rows"].content),
            name_of_now(),
            kind=self.kind,
            by=by,
            edition=data["edition"],
            options=self.options(),
        )


class PastedRows:
    """Mixed into the table of imports: rows pasted instead of a file chosen."""

    PASTE = "correspondents_importbatch_coller"

    def get_urls(self):
        view = self.admin_site.admin_view(self.paste_view)
        return [path("coller/", view, name=self.PASTE), *super().get_urls()]

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def paste_view(self, request):
        """GET shows the form; POST reads the rows and goes to their columns."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        kind = self.kind_asked(request)
        form = PasteForm(request.POST or None, kind=kind)
        if not form.is_valid():
            return self.step(request, "paste", "Coller des lignes", kind=kind, form=form)
        batch = start(form.receive(request.user), PLAN, by=request.user)
        if form.cleaned_data["rows"].is_assumed:
            messages.warning(
                request,
                "Aucune ligne d’en-têtes : les colonnes sont lues dans l’ordre de notre liste "
                "interne. Vérifiez-les ci-dessous.",
            )
        return self.go(batch, "colonnes" if batch.is_planned else "change")
