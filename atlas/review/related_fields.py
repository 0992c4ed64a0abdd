"""Relations of a partnership that may be proposed with its own fields, as texts.

Each has a label, and reads, shows and writes itself; `write` raises ValidationError under the
name of the field. Lists of authorities are one item a line.
"""

import json

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.formats import number_format

from atlas.models import Agreement, ForeignAuthority, LocalAuthority, Theme
from atlas.partialdates import in_words
from correspondents.proposals.review import fill

NEW = "nouvelle "  # before the name of a foreign authority that is not in the base


class RankedThemes:
    """Their codes in the order of their priority, separated by spaces."""

    label = "Thématiques"

    def read(self, partnership):
        ranked = partnership.partnershiptheme_set.order_by("priority") if partnership.pk else []
        return " ".join(each.theme.code for each in ranked)

    def show(self, text):
        names = dict(Theme.objects.filter(code__in=text.split()).values_list("code", "name"))
        return ", ".join(names.get(code, code) for code in text.split())

    def write(self, partnership, text):
        codes = text.split()
        themes = {theme.code: theme for theme in Theme.objects.filter(code__in=codes)}
        if unknown := [code for code in codes if code not in themes]:
            reason = f"« {unknown[0]} » n’est le code d’aucune thématique."
            raise ValidationError({"themes": reason})
        partnership.set_themes([themes[code] for code in codes])


class FrenchMembers:
    """The other French authorities: their codes."""

    label = "Autres collectivités françaises"

    def read(self, partnership):
        members = partnership.french_members.select_related("authority") if partnership.pk else []
        return "\n".join(member.authority.code for member in members)

    def show(self, text):
        codes = text.split("\n")
        rows = LocalAuthority.objects.filter(Q(siren__in=codes) | Q(local_code__in=codes))
        names = {row.code: row.name for row in rows}
        return ", ".join(names.get(code, code) for code in codes if code)

    def write(self, partnership, text):
        wanted = [self._find(code) for code in text.split("\n") if code]
        if partnership.lead_id in {authority.pk for authority in wanted}:
            raise ValidationError(
                {"french_members": f"{partnership.lead} est déjà la chef de file."}
            )
        keep(partnership.french_members, wanted)

    def _find(self, code):
        authority = LocalAuthority.objects.coded(code).first()
        if authority is None:
            raise ValidationError({"french_members": f"« {code} » n’est plus dans la liste."})
        return authority


class ForeignMembers:
    """The other foreign authorities: their numbers, or « nouvelle » and a name."""

    label = "Autres partenaires"

    def read(self, partnership):
        members = partnership.foreign_members.all() if partnership.pk else []
        return "\n".join(str(member.authority_id) for member in members)

    def show(self, text):
        items = [item for item in text.split("\n") if item]
        names = ForeignAuthority.objects.in_bulk([int(item) for item in items if item.isdecimal()])
        return ", ".join(
            str(names.get(int(item), item)) if item.isdecimal() else item for item in items
        )

    def write(self, partnership, text):
        wanted = [self._find(item, partnership) for item in text.split("\n") if item]
        if partnership.partner_id in {authority.pk for authority in wanted}:
            raise ValidationError(
                {"foreign_members": f"{partnership.partner} est déjà le partenaire chef de file."}
            )
        keep(partnership.foreign_members, wanted)

    def _find(self, item, partnership):
        country = partnership.partner.country
        if item.startswith(NEW):
            name = item.removeprefix(NEW)
            namesake = ForeignAuthority.objects.standing().called(name, country).first()
            return namesake or ForeignAuthority.objects.create(name=name, country=country)
        authority = ForeignAuthority.objects.standing().filter(pk=item).first()
        if authority is None:
            raise ValidationError({"foreign_members": "Un partenaire proposé n’existe plus."})
        return authority


def keep(members, wanted):
    """Give these authorities to one side; those that stay keep their row."""
    members.exclude(authority__in=wanted).delete()
    keys = set(members.values_list("authority", flat=True))
    for authority in dict.fromkeys(wanted):
        if authority.pk not in keys:
            members.create(authority=authority)


class PartnerLevel:
    """The level of the partner, which its other partnerships share."""

    label = "Niveau du partenaire"

    def read(self, partnership):
        unknown = ForeignAuthority.Level.UNKNOWN.value
        return partnership.partner.level if partnership.partner_id else unknown

    def show(self, text):
        return dict(ForeignAuthority.Level.choices).get(text, text)

    def write(self, partnership, text):
        write_on(partnership.partner, "partner_level", level=text)


class PartnerPoint:
    """The point of the partner: « 14.69, -17.44 », degrees north and east."""

    label = "Point du partenaire"

    def read(self, partnership):
        partner = partnership.partner if partnership.partner_id else None
        if partner is None or partner.latitude is None:
            return ""
        return f"{partner.latitude:g}, {partner.longitude:g}"

    def show(self, text):
        return text

    def write(self, partnership, text):
        latitude, longitude = point_of(text) if text else (None, None)
        write_on(partnership.partner, "partner_point", latitude=latitude, longitude=longitude)


def point_of(text):
    """(latitude, longitude) of « 14.69, -17.44 »; raises ValidationError, in French."""
    try:
        latitude, longitude = map(float, text.split(","))
    except ValueError:
        latitude = longitude = float("nan")
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise ValidationError(
            f"« {text} » n’est pas un point. Écrivez la latitude puis la longitude, en degrés, "
            "séparées par une virgule : 14.69, -17.44"
        )
    return latitude, longitude


def write_on(partner, name, **values):
    try:
        fill(partner, values)
        partner.validate_constraints()
    except ValidationError as refused:
        raise ValidationError({name: refused.messages}) from refused
    partner.save(update_fields=list(values))


DAYS = {"signed_on": "signée", "transmitted_on": "transmise au préfet", "ends_on": "prend fin"}


class NewAgreement:
    """A convention to be added, as JSON."""

    label = "Convention à ajouter"

    def show(self, text):
        try:
            data = json.loads(text) if text else {}
        except ValueError:
            return text
        days = [f"{label} : {in_words(data[name])}" for name, label in DAYS.items() if name in data]
        amount = data.get("amount") and f"{number_format(data['amount'])} {data.get('currency')}"
        return ", ".join(part for part in (data.get("object"), *days, amount) if part)

    def write(self, partnership, text):
        if not text:
            return
        agreement = Agreement(partnership=partnership, **json.loads(text))
        try:
            agreement.full_clean(exclude=["partnership"])
        except ValidationError as refused:
            raise ValidationError({"agreement": refused.messages}) from refused
        agreement.save()


RELATED_FIELDS = {
    "themes": RankedThemes(),
    "french_members": FrenchMembers(),
    "foreign_members": ForeignMembers(),
    "partner_level": PartnerLevel(),
    "partner_point": PartnerPoint(),
    "agreement": NewAgreement(),
}
