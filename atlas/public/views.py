"""The public inventory: a list, a map and figures, and the same rows as a file."""

from collections import defaultdict
from functools import cached_property

from django.urls import reverse
from django_filters.views import FilterView

from atlas.alerts.searches import Page, follow_url
from atlas.models import Partnership
from correspondents.directory.framed_map import window_around, window_in
from correspondents.directory.post_map import frame
from correspondents.models import Country
from correspondents.records.cache import CachedPage
from correspondents.records.paging import KeysFirst
from correspondents.spreadsheets.files import FORMATS, SpreadsheetMixin
from correspondents.spreadsheets.write import Table, notice

from .bitmaps import Selection, bitmaps
from .columns import COLUMNS, OPEN, PLACES
from .facets import facets, number_choices
from .filters import NEVER, TO_CONFIRM, PartnershipFilter
from .partner_map import GEOJSON, partner_dots

ROWS_AT_ONCE = 500
EXPORT_FORMATS = {**FORMATS, GEOJSON.extension: GEOJSON}


class Inventory(FilterView):
    """Every published partnership, as the query string narrows and orders it."""

    filterset_class = PartnershipFilter

    def get_queryset(self):
        return Partnership.objects.published().in_reading_order()

    def get_filterset_kwargs(self, filterset_class):
        # Bound even without any filter: the numbers of each value are counted then too.
        return {**super().get_filterset_kwargs(filterset_class), "data": self.request.GET}


class AtlasPage(CachedPage, Inventory):
    """A tab of the Atlas: the choices of its filters say how many rows each gives."""

    groups = {"countries", "network", "inventory"}  # a search reads the finder's names
    parameters = tuple(PartnershipFilter.base_filters)

    @cached_property
    def selection(self):
        """The rows that the filters find, None when one of them is refused."""
        return Selection(self.filterset, bitmaps()) if self.filterset.is_valid() else None

    @cached_property
    def counts(self):
        return self.selection.counts() if self.selection else {}

    def get_context_data(self, **context):
        context = super().get_context_data(**context)
        number_choices(self.filterset, self.counts)
        context["formats"] = EXPORT_FORMATS.values()
        context["number"] = len(self.selection.keys) if self.selection else 0
        context["countries"] = len(self.counts.get("pays", ()))
        context["follow_url"] = follow_url(Page.ATLAS, self.filterset)
        return context


class PartnershipList(AtlasPage):
    template_name = "atlas/partnership_list.html"
    paginate_by = 25
    parameters = (*AtlasPage.parameters, "page")

    def get_paginator(self, queryset, per_page, **options):
        shown = Partnership.objects.published().with_sides()
        keys = self.selection.keys if self.selection else []
        return KeysFirst(queryset, per_page, rows=shown, keys=keys, **options)

    def get_context_data(self, **context):
        unconfirmed = self.counts.get("etat", {}).get(TO_CONFIRM)
        return super().get_context_data(**context, unconfirmed=unconfirmed)


class PartnershipMap(AtlasPage):
    """The partners as circles, and the same by country."""

    template_name = "atlas/partnership_map.html"
    parameters = (*AtlasPage.parameters, "cadre")

    def get_context_data(self, **context):
        context = super().get_context_data(**context)
        if not self.selection:
            return context
        places = self.selection.places
        self.dots = partner_dots(places)
        self.window = window_in(self.request.GET.get("cadre", "")) or window_around(self.dots)
        return context | {
            "dots": self.dots,
            "map": frame("Carte des partenariats", self.address_of, self.window),
            "unplaced": context["number"] - sum(places.values()),
            "zones": self.zones(),
        }

    def address_of(self, dots):
        """The map framed on a circle; the list of its country once it is as near as can be."""
        window = window_around(dots)
        codes = {dot.code for dot in dots}
        if window.width < self.window.width * 0.9:
            return query_with(self.request.GET, cadre=window)
        query = query_with(self.request.GET, **({"pays": codes.pop()} if len(codes) == 1 else {}))
        return reverse("atlas") + query

    def zones(self):
        """[(zone, number, its frame, [(country, number, address)])] of what is found."""
        numbers = self.counts["pays"]
        chosen = self.filterset.form["pays"].value()
        found = {code: row for code, row in numbers.items() if not chosen or code == chosen}
        zones = defaultdict(list)
        for code, zone in Country.objects.filter(pk__in=found).values_list("pk", "zone__name"):
            zones[zone].append(code)
        return [self._zone(zone, codes, found) for zone, codes in sorted(zones.items())]

    def _zone(self, zone, codes, found):
        dots = [dot for dot in self.dots if dot.code in codes]
        rows = [(*found[code], query_with(self.request.GET, pays=code)) for code in codes]
        rows.sort(key=lambda row: (-row[1], row[0]))
        framed = query_with(self.request.GET, cadre=window_around(dots)) if dots else ""
        return zone, sum(number for _, number, _ in rows), framed, rows


class PartnershipFigures(AtlasPage):
    """The number of partnerships of each value of the filters, as tables with bars."""

    template_name = "atlas/partnership_figures.html"

    def get_context_data(self, **context):
        context = super().get_context_data(**context)
        if not self.selection:
            return context
        never = self.counts["confirme"].get(NEVER, ("", 0))[1]
        chosen = self.filterset.form.cleaned_data["confirme"]
        confirmed = context["number"] * (chosen != NEVER) if chosen else context["number"] - never
        return context | {
            "facets": facets(self.filterset, self.counts),
            "leads": len(self.selection.leads),
            "confirmed": confirmed,
        }


def query_with(data, **values):
    """The query string with these values, on the first page, and the whole map unless framed."""
    data = data.copy()
    for parameter in ("page", "cadre"):
        data.pop(parameter, None)
    for name, value in values.items():
        data[name] = str(value)
    return f"?{data.urlencode()}"


class PartnershipExport(SpreadsheetMixin, Inventory):
    """The list on screen as a file: same filters, same rights, same order, every page."""

    formats = EXPORT_FORMATS

    def get_table(self, filterset):
        return Table(
            title="Partenariats",
            columns=COLUMNS,
            rows=filterset.qs.with_sides().iterator(chunk_size=ROWS_AT_ONCE),
            filters=[(f"Filtre : {label}", text) for label, text in filterset.described()],
            notice=notice(OPEN, PLACES),
        )
