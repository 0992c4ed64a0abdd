"""What became of an entry whose departure was announced, in one sentence for every page."""

from django.utils import timezone
from django.utils.formats import date_format

from correspondents.models import Correspondent

from . import departures


def fate_of(entry: Correspondent) -> str:
    """Whether the entry is public, until when, and what waits; true on the day it is read.

    "" for an entry whose end nobody has said.
    """
    is_gone = entry.ended_on and entry.ended_on < timezone.localdate()
    shown = "L’entrée n’est plus publique" if is_gone or entry.hidden_since else ""
    if entry.ended_on:
        last = f"Dernier jour dans l’annuaire : le {date_format(entry.ended_on, 'j F Y')}."
        return f"{last} {shown or 'L’entrée reste publique jusqu’au soir de ce jour'}."
    announced = departures.announcements(entry).filter(field="ended_on").last()
    if announced is None:
        return f"{shown}." if shown else ""
    by = f", par {announced.from_name}" if announced.from_name else ""
    told = f"Un départ est annoncé : {announced.shown_new}{by}. Le poste en est averti."
    return f"{told} {shown or 'L’entrée reste publique jusqu’au soir de ce jour'}."
