"""What an import of partnerships does of what its rows do not say."""

from dataclasses import dataclass

from django import forms

from atlas.models import Partnership
from correspondents.imports.options import ListOptions

TO_SAY = "nature à préciser"


@dataclass(frozen=True)
class InventoryOptions(ListOptions):
    """`kind`, a `Partnership.Kind` or "", is that of the rows which say none."""

    kind: str = ""

    @staticmethod
    def form_fields(partial=False):
        kind = forms.ChoiceField(
            label="Nature des partenariats dont la ligne ne la dit pas",
            choices=[("", TO_SAY), *Partnership.Kind.choices],
            widget=forms.RadioSelect,
            required=False,
            initial="",
        )
        return {"kind": kind}
