"""What every form of the site reads: a typed text without the characters that nobody sees."""

from django.forms import BoundField, PasswordInput, Textarea, TextInput
from django.forms.widgets import ChoiceWidget
from django.utils.formats import number_format
from django.utils.html import format_html
from dsfr.forms import DsfrBoundField, DsfrDjangoTemplates

from correspondents.spreadsheets.characters import bare, visible

COUNTER = '<p class="fr-hint-text" id="{0}_counter" data-counter="{0}" data-most="{1}" {2}>{3}</p>'


def count(length, most):
    """The sentence of a counter; `counter` of site.js says the same."""
    number = number_format(abs(most - length), force_grouping=True)
    s = "s" if abs(most - length) > 1 else ""
    if length > most:
        return f"{number} caractère{s} de trop. Rien n’a été coupé."
    return f"Encore {number} caractère{s}."


class VisibleText:
    """Mixed into a BoundField: an area holds free text, any other field a name, a code, a number.

    Passwords and choices stay as they are: they are compared, not read.
    """

    @property
    def data(self):
        widget, typed = self.field.widget, super().data
        if isinstance(widget, PasswordInput | ChoiceWidget):
            return typed
        clean = visible if isinstance(widget, Textarea) else bare
        if isinstance(typed, list):
            return [clean(part) if isinstance(part, str) else part for part in typed]
        return clean(typed) if isinstance(typed, str) else typed

    def build_widget_attrs(self, attrs, widget=None):
        """Each text is read in its own direction as it is typed: Arabic from the right."""
        attrs = super().build_widget_attrs(attrs, widget)
        if type(widget or self.field.widget) in {Textarea, TextInput}:
            attrs.setdefault("dir", "auto")
        return attrs


class PlainBoundField(VisibleText, BoundField):
    """The fields of the admin and of the libraries."""


class PublicBoundField(VisibleText, DsfrBoundField):
    """The fields of the design system, whose forms name a class of their own: see `config.apps`.

    No browser cuts what is pasted: the form refuses what is too long, with its text. A counter
    stands under a long field; the script of the site refreshes it.
    """

    @property
    def most(self):
        """How many characters a long field takes, or a draft may pass (`limit`); else None."""
        if not isinstance(self.field.widget, Textarea):
            return None
        return getattr(self.field, "limit", None) or getattr(self.field, "max_length", None)

    @property
    def length(self):
        """As the form counts: a browser sends each end of line as two characters."""
        return len("\r\n".join(str(self.value() or "").strip().splitlines()))

    def as_widget(self, widget=None, attrs=None, only_initial=False):
        html = super().as_widget(widget, attrs, only_initial)
        if not self.most or (widget or self.field.widget).is_hidden:
            return html
        sentence = count(self.length, self.most)
        is_seen = "" if self.length > self.most else "hidden"  # until the script counts
        return html + format_html(COUNTER, self.auto_id, self.most, is_seen, sentence)

    def build_widget_attrs(self, attrs, widget=None):
        """The hint and the counter describe the field beside its error, not instead of it."""
        built = super().build_widget_attrs(attrs, widget)
        if self.is_hidden or self.use_fieldset:
            return built
        parts = {"_helptext": self.help_text, "_counter": self.most, "-desc-error": self.errors}
        if ids := [f"{self.auto_id}{end}" for end, is_there in parts.items() if is_there]:
            built["aria-describedby"] = " ".join(ids)
        return {**built, "maxlength": False}


class FormRenderer(DsfrDjangoTemplates):
    bound_field_class = PlainBoundField
