"""Which call the dossiers of a list answer: the platform's export does not say it."""

from dataclasses import dataclass

from django import forms

from correspondents.imports.options import ListOptions
from projects.models import Call


@dataclass(frozen=True)
class ApplicationOptions(ListOptions):
    """`call` is the slug of a call."""

    call: str = ""

    @staticmethod
    def form_fields(partial=False):
        calls = [(call.slug, call.title) for call in Call.objects.all()]
        call = forms.ChoiceField(
            label="Appel à projets auquel répondent ces dossiers",
            choices=[("", "Choisissez l’appel"), *calls],
            error_messages={"required": "Choisissez l’appel auquel répondent ces dossiers."},
        )
        return {"call": call}
