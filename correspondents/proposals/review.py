"""The protocol of the review of proposals: an object answers it, whatever its model."""

from abc import ABC, abstractmethod
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import capfirst


@dataclass(frozen=True)
class Fact:
    """One line of an object under review: inside, and as a visitor reads it ("" if not at all)."""

    label: str
    internal: str
    public: str


class Review(ABC):
    """An object as the target of proposals; `settings.REVIEWS` names the class for its model.

    Values are texts: a proposal keeps them, and a later one is compared with them.
    """

    PROPOSABLE = []  # names of fields
    TO_COME = ""  # the one of them, if any, that nothing is read of: it says what is to come
    REPORT_ACCEPTED = ""  # what accepting an error report does
    act = ""  # what proposing it is called, when it is no correction
    ACTS = {}  # {field: the same, of this field}
    whole = ""  # what a proposal of no field is called, when it is no report and no remark
    page_label = "Voir la page publique"
    outcome = ""  # what accepting it has created, as a sentence
    effects = ()  # what accepting it will create, as sentences
    known = ()  # (label, address) of what may be the same
    PARTIAL = frozenset()  # the fields that, alone, say nothing of the rest of the object
    FOLLOW_UPS = {}  # {field: (route, label)}: what is left to do by hand once it is accepted

    def __init__(self, target):
        self.target = target

    @property
    def tables(self):
        """The models that accepting writes, those whose rows depend on others first."""
        return [type(self.target)]

    @property
    def public_label(self):
        """The object as one may name it to anybody."""
        return str(self.target)

    def facts(self):
        """The lines of the object as it is today."""
        texts = {n: self.read_field(n) for n in self.PROPOSABLE if n != self.TO_COME}
        shown = {name: self.show_value(name, text) for name, text in texts.items()}
        return [Fact(self.field_label(n), shown[n], self.public_value(n, shown[n])) for n in shown]

    def public_value(self, name, shown):
        """The value of a field that a visitor reads, as it is shown inside."""
        return shown

    def field_label(self, name):
        """The name on screen of a field that one may propose to change."""
        return capfirst(self.target._meta.get_field(name).verbose_name)

    def read_field(self, name):
        """The text of a field that one may propose to change."""
        return "" if name == self.TO_COME else str(getattr(self.target, name) or "")

    def show_value(self, name, text):
        """The text of a field as one reads it."""
        return text

    @transaction.atomic
    def accept_changes(self, changes, *, by):
        """Write {field: text}, all or none; raises ValidationError, by field where one is wrong."""
        if wrong := set(changes) - set(self.PROPOSABLE):
            raise ValidationError(f"Ces champs ne se proposent pas : {', '.join(sorted(wrong))}.")
        self.write(changes, by=by)

    @abstractmethod
    def write(self, changes, *, by):
        """Write values whose fields may be proposed; see `accept_changes`."""

    def refuse_change(self, name, *, by):  # noqa: B027
        """Undo what proposing the field had done, if anything."""

    def accept_report(self, *, by):  # noqa: B027
        """Somebody entitled believes an error report."""

    def obstacle(self, before):
        """Why a decision that changed this row is not taken back, as a sentence; "" when it is."""
        return ""

    def reopen(self, *, since):  # noqa: B027
        """Ask again for what a decision, now taken back, has closed since the moment."""

    def confirm(self, proposal, *, by):  # noqa: B027
        """All that its own person wrote with the proposal, by a signed link, is accepted."""


def fill(row, values):
    """Fill columns of a row, and check them alone: what is wrong elsewhere refuses nothing."""
    for name, value in values.items():
        is_empty = value == "" and row._meta.get_field(name).null
        setattr(row, name, None if is_empty else value)
    row.clean_fields(exclude={field.name for field in row._meta.fields} - set(values))
