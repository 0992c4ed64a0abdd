"""`/agenda.ics`: the days that each app gives, as one calendar."""

from django import forms
from django.views.decorators.http import require_safe

from atlas.news.agenda import days_of_news
from correspondents.directory.filters import CountryField, ZoneField
from correspondents.mailing.calendars import calendar_response
from correspondents.mailing.feeds import refused
from correspondents.models import Country, Zone
from projects.calls.agenda import days_of_calls

# Each takes a country and a zone, None for any, and returns its days.
SOURCES = [days_of_news, days_of_calls]


class AgendaForm(forms.Form):
    pays = CountryField(Country.objects.select_related("zone"), required=False)
    zone = ZoneField(Zone.objects.all(), required=False)


@require_safe
def agenda(request):
    """The whole calendar, or that of a country (`pays=sn`) or of a zone (`zone=asie`)."""
    form = AgendaForm(request.GET)
    if not form.is_valid():
        return refused(form, "Cet agenda")
    country, zone = form.cleaned_data["pays"], form.cleaned_data["zone"]
    days = [day for source in SOURCES for day in source(country, zone)]
    places = [str(chosen) for chosen in (country, zone) if chosen]
    return calendar_response(", ".join(["Agenda", *places]), days)
