"""The public inventory: the list on screen, and the same rows as a file."""

from array import array

from django.conf import settings
from django_filters.views import FilterView

from correspondents.kept import kept
from correspondents.pages import KeysFirst
from correspondents.postmap import frame
from correspondents.spreadsheets.files import FORMATS, SpreadsheetMixin
from correspondents.spreadsheets.write import Table

from .alerts.searches import Page, follow_url
from .columns import COLUMNS
from .facets import counted, facets
from .filters import PartnershipFilter
from .geojson import GEOJSON
from .models import Partnership
from .partnermap import MOST, busiest_dots

ROWS_AT_ONCE = 500
EXPORT_FORMATS = {**FORMATS, GEOJSON.extension: GEOJSON}


class PartnershipList(FilterView):
    """Every published partnership, whose rows the export repeats."""

    filterset_class = PartnershipFilter
    template_name = "atlas/partnership_list.html"
    paginate_by = 25

    def get_queryset(self):
        return Partnership.objects.published().in_reading_order()

    def get_paginator(self, queryset, per_page, **options):
        shown = Partnership.objects.published().with_sides()
        keys = None if self.is_narrowed else self.kept("atlas-keys", lambda: keys_of(queryset))
        return KeysFirst(queryset, per_page, rows=shown, keys=keys, **options)

    @property
    def is_narrowed(self):
        """Whether fewer than all are asked for, or nobody knows what: a filter is refused."""
        return not self.filterset.is_valid() or bool(self.filterset.in_force)

    def kept(self, name, read):
        return kept(name, read, self.request.user)

    def whole(self, name, read):
        """What is read of the whole inventory is kept until it changes."""
        return read() if self.is_narrowed else self.kept(name, read)

    def get_filterset_kwargs(self, filterset_class):
        # Bound even without any filter: what each would give is counted then too.
        return {**super().get_filterset_kwargs(filterset_class), "data": self.request.GET}

    def get_context_data(self, **context):
        context = super().get_context_data(**context)
        context["formats"] = EXPORT_FORMATS.values()
        context["map"] = frame("Carte des partenaires : chaque point est un lien")
        filterset = context["filter"]
        context["dots"] = self.whole("atlas-dots", lambda: busiest_dots(filterset.qs))
        context["most_dots"] = MOST
        context["follow_url"] = follow_url(Page.ATLAS, filterset)
        if filterset.is_valid():
            counts = self.whole("atlas-counts", lambda: counted(filterset))
            context["facets"] = facets(filterset, counts)
        return context


def keys_of(queryset):
    """The keys in order, eight bytes each."""
    return array("q", queryset.values_list("pk", flat=True).iterator())


class PartnershipExport(SpreadsheetMixin, PartnershipList):
    """The list on screen as a file: same filters, same rights, same order, every page."""

    formats = EXPORT_FORMATS

    def get_table(self, filterset):
        return Table(
            title="Partenariats",
            columns=COLUMNS,
            rows=filterset.qs.with_sides().iterator(chunk_size=ROWS_AT_ONCE),
            filters=[(f"Filtre : {label}", text) for label, text in filterset.described()],
            notice=[
                ("Source", f"{settings.MINISTRY_NAME}, {settings.DELEGATION_NAME}"),
                ("Conditions", "Licence Ouverte 2.0 : citer la source et la date."),
                ("Lieux", "GeoNames (CC BY 4.0) ; collectivités : INSEE (Licence Ouverte 2.0)."),
            ],
        )
