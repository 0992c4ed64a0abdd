"""The options for people absent from the file, and for the personal fields of new ones."""

from dataclasses import dataclass

from django import forms

from correspondents.imports.options import ListOptions

ABSENT = {
    "keep": "les garder telles quelles",
    "confirm": "les garder, marquées « à confirmer »",
    "end": "terminer leur fonction",
}
PUBLISHABLE = {"email": "courriel", "phone": "téléphone"}


@dataclass(frozen=True)
class Options(ListOptions):
    """The options of the list of correspondents: `absent` is a key of ABSENT; `publish` names the
    fields of new people that become public."""

    absent: str = "keep"
    publish: tuple = ()

    @staticmethod
    def form_fields(partial=False):
        publish = forms.MultipleChoiceField(
            label="Rendre public, pour les personnes nouvelles",
            choices=list(PUBLISHABLE.items()),
            widget=forms.CheckboxSelectMultiple,
            required=False,
            help_text="Rien de coché : le courriel et le téléphone d’une personne restent "
            "internes.",
        )
        absent = forms.ChoiceField(
            label="Personnes en fonction que le fichier ne nomme pas",
            choices=list(ABSENT.items()),
            widget=forms.RadioSelect,
            initial="keep",
        )
        return {"publish": publish} if partial else {"absent": absent, "publish": publish}
