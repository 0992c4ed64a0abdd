"""The public radar: the territories where several French authorities work, and its files."""

from django_filters.views import FilterView

from atlas.models import ForeignAuthority, Partnership
from atlas.public.columns import OPEN, PLACES
from correspondents.records.cache import cached_until_written
from correspondents.spreadsheets.files import FORMATS, SpreadsheetMixin
from correspondents.spreadsheets.write import Table, notice

from .columns import COLUMNS
from .filters import RadarFilter
from .radar import signals

SHOWN = 8  # authorities named in a row of the list
ROWS_AT_ONCE = 200  # of a file


class Radar(FilterView):
    """The list; the page of a territory gives the authorities and their themes.

    The territories of the whole world are cached until they change.
    """

    groups = {"countries", "network", "inventory"}  # of the tables that are read
    filterset_class = RadarFilter
    template_name = "atlas/coordination/radar.html"
    paginate_by = 25
    queryset = ForeignAuthority.objects.all()

    def get_filterset_kwargs(self, filterset_class):
        # Bound even without any filter: it always chooses the partnerships that count.
        return {**super().get_filterset_kwargs(filterset_class), "data": self.request.GET}

    def get_context_data(self, **context):
        filterset = context["filter"]
        territories = self.territories(filterset)
        context = super().get_context_data(**context | {"object_list": territories})
        keys = [row.territory for row in context["object_list"]]
        partnerships = filterset.narrowed(Partnership.objects.published())
        context["signals"] = signals(keys, partnerships, most=SHOWN)
        context["formats"] = FORMATS.values()
        return context

    def territories(self, filterset):
        """The shared territories under the filters; none when one of them is refused."""
        if not filterset.is_valid():
            return []
        if any(filterset.form.cleaned_data.values()):
            return filterset.territories()
        return cached_until_written("radar", filterset.territories, self.groups, self.request.user)


class RadarExport(SpreadsheetMixin, Radar):
    """The list on screen as a file: same filters, same order, every page and every name."""

    def get_table(self, filterset):
        return Table(
            title="Territoires partagés",
            columns=COLUMNS,
            rows=rows(filterset),
            filters=[(f"Filtre : {label}", text) for label, text in filterset.described()],
            notice=notice(OPEN, PLACES),
        )


def rows(filterset):
    """The signals of every territory found, `ROWS_AT_ONCE` read at a time."""
    keys = [row.territory for row in filterset.territories()]
    partnerships = filterset.narrowed(Partnership.objects.published())
    for start in range(0, len(keys), ROWS_AT_ONCE):
        yield from signals(keys[start : start + ROWS_AT_ONCE], partnerships)
