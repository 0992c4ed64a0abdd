"""What an import does of empty cells, of people absent from the file and of personal fields."""

from dataclasses import asdict, dataclass, fields

from django import forms

ABSENT = {
    "keep": "gardés tels quels",
    "confirm": "gardés, et marqués « à confirmer »",
    "end": "fonction terminée",
}
PUBLISHABLE = {"email": "courriel", "phone": "téléphone"}


@dataclass(frozen=True)
class ListOptions:
    """Those of every kind of list; each may add its own, with defaults, none of them a list.

    `clear` names the columns (codes) whose empty cells erase what the base holds; `partial` says
    that the file is not the whole list, so that nothing is absent from it.
    """

    clear: tuple = ()
    partial: bool = False

    @classmethod
    def from_json(cls, data):
        known = {each.name: data[each.name] for each in fields(cls) if each.name in data}
        return cls(**{n: tuple(v) if isinstance(v, list) else v for n, v in known.items()})

    def to_json(self):
        return {name: list(v) if isinstance(v, tuple) else v for name, v in asdict(self).items()}

    @staticmethod
    def form_fields(partial=False):
        """{name: form field} of what a person is asked; `partial`, of a few rows of the list."""
        return {}


@dataclass(frozen=True)
class Options(ListOptions):
    """Of the list of correspondents: `absent` is a key of ABSENT; `publish` names fields of new
    people that become public."""

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
