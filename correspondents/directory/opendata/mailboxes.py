"""Functional addresses: no named person's own e-mail or phone leaves by open data."""

import re

from correspondents.directory.publication import publish
from correspondents.models import Correspondent
from correspondents.people_list.addresses import is_of_a_service

NOT_A_DIGIT = re.compile(r"\D")


def reduced(value):
    """An address or a number as it is compared: case, spaces and prefix signs apart."""
    return value.strip().lower() if "@" in value else NOT_A_DIGIT.sub("", value)


def own_addresses():
    """The e-mails that the base knows as a person's own, in office or not.

    One that reads as a service's (« scac.dakar@ ») may be functional, in a named entry too.
    """
    values = _own("email")
    return {value for value in values if not is_of_a_service(value)}


def own_phones():
    return _own("phone")


def _own(name):
    people = Correspondent.objects.exclude(last_name="").exclude(**{name: ""})
    return {reduced(value) for value in people.values_list(name, flat=True)}


def functional(value, owned):
    """The value, "" when it is also somebody's own."""
    return "" if reduced(value) in owned else value


def services():
    """The published contacts that name nobody and have an address."""
    entries = Correspondent.objects.published().filter(last_name="").with_post()
    contacts = map(publish, entries.order_by("pk"))
    return [contact for contact in contacts if not contact.is_named and contact.email]
