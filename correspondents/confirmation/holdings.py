"""What the directory holds about a person, for the person to check: published or not."""

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format

from correspondents.directory.publication import Contact, publish
from correspondents.models import Correspondent
from correspondents.models.person_fields import PERSON, TENURE, person_fields

INSIDE = ["informed_on", "source"]  # of the entry itself, beside the fields of the person


@dataclass(frozen=True)
class Holding:
    """An entry, as a visitor reads it and with what only the post and the delegation read."""

    contact: Contact
    inside: list  # (label, text), what is empty left out

    @property
    def lines(self):
        """(label, text) of all of it, public first."""
        shown = [(label, text or nothing) for label, text, nothing in self.contact.facts]
        return [*shown, *((f"{label} (non publié)", text) for label, text in self.inside)]


def holding_of(entry: Correspondent) -> Holding:
    """What is held of an entry, whose post is loaded."""
    contact = publish(entry)
    fields = [*person_fields(part=PERSON), *person_fields(part=TENURE)]
    names = [field.name for field in fields if not getattr(contact, field.name, "")]
    rows = [(label_of(name), in_words(getattr(entry, name))) for name in [*names, *INSIDE]]
    return Holding(contact, [row for row in rows if row[1]])


def label_of(name: str) -> str:
    label = str(Correspondent._meta.get_field(name).verbose_name)
    return label[:1].upper() + label[1:]


def in_words(value: object) -> str:
    return date_format(value, "j F Y") if isinstance(value, date) else str(value or "")
