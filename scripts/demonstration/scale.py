"""An inventory of any size to measure with: real authorities and countries, invented partnerships.

The same seed, size, day and reference data give the same inventory: few countries, few places and
the big authorities have much of it, most have little. Each partner is marked as invented, hence
each partnership; no row names a real one as its source.

The triggers of history stay on, as for any other writing: each row has an event, one context
names their origin. Nothing here deletes the rows, since their events would stay: the base is one
to throw away; `refusals.py` refuses to fill a base in use.
"""

import random
from collections import Counter
from datetime import timedelta
from functools import cached_property
from itertools import accumulate

import pghistory
from django.db import connection, transaction
from django.utils import timezone

from atlas.models import (
    Agreement,
    ForeignAuthority,
    ForeignMember,
    FrenchMember,
    LocalAuthority,
    Partnership,
    PartnershipTheme,
    Theme,
)
from correspondents.models import Country, Place

SOURCE = "Inventé pour mesurer"
AT_ONCE = 5_000  # partnerships written together
PLACE_FOR = 3  # partnerships a place, on average
# Where most French authorities work; the other countries follow in an order that the seed gives.
FIRST = "DE GB IT ES BE PT PL RO BF ML SN MG MA TN CM BJ TG VN CN JP US CA MR NE".split()
SYLLABLES = "ba di ko lu ma ndi ouga ra sam tou ve za fa gué li mon né pi".split()
KINDS = {
    "twinning": 50,
    "agreement": 24,
    "": 9,
    "friendship": 6,
    "one_off": 5,
    "informal": 4,
    "emergency": 2,
}
STATUSES = {
    "": 60,
    "running": 24,
    "planned": 3,
    "dormant": 4,
    "ended": 7,
    "suspended": 1,
    "broken": 1,
}


class Reference:
    """The real rows that invented partnerships use, in an order that no key of a row decides."""

    def __init__(self, rng):
        countries = Country.objects.filter(is_french=False).order_by("iso2")
        others = [iso2 for iso2 in countries.values_list("iso2", flat=True) if iso2 not in FIRST]
        rng.shuffle(others)
        self.countries = FIRST + others
        self.country_weights = list(accumulate(1 / (n + 1) for n in range(len(self.countries))))
        rows = LocalAuthority.objects.existing().filter(is_invented=False).order_by("local_code")
        people = rows.values_list("pk", "population")
        self.authorities = [pk for pk, _ in people]
        self.authority_weights = list(accumulate(max(n or 0, 50) ** 0.6 for _, n in people))
        self.themes = list(Theme.objects.order_by("path").values_list("pk", flat=True))
        self.towns = {}
        towns = Place.objects.order_by("-population", "geonames_id")
        for country, *point in towns.values_list("country", "latitude", "longitude"):
            self.towns.setdefault(country, []).append(point)

    @property
    def is_there(self):
        return bool(self.authorities and self.themes)


class Scale:
    """`count` partnerships for a seed, a day being the last one on which one was confirmed."""

    def __init__(self, count, seed, today=None):
        self.count, self.seed = count, seed
        self.today = today or timezone.localdate()
        self.rng = random.Random(f"{seed}-{count}")
        self.twinned = set()
        self.written = Counter()

    @cached_property
    def reference(self):
        return Reference(self.rng)

    @transaction.atomic
    def write(self):
        """Write all the rows; return the number of each kind."""
        with pghistory.context(scale=self.seed), connection.cursor() as cursor:
            # A setting that is not set costs each row an aborted subtransaction.
            cursor.execute("SET LOCAL pgtrigger.ignore = '{}'")
            places = self._places()
            for start in range(0, self.count, AT_ONCE):
                numbers = range(start, min(start + AT_ONCE, self.count))
                rows = self._keep([self._partnership(number, places) for number in numbers])
                for beside in zip(*(self._beside(row, places) for row in rows), strict=True):
                    self._keep([one for some in beside for one in some])
        return self.written

    def _keep(self, rows):
        if not rows:
            return rows
        self.written[type(rows[0]).__name__] += len(rows)
        return type(rows[0]).objects.bulk_create(rows, batch_size=AT_ONCE)

    def _places(self):
        """{country: its places}: a tenth are regions, which contain most of the others."""
        reference, rng = self.reference, self.rng
        number = max(1, self.count // PLACE_FOR)
        countries = rng.choices(
            reference.countries, cum_weights=reference.country_weights, k=number
        )
        regions, communes = {}, []
        for country in countries:
            if country not in regions or rng.random() < 0.1:
                regions.setdefault(country, []).append(self._place(country, "region"))
            else:
                communes.append(self._place(country, "commune"))
        self._keep([region for some in regions.values() for region in some])
        for commune in communes:
            if rng.random() < 0.8:
                commune.parent = self._often_first(regions[commune.country_id])
        self._keep(communes)
        for commune in communes:
            regions[commune.country_id].append(commune)
        return regions

    def _place(self, country, level):
        rng = self.rng
        towns = self.reference.towns.get(country)
        latitude = longitude = None
        if towns and rng.random() < 0.9:
            latitude, longitude = (
                round(x + rng.uniform(-0.3, 0.3), 4) for x in self._often_first(towns)
            )
            latitude, longitude = max(-90, min(latitude, 90)), max(-180, min(longitude, 180))
        name = "".join(rng.choices(SYLLABLES, k=rng.randint(2, 4))).capitalize()
        return ForeignAuthority(
            name=f"{name}-l’Inventée",
            country_id=country,
            level=level,
            latitude=latitude,
            longitude=longitude,
            is_invented=True,
        )

    def _often_first(self, values):
        """One of them, the first ones by far the most often."""
        return values[int(len(values) * self.rng.random() ** 3)]

    def _authority(self):
        reference = self.reference
        return self.rng.choices(reference.authorities, cum_weights=reference.authority_weights)[0]

    def _any_place(self, places):
        reference = self.reference
        while True:
            drawn = self.rng.choices(reference.countries, cum_weights=reference.country_weights)[0]
            if drawn in places:
                return self._often_first(places[drawn])

    def _drawn(self, weights):
        return self.rng.choices(list(weights), weights=weights.values())[0]

    def _partnership(self, number, places):
        rng = self.rng
        lead, partner = self._authority(), self._any_place(places)
        kind, status = self._drawn(KINDS), self._drawn(STATUSES)
        if kind == "twinning" and (lead, partner.pk) in self.twinned:
            kind = "agreement"
        self.twinned.add((lead, partner.pk))
        is_reserved = status in Partnership.RESERVED
        year = int(rng.triangular(1950, self.today.year, 1995)) if rng.random() < 0.85 else None
        days = int(rng.triangular(0, 1500, 200)) if rng.random() < 0.35 else None
        return Partnership(
            lead_id=lead,
            partner=partner,
            kind=kind,
            status=status,
            status_reason="Raison inventée." if is_reserved else "",
            status_since=str(self.today.year) if is_reserved else "",
            status_source=SOURCE if is_reserved else "",
            status_is_published=is_reserved and rng.random() < 0.3,
            first_signed_year=year,
            started=str(year) if year and rng.random() < 0.7 else "",
            ended=str(year + rng.randint(1, 20)) if year and status == "ended" else "",
            goals=sorted(rng.sample(range(1, 18), rng.choice([0, 0, 1, 2]))),
            context="Contexte inventé." if rng.random() < 0.2 else "",
            is_sensitive=rng.random() < 0.01,
            source=SOURCE,
            source_id=f"{self.seed}-{self.count}-{number}",
            confirmed_on=None if days is None else self.today - timedelta(days=days),
            confirmed_by="" if days is None else "Poste inventé",
        )

    def _beside(self, row, places):
        """The rows that depend on a partnership: members of both sides, themes, agreements."""
        rng = self.rng
        authorities = {self._authority() for _ in range(rng.choice([0] * 8 + [1, 3]))} - {
            row.lead_id
        }
        there = {self._any_place(places).pk for _ in range(rng.choice([0] * 14 + [1]))}
        themes = dict.fromkeys(
            self._often_first(self.reference.themes) for _ in range(rng.choice([0, 1, 1, 2]))
        )
        signed = row.started if row.kind == "agreement" else ""
        return (
            [FrenchMember(partnership=row, authority_id=pk) for pk in sorted(authorities)],
            [
                ForeignMember(partnership=row, authority_id=pk)
                for pk in sorted(there - {row.partner_id})
            ],
            [
                PartnershipTheme(partnership=row, theme_id=pk, priority=priority)
                for priority, pk in enumerate(themes, start=1)
            ],
            [Agreement(partnership=row, object="Convention inventée", signed_on=signed)]
            if signed
            else [],
        )
