"""Authorities written one a line, and a point: read back as the texts that proposals keep."""

import re

from django import forms
from django.core.exceptions import ValidationError

from atlas.models import ForeignAuthority, LocalAuthority, Partnership
from atlas.review.related_fields import NEW, point_of

from .sides import Sides

MARK = re.compile(r"^(?P<name>.*)\((?P<code>[^()]+)\)$")
MOST = 50  # lines
NEW_MARK = "nouvelle"


class Lines(forms.CharField):
    """One authority a line. `country` is where foreign names are looked for."""

    widget = forms.Textarea(attrs={"rows": 3})
    country = None
    keys = frozenset()  # of the current members

    def __init__(self, **options):
        super().__init__(required=False, max_length=10_000, help_text=self.hint, **options)

    def in_words(self, text):
        """The lines of a stored text, each with the code that `clean` reads again."""
        self.keys = frozenset(text.split())
        return "\n".join(self.word(item) for item in text.split("\n") if item)

    def clean(self, value):
        lines = [line.strip() for line in super().clean(value).splitlines() if line.strip()]
        if len(lines) > MOST:
            raise ValidationError(f"{MOST} lignes au plus : il y en a {len(lines)}.")
        members, wrong = [], []
        for line in lines:
            try:
                members.append(self.read(line))
            except ValidationError as refused:
                wrong += refused.messages
        if wrong:
            raise ValidationError(wrong)
        return "\n".join(dict.fromkeys(members))


class FrenchLines(Lines):
    """French authorities, stored as codes."""

    hint = (
        "Une par ligne : nom, SIREN ou code INSEE. Effacez une ligne pour retirer la collectivité."
    )

    def word(self, code):
        authority = LocalAuthority.objects.coded(code).first()
        return f"{authority.name} ({code})" if authority else code

    def read(self, line):
        marked = MARK.match(line)
        if marked and (authority := LocalAuthority.objects.coded(marked["code"]).first()):
            return authority.code
        sides = Sides(self.country, line, "", Partnership.objects.none())
        sides.find_lead()
        if sides.lead:
            return sides.lead.code
        offered = ", ".join(f"{row.name} ({row.code})" for row in sides.leads[:5])
        ending = f" Écrivez l’une de celles-ci : {offered}." if offered else ""
        raise ValidationError(f"{sides.why.rstrip('.')}.{ending}")


class ForeignLines(Lines):
    """Foreign authorities of the partner's country, stored as numbers or as new names."""

    hint = (
        "Une par ligne. Effacez une ligne pour retirer le partenaire ; pour une autorité que "
        "l’Atlas ne connaît pas encore, écrivez son nom suivi de « (nouvelle) »."
    )

    def word(self, item):
        authority = ForeignAuthority.objects.filter(pk=item).first() if item.isdecimal() else None
        return f"{authority.name} (n° {item})" if authority else item

    def read(self, line):
        standing = ForeignAuthority.objects.standing()
        name, code = line, ""
        if marked := MARK.match(line):
            name, code = marked["name"].strip(), marked["code"].strip().removeprefix("n°").strip()
        if code == NEW_MARK and any(letter.isalnum() for letter in name):
            return f"{NEW}{name[:200]}"
        if code in self.keys:
            return code  # of another country perhaps: it is there already
        is_number = code.isascii() and code.isdecimal() and len(code) < 10
        if is_number and standing.filter(pk=int(code), country=self.country).exists():
            return str(int(code))
        same = list(standing.called(line, self.country)[:6])
        if len(same) == 1:
            return str(same[0].pk)
        raise ValidationError(self.why(line, same))

    def why(self, line, same):
        """The fault of a line, and the texts that may replace it."""
        sides = Sides(self.country, "", line, Partnership.objects.none())
        offered = same
        if not offered:
            sides.find_partner()
            offered = sides.partners
        places = ", ".join(f"{place.name} (n° {place.pk})" for place in offered)
        begin = "désigne plusieurs autorités" if same else "n’est pas connue de l’Atlas"
        ending = f" Écrivez l’une de celles-ci : {places}." if places else ""
        return f"« {line} » {begin} ({self.country}).{ending} Nouvelle : « {line} (nouvelle) »."


class PointField(forms.CharField):
    """« 14.69, -17.44 »: degrees north, then east."""

    def __init__(self, **options):
        super().__init__(
            required=False,
            max_length=60,
            help_text="Latitude puis longitude, en degrés, séparées par une virgule : "
            "14.69, -17.44",
            **options,
        )

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return ""
        latitude, longitude = point_of(text)
        return f"{latitude:g}, {longitude:g}"
