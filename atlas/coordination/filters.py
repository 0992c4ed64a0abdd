"""The filters of the radar: some choose territories, others choose partnerships."""

import django_filters

from atlas.finder.meanings import sides_of
from atlas.models import Partnership
from atlas.public.filters import ThemeFilter
from correspondents.directory.filters import CountryFilter, DescribedFilterSet, ZoneFilter

from .radar import shared_territories

ACTIVE = [Partnership.Status.PLANNED, Partnership.Status.RUNNING]


class RadarFilter(DescribedFilterSet):
    """The filters of `/atlas/coordination/` and of its export."""

    q = django_filters.CharFilter(label="Territoire ou pays", method="by_text", max_length=200)
    pays = CountryFilter(field_name="country")
    zone = ZoneFilter(field_name="country__zone")
    theme = ThemeFilter(method="of_partnerships")
    actifs = django_filters.ChoiceFilter(
        label="Partenariats comptés",
        choices=[("oui", "en projet ou en cours seulement")],
        method="of_partnerships",
        empty_label="Tous, état à confirmer compris",
    )

    def named(self, queryset, meaning):
        territories = sides_of(meaning).territories
        return [queryset.filter(pk__in=[t.pk for t in territories])] if territories else []

    def of_partnerships(self, queryset, name, value):
        """This filter chooses partnerships, not territories: see `narrowed`."""
        return queryset

    def territories(self):
        """The shared territories that the filters find, the busiest first."""
        places = self.qs  # reads the values, which `narrowed` needs
        return shared_territories(self.narrowed(Partnership.objects.published()), places)

    def count_without(self, name):
        return len(self.without(name).territories())

    def narrowed(self, partnerships):
        """Partnerships that count: about the theme, and active by their public status."""
        values = self.form.cleaned_data
        if theme := values.get("theme"):
            partnerships = partnerships.about(theme)
        if values.get("actifs"):
            partnerships = partnerships.filter(public_status__in=ACTIVE)
        return partnerships
