"""The QuerySet of partnerships."""

import re
from functools import reduce

from dateutil.relativedelta import relativedelta
from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.expressions import RawSQL
from django.utils import timezone

from correspondents.models.visibility import OfServedCountries
from correspondents.records.text import words_of

from .authorities import LocalAuthority
from .members import ForeignMember, FrenchMember, PartnershipTheme

READING_ORDER = ["partner__country__name_norm", "partner__name_norm", "lead__name_norm", "pk"]


def confirmed_since():
    """The day from which a confirmation still counts."""
    return timezone.localdate() - relativedelta(months=settings.INVENTORY_MONTHS)


def in_a_name(word):
    """The condition that the word begins a word of a name of either side, or of the country's."""
    start = rf"\m{re.escape(word)}"
    return Q(pk__in=RawSQL(NAMED, [start] * NAMED.count("%s")))


# A union of look-ups by index: as one condition, each would read every row.
NAMED = """
    WITH here AS (
        SELECT id FROM atlas_localauthority WHERE name_norm ~ %s
        UNION SELECT authority_id FROM atlas_localauthorityname WHERE name_norm ~ %s
    ), there AS (
        SELECT id FROM atlas_foreignauthority WHERE name_norm ~ %s
        UNION SELECT authority_id FROM atlas_foreignname WHERE name_norm ~ %s
        UNION SELECT f.id FROM atlas_foreignauthority f
        JOIN correspondents_country c ON c.iso2 = f.country_id WHERE c.name_norm ~ %s
    )
    SELECT id FROM atlas_partnership WHERE lead_id IN (SELECT id FROM here)
    UNION ALL SELECT id FROM atlas_partnership WHERE partner_id IN (SELECT id FROM there)
    UNION ALL SELECT partnership_id FROM atlas_frenchmember
    WHERE authority_id IN (SELECT id FROM here)
    UNION ALL SELECT partnership_id FROM atlas_foreignmember
    WHERE authority_id IN (SELECT id FROM there)
"""


class PartnershipQuerySet(OfServedCountries):
    country_path = "partner__country"

    def published(self):
        """Partnerships that anybody may see: neither sensitive nor of an unrecognised frame."""
        return self.filter(is_sensitive=False)

    def with_sides(self):
        """With the relations that a row shows, in as many queries whatever the rows."""
        return self.select_related(
            "lead__department", "lead__region", "partner__country__zone"
        ).prefetch_related("themes", "other_authorities", "other_partners")

    def of_authority(self, authority):
        """Partnerships that an authority leads or takes part in."""
        members = FrenchMember.objects.filter(authority=authority).values("partnership")
        return self.filter(Q(lead=authority) | Q(pk__in=members))

    def at(self, territories):
        """Partnerships with a partner, lead or not, among these foreign authorities."""
        members = ForeignMember.objects.filter(authority__in=territories).values("partnership")
        return self.filter(Q(partner__in=territories) | Q(pk__in=members))

    def matching(self, text):
        """Partnerships for which each word begins a word of a side's name, or of the country's."""
        return self.naming(words_of(text))

    def naming(self, words):
        """The same, for words that `words_of` has read already."""
        return reduce(lambda rows, word: rows.filter(in_a_name(word)), words, self)

    def from_area(self, area):
        """Partnerships that an authority of a region or département leads or takes part in."""
        return self.from_areas([area.pk])

    def from_areas(self, areas):
        """The same, of several areas or authorities by their keys."""
        authorities = LocalAuthority.objects.in_areas(areas)
        members = FrenchMember.objects.filter(authority__in=authorities).values("partnership")
        return self.filter(Q(lead__in=authorities) | Q(pk__in=members))

    def about(self, theme):
        """Rows with the theme, or with one below it."""
        below = PartnershipTheme.objects.filter(theme__path__startswith=theme.path)
        return self.filter(pk__in=below.values("partnership"))

    @transaction.atomic
    def begin(self, lead, partner, **values):
        """Create a partnership, and a side that is not in the base yet.

        Raises ValidationError when the base refuses it: two authorities have one twinning.
        """
        for side in (lead, partner):
            if side.pk is None:
                side.save()
        partnership = self.model(lead=lead, partner=partner, **values)
        partnership.validate_constraints()
        partnership.save()
        return partnership

    def in_reading_order(self):
        """By country, then by the names of both sides."""
        return self.order_by(*READING_ORDER)

    def in_country(self, country):
        return self.filter(partner__country=country)

    def to_confirm(self):
        """Partnerships without a recent confirmation, the oldest first."""
        old = Q(confirmed_on__isnull=True) | Q(confirmed_on__lt=confirmed_since())
        return self.filter(old).order_by(F("confirmed_on").asc(nulls_first=True), "pk")

    def to_recheck(self, on=None):
        """Partnerships of a country with past local elections, not over, not confirmed since:
        the contacts there may have left. Annotated with the day, in `elections_on`."""
        held = apps.get_model("atlas", "NewsItem").objects.held_elections(on)
        latest = held.filter(country=OuterRef("partner__country")).order_by("-effective_on")
        standing = self.exclude(status__in=["ended", "broken"])
        return standing.annotate(elections_on=Subquery(latest.values("effective_on")[:1])).filter(
            Q(confirmed_on__isnull=True) | Q(confirmed_on__lte=F("elections_on")),
            elections_on__isnull=False,
        )
