"""The review of proposals about a partnership."""

from django.core.exceptions import ValidationError

from atlas.models import (
    Agreement,
    ForeignAuthority,
    ForeignMember,
    FrenchMember,
    Partnership,
    PartnershipTheme,
)
from atlas.partialdates import in_words
from correspondents.proposals.review import Review, fill

from .related_fields import RELATED_FIELDS

DATES = {"started", "ended", "status_since"}
DETAILS = ["status_since", "status_reason", "status_source"]
# The columns that a form of the record holds as they are.
RECORD = ["kind", "status", *DETAILS, "first_signed_year", "started", "ended"]


class PartnershipReview(Review):
    """Its two leads are not proposed: another lead is another partnership.

    Goals are their numbers, separated by spaces.
    """

    PROPOSABLE = [
        *(*RECORD, "themes", "goals", "context"),
        *(name for name in RELATED_FIELDS if name != "themes"),
    ]
    TO_COME = "agreement"
    REPORT_ACCEPTED = (
        "Accepter un signalement ne corrige pas la fiche : elle redevient « à confirmer », et "
        "le poste la trouve dans son inventaire, jusqu’à ce qu’il la confirme."
    )

    @property
    def tables(self):
        members = [Agreement, FrenchMember, ForeignMember, PartnershipTheme]
        return [*members, Partnership, ForeignAuthority]

    @property
    def public_label(self):
        return f"{self.target} ({self.target.partner.country})"

    def public_value(self, name, shown):
        if self.target.is_sensitive or name in DETAILS:
            return ""
        return self.target.status_in_words if name == "status" else shown

    def field_label(self, name):
        related = RELATED_FIELDS.get(name)
        return related.label if related else super().field_label(name)

    def read_field(self, name):
        if name in RELATED_FIELDS and name != self.TO_COME:
            return RELATED_FIELDS[name].read(self.target)
        if name == "goals":
            return " ".join(map(str, self.target.goals))
        return super().read_field(name)

    def show_value(self, name, text):
        if name in RELATED_FIELDS:
            return RELATED_FIELDS[name].show(text)
        if name == "goals":
            return ", ".join(f"ODD {number}" for number in text.split())
        if name in DATES:
            return in_words(text)
        return dict(self.target._meta.get_field(name).flatchoices).get(text, text)

    def write(self, changes, *, by):
        """Write the values; a new status empties the details of the former one."""
        partnership = self.target
        if changes.get("status", partnership.status) != partnership.status:
            changes = {**dict.fromkeys(DETAILS, ""), **changes}
            partnership.status_is_published = False
        values = {name: text for name, text in changes.items() if name not in RELATED_FIELDS}
        if "goals" in values:
            values["goals"] = numbers_of(values["goals"])
        fill(partnership, values)
        partnership.validate_constraints()
        partnership.save()
        for name, field in RELATED_FIELDS.items():
            if name in changes:
                field.write(partnership, changes[name])

    def accept_report(self, *, by):
        """The record is to be confirmed again."""
        self.target.confirmed_on, self.target.confirmed_by = None, ""
        self.target.save(update_fields=["confirmed_on", "confirmed_by"])


def numbers_of(text):
    """The numbers of a text; raises ValidationError when one is not a number."""
    wrong = [part for part in text.split() if not (part.isascii() and part.isdecimal())]
    if wrong:
        raise ValidationError({"goals": f"« {wrong[0]} » n’est pas un numéro d’ODD, de 1 à 17."})
    return sorted({int(part) for part in text.split()})
