"""What the radar may be narrowed by: some filters say which territories, some which work."""

import django_filters
from dsfr.forms import DsfrBaseForm

from atlas.models import ForeignAuthority, Partnership, Theme
from correspondents.directory.filters import CountryFilter, DescribedFilterSet, ZoneFilter
from correspondents.models import Country

ACTIVE = [Partnership.Status.PLANNED, Partnership.Status.RUNNING]


class RadarFilter(DescribedFilterSet):
    """The filters of `/atlas/coordination/` and of its export."""

    q = django_filters.CharFilter(label="Territoire ou pays", method="by_text", max_length=200)
    pays = CountryFilter(
        label="Pays ou territoire",
        queryset=Country.objects.filter(is_french=False),
        to_field_name="iso2",
        field_name="country",
        empty_label="Tous",
    )
    zone = ZoneFilter(field_name="country__zone")
    theme = django_filters.ModelChoiceFilter(
        label="Thématique",
        queryset=Theme.objects.in_tree_order(),
        to_field_name="code",
        method="of_partnerships",
        empty_label="Toutes",
    )
    actifs = django_filters.ChoiceFilter(
        label="Partenariats comptés",
        choices=[("oui", "en projet ou en cours seulement")],
        method="of_partnerships",
        empty_label="Tous, état à confirmer compris",
    )

    class Meta:
        model = ForeignAuthority
        fields = []
        form = DsfrBaseForm

    def by_text(self, queryset, name, value):
        return queryset.matching(value)

    def of_partnerships(self, queryset, name, value):
        """It says which partnerships count, not which territories: see `narrowed`."""
        return queryset

    def narrowed(self, partnerships):
        """Those that count: about the theme, and active as the public reads their status."""
        values = self.form.cleaned_data
        if theme := values.get("theme"):
            partnerships = partnerships.about(theme)
        if values.get("actifs"):
            partnerships = partnerships.filter(public_status__in=ACTIVE)
        return partnerships
