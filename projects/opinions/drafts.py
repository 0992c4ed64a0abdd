"""The form of an opinion: what it holds, what it lacks, and whether it is out of date."""

import hashlib
import json

from django import forms
from django.utils.formats import date_format
from dsfr.forms import DsfrBaseForm
from dsfr.utils import dsfr_input_class_attr

from projects.models import Opinion
from projects.models.opinions import BEST_MARK

TEXTS = ["verdict", "reasons", "reservations", "security_note", "committee_note"]
LONG = TEXTS[1:]
MARKS = [("", "Pas de note"), *((str(mark), str(mark)) for mark in range(BEST_MARK + 1))]
BY_ALL = "Lu par le comité, puis par qui le demande"
BY_COMMITTEE = "Lu par la délégation et le comité seuls"
READERS = {
    "reasons": BY_ALL,
    "reservations": BY_ALL,
    "security_note": BY_COMMITTEE,
    "committee_note": BY_COMMITTEE,
}


def facts_of(opinion, signed_by=""):
    """[(label, text)] of an opinion, to be read before it counts or goes."""
    fields = [opinion._meta.get_field(name) for name in LONG]
    rows = [
        ("Rendu par", signed_by or opinion.drafted_by),
        ("Reçu par", opinion.get_origin_display()),
        ("Reçu le", opinion.received_on and date_format(opinion.received_on)),
        ("Sens de l’avis", opinion.get_verdict_display()),
        *((field.verbose_name.capitalize(), getattr(opinion, field.name)) for field in fields),
    ]
    return [(label, text) for label, text in rows if text]


class LongText(forms.CharField):
    """A text that is never cut: the page counts it, and a draft may be too long."""

    widget = forms.Textarea

    def __init__(self, *, limit, **options):
        super().__init__(required=False, **options)
        self.limit = limit

    def to_python(self, value):
        return super().to_python(value).replace("\r\n", "\n").strip()


def long_text(name, rows, **options):
    field = Opinion._meta.get_field(name)
    widget = forms.Textarea(attrs={"rows": rows, "dir": "auto"})
    label = field.verbose_name.capitalize()
    return LongText(limit=field.max_length, label=label, widget=widget, **options)


class OpinionForm(DsfrBaseForm, forms.ModelForm):
    """The opinion with a mark for each criterion of the call; a draft may say nothing yet."""

    verdict = forms.ChoiceField(
        label="Sens de l’avis",
        choices=[("", "À choisir"), *Opinion.Verdict.choices],
        required=False,
    )
    reasons = long_text("reasons", 8, help_text="Nécessaires, sauf pour « sans objet ».")
    reservations = long_text(
        "reservations", 3, help_text="Nécessaires pour un avis favorable avec réserves."
    )
    security_note = long_text(
        "security_note",
        3,
        help_text="Ne devient pas communicable quand elle touche à la politique extérieure ou à "
        "la sécurité (code des relations entre le public et l’administration, article L311-5).",
    )
    committee_note = long_text("committee_note", 3, help_text="Jamais sur une page publique.")
    drafted_by = forms.CharField(
        label="Votre nom et votre fonction",
        max_length=160,
        required=False,
        help_text="L’avis les porte. La délégation les lit.",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    class Meta:
        model = Opinion
        fields = [*TEXTS, "drafted_by"]

    def __init__(self, *args, criteria, signature="", **kwargs):
        super().__init__(*args, **kwargs)
        self.criteria = list(criteria)
        self.base = contents_of(self.instance)
        del self.fields["drafted_by"].widget.attrs["maxlength"]
        if signature:
            del self.fields["drafted_by"]
        self.signs = self.is_bound and bool(signature) and not self.instance.drafted_by
        if self.signs:
            self.instance.drafted_by = signature[:160]
        for criterion in self.criteria:
            self.fields[f"criterion_{criterion.pk}"] = forms.ChoiceField(
                label=f"{criterion.name} (0 à {BEST_MARK})",
                choices=MARKS,
                required=False,
                help_text=criterion.help,
                initial=self.base[f"criterion_{criterion.pk}"],
            )
            dsfr_input_class_attr(self[f"criterion_{criterion.pk}"])

    @property
    def marks(self):
        """{criterion: mark} of what was chosen."""
        chosen = {c: self.cleaned_data.get(f"criterion_{c.pk}") for c in self.criteria}
        return {criterion: int(mark) for criterion, mark in chosen.items() if mark}

    @property
    def contents(self):
        """What was typed, by field, as `contents_of` gives what the base holds."""
        return {name: self.cleaned_data[name] for name in self.base}

    @property
    def differing(self):
        """The names of the fields that the base holds otherwise."""
        return [name for name, text in self.contents.items() if text != self.base[name]]

    def is_stale(self, seen):
        """Whether another text would be lost: the base changed since `seen`, to something else."""
        known = bool(self.instance.pk) and seen != print_of(self.base)
        return known and bool(self.differing)

    @property
    def is_written(self):
        """Whether there is something to keep that the base has not."""
        if self.instance.pk:
            return bool(self.differing) or self.has_changed() or self.signs
        return any(self.contents.values()) or bool(self.cleaned_data.get("drafted_by"))

    def join(self):
        """Put the typed long texts under those of the base; anything else stays the base's."""
        for name in self.differing:
            texts = [self.base[name], self.cleaned_data[name]]
            joined = "\n\n".join(filter(None, texts)) if name in LONG else ""
            self.cleaned_data[name] = joined or next(filter(None, texts), "")
            if name in TEXTS:
                setattr(self.instance, name, self.cleaned_data[name])

    def require(self):
        """Add to their fields all the errors that keep the text from being submitted."""
        for name, sentence in self.missing():
            self.add_error(name, sentence)

    def missing(self):
        """[(field, sentence)] of what the text lacks, or has too much."""
        row = self.instance
        if not row.drafted_by:
            field = "drafted_by" if "drafted_by" in self.fields else None
            yield field, "Donnez votre nom et votre fonction : l’avis les porte."
        if not row.verdict:
            yield "verdict", "Choisissez le sens de l’avis : un avis validé a un sens."
        if not row.reasons and row.verdict != Opinion.Verdict.NOT_APPLICABLE:
            yield (
                "reasons",
                "Donnez les motifs de l’avis : « sans objet » seul s’en passe.",
            )
        if not row.reservations and row.verdict == Opinion.Verdict.WITH_RESERVATIONS:
            yield "reservations", "Un avis favorable avec réserves dit lesquelles."
        for name in LONG:
            if (excess := len(getattr(row, name)) - self.fields[name].limit) > 0:
                yield name, excess_in_words(excess)

    @property
    def rows(self):
        """[(bound field, its reader)]."""
        return [(field, READERS.get(field.name, "")) for field in self]

    @property
    def readings(self):
        """[(bound field, its reader, text)] of what the form holds but who wrote it, to be read."""
        rows = [row for row in self.rows if row[0].name != "drafted_by"]
        return [(field, reader, self.words(field.name, field.value())) for field, reader in rows]

    def words(self, name, value):
        """The text of a field as people read it: a choice by its words."""
        return dict(getattr(self.fields[name], "choices", ())).get(value, value or "")


def contents_of(opinion):
    """{field of the form: text} of what the base holds, its marks among them."""
    contents = {name: getattr(opinion, name).replace("\r\n", "\n").strip() for name in TEXTS}
    for criterion in opinion.application.call.criteria.all():
        contents[f"criterion_{criterion.pk}"] = ""
    if opinion.pk:
        for criterion, mark in opinion.marks.values_list("criterion", "mark"):
            contents[f"criterion_{criterion}"] = str(mark)
    return contents


def print_of(contents):
    """A short print of the texts: the page carries it, to tell whether they changed since."""
    return hashlib.sha256(json.dumps(contents, sort_keys=True).encode()).hexdigest()[:16]


def excess_in_words(excess):
    """« 512 caractères de trop. Rien n’a été coupé : raccourcissez. »"""
    letters = "caractère" if excess == 1 else "caractères"
    return f"{excess} {letters} de trop. Rien n’a été coupé : raccourcissez."
