"""What every form of the site reads: a typed text without the characters that nobody sees."""

from django.forms import BoundField, PasswordInput, Textarea, TextInput
from django.forms.widgets import ChoiceWidget
from dsfr.forms import DsfrBoundField, DsfrDjangoTemplates

from correspondents.spreadsheets.characters import bare, visible


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
    """The fields of the design system, whose forms name a class of their own: see `config.apps`."""


class FormRenderer(DsfrDjangoTemplates):
    bound_field_class = PlainBoundField
