"""The public inventory: the list on screen, and the same rows as a file."""

from functools import cached_property

from django_filters.views import FilterView

from atlas.alerts.searches import Page, follow_url
from atlas.models import Partnership
from correspondents.directory.post_map import frame
from correspondents.records.cache import CachedPage
from correspondents.records.paging import KeysFirst
from correspondents.spreadsheets.files import FORMATS, SpreadsheetMixin
from correspondents.spreadsheets.write import Table, notice

from .bitmaps import Selection, bitmaps
from .columns import COLUMNS, OPEN, PLACES
from .facets import facets
from .filters import PartnershipFilter
from .partner_map import GEOJSON, MOST, busiest_dots

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


class PartnershipList(CachedPage, Inventory):
    """The list on screen, with its map and the number of rows of each value of a filter."""

    groups = {"countries", "network", "inventory"}  # a search reads the finder's names
    template_name = "atlas/partnership_list.html"
    paginate_by = 25
    parameters = (*PartnershipFilter.base_filters, "page")

    def get_paginator(self, queryset, per_page, **options):
        shown = Partnership.objects.published().with_sides()
        keys = self.selection.keys if self.selection else []
        return KeysFirst(queryset, per_page, rows=shown, keys=keys, **options)

    @cached_property
    def selection(self):
        """The rows that the filters find, None when one of them is refused."""
        return Selection(self.filterset, bitmaps()) if self.filterset.is_valid() else None

    def get_context_data(self, **context):
        context = super().get_context_data(**context)
        context["formats"] = EXPORT_FORMATS.values()
        context["map"] = frame("Carte des partenaires : chaque point est un lien")
        filterset = context["filter"]
        context["follow_url"] = follow_url(Page.ATLAS, filterset)
        if self.selection:
            context["dots"] = busiest_dots(self.selection.places)
            context["most_dots"] = MOST
            context["facets"] = facets(filterset, self.selection.counts())
        return context


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
