"""A partnership as the target of proposals: what may be proposed of it, as texts."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import capfirst

from atlas.partialdates import in_words
from correspondents.models.proposable import Fact

from .members import PartnershipTheme
from .themes import Theme

DATES = {"started", "ended", "status_since"}
# The names of what stands beside the record's own fields: `beside.py` says what each is.
BESIDE_NAMES = ("french_members", "foreign_members", "partner_level", "partner_point", "agreement")
DETAILS = ["status_since", "status_reason", "status_source"]


class UnderReview:
    """Mixed into `Partnership`: the target of proposals, as `Proposal` describes it.

    Its two leads are not proposed: another lead is another partnership. Themes are the codes in
    the order of their priority, goals their numbers, both separated by spaces.
    """

    PROPOSABLE = [
        *("kind", "status", *DETAILS, "first_signed_year", "started", "ended"),
        *("themes", "goals", "context"),
        *BESIDE_NAMES,
    ]
    REPORT_ACCEPTED = (
        "Accepter un signalement ne corrige pas la fiche : elle redevient « à confirmer », et "
        "le poste la trouve dans son inventaire, jusqu’à ce qu’il la confirme."
    )
    FOLLOW_UPS = {}

    @property
    def public_label(self):
        """The partnership as one may name it to anybody."""
        return f"{self} ({self.partner.country})"

    def facts(self):
        """The record under review, line by line."""
        return [
            Fact(self.field_label(name), self.show_value(name, self.read_field(name)), public)
            for name, public in self._public_values().items()
            if name != "agreement"  # one to come, never one that is there
        ]

    def _public_values(self):
        shown = {name: self.show_value(name, self.read_field(name)) for name in self.PROPOSABLE}
        shown |= dict.fromkeys(DETAILS, "") | {"status": self.status_in_words}
        return shown if not self.is_sensitive else dict.fromkeys(shown, "")

    def field_label(self, name):
        """How a field that one may propose to change is called on screen."""
        if name in BESIDE_NAMES:
            return beside()[name].label
        return capfirst(self._meta.get_field(name).verbose_name)

    def read_field(self, name):
        """The text of a field that one may propose to change."""
        if name == "themes":
            ranked = self.partnershiptheme_set.order_by("priority") if self.pk else []
            return " ".join(each.theme.code for each in ranked)
        if name == "goals":
            return " ".join(map(str, self.goals))
        if name in BESIDE_NAMES:
            return beside()[name].read(self)
        return str(getattr(self, name) or "")

    def show_value(self, name, text):
        """The text of a field as one reads it."""
        if name == "themes":
            names = dict(Theme.objects.filter(code__in=text.split()).values_list("code", "name"))
            return ", ".join(names.get(code, code) for code in text.split())
        if name == "goals":
            return ", ".join(f"ODD {number}" for number in text.split())
        if name in BESIDE_NAMES:
            return beside()[name].show(self, text)
        if name in DATES:
            return in_date_words(text)
        return dict(self._meta.get_field(name).flatchoices).get(text, text)

    @transaction.atomic
    def accept_changes(self, changes, *, by):
        """Write proposed values together; raises ValidationError, by field where one is wrong.

        A new status leaves behind what was said of the former one.
        """
        if wrong := set(changes) - set(self.PROPOSABLE):
            raise ValidationError(f"Ces champs ne se proposent pas : {', '.join(sorted(wrong))}.")
        if changes.get("status", self.status) != self.status:
            changes = {**dict.fromkeys(DETAILS, ""), **changes}
            self.status_is_published = False
        for name in changes.keys() - {"themes", *BESIDE_NAMES}:
            setattr(self, name, self._from_text(name, changes[name]))
        self.clean_fields(exclude={f.name for f in self._meta.fields} - set(changes))
        self.validate_constraints()
        self.save()
        if "themes" in changes:
            self.set_themes(themes_of(changes["themes"].split()))
        for name in BESIDE_NAMES:
            if name in changes:
                beside()[name].write(self, changes[name])

    def _from_text(self, name, text):
        if name == "goals":
            return numbers_of(text)
        return None if not text and self._meta.get_field(name).null else text

    def set_themes(self, themes):
        """Give it these themes, the first being its main one; what stays as it is stays."""
        wanted = {theme.pk: rank for rank, theme in enumerate(themes, start=1)}
        known = {row.theme_id: row.priority for row in self.partnershiptheme_set.all()}
        if wanted == known:
            return
        self.partnershiptheme_set.all().delete()
        for theme, priority in wanted.items():
            PartnershipTheme.objects.create(partnership=self, theme_id=theme, priority=priority)

    def refuse_change(self, name, *, by):
        """Proposing a field has changed nothing: there is nothing to undo."""

    def accept_report(self, *, by):
        """Somebody entitled believes that the record is wrong: it is to be confirmed again."""
        self.confirmed_on, self.confirmed_by = None, ""
        self.save(update_fields=["confirmed_on", "confirmed_by"])


def beside():
    # Agreements know partnerships: they cannot be imported while these are loaded.
    from .beside import BESIDE

    return BESIDE


def in_date_words(text):
    try:
        return in_words(text)
    except ValueError:  # proposed as a date, and none
        return text


def themes_of(codes):
    """The themes in the order of their codes; raises ValidationError for a code that is none's."""
    found = {theme.code: theme for theme in Theme.objects.filter(code__in=codes)}
    if unknown := [code for code in codes if code not in found]:
        raise ValidationError({"themes": f"« {unknown[0]} » n’est le code d’aucune thématique."})
    return [found[code] for code in codes]


def numbers_of(text):
    """The numbers of a text; raises ValidationError when one is not a number."""
    wrong = [part for part in text.split() if not (part.isascii() and part.isdecimal())]
    if wrong:
        raise ValidationError({"goals": f"« {wrong[0]} » n’est pas un numéro d’ODD, de 1 à 17."})
    return sorted({int(part) for part in text.split()})
