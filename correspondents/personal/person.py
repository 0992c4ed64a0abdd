"""One person, by address and name: the entries and the accounts that are theirs, alone."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module

from django.conf import settings
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from correspondents.models import Correspondent, Post, User
from correspondents.records.text import JoinedBySpace, Normalised, normalise

from .blanks import NO_NAME

GAP = r"[\s./()-]*"  # between the digits of a phone
MIN_DIGITS, PHONE_DIGITS = (
    6,
    8,
)  # from the end: without the code of the country, which is not always written
TITLE = r"(?:M\.|Mme|Monsieur|Madame)"


class SeveralPeople(Exception):
    """The address is shared; the text is a French sentence."""


@dataclass(frozen=True)
class Person:
    """`names` are (first name, last name) pairs, all that the person is known by; `phones`, the
    last digits of those that are theirs alone, as many as tell a number from another."""

    email: str
    entries: frozenset
    accounts: frozenset
    names: frozenset
    phones: frozenset

    @classmethod
    def find(cls, email, name=""):
        """Whose address it is; with a name, that of those who share it. Raises SeveralPeople.

        An entry of this name without any address is theirs too; one with another address is a
        namesake's.
        """
        email = email.strip().lower()
        entries, accounts = _entries(email, name), _accounts(email, name)
        names = set(entries.values_list("first_name", "last_name"))
        names |= set(accounts.values_list("first_name", "last_name"))
        if name:
            first, _, last = name.strip().partition(" ")
            names.add((first, last))
        elif len({last for _, last in names if last}) > 1:
            raise SeveralPeople(
                f"L’adresse {email} est celle de plusieurs personnes : précisez laquelle, "
                "par --name « Prénom Nom »."
            )
        else:
            names |= _past_names(email)
        keys = (frozenset(rows.values_list("pk", flat=True)) for rows in (entries, accounts))
        named = frozenset((first, last) for first, last in names if last)
        return cls(email, *keys, named, _phones(entries))

    @property
    def namesakes(self):
        """The entries of the same name that are somebody else's, as far as one can tell."""
        same = Q(pk__in=[])
        for first, last in self.names:
            same |= Q(first_name__iexact=first, last_name__iexact=last)
        return Correspondent.objects.filter(same).exclude(pk__in=self.entries)

    @property
    def in_office(self):
        """Their entries that have not ended."""
        today = timezone.localdate()
        return Correspondent.objects.filter(pk__in=self.entries).exclude(ended_on__lt=today)

    @property
    def other_addresses(self):
        """The other addresses of their entries: a shared mailbox perhaps, so only told."""
        events = Correspondent.pgh_event_model.objects.filter(pgh_obj_id__in=self.entries)
        addresses = events.exclude(email="").values_list("email", flat=True)
        return sorted({address.lower() for address in addresses} - {self.email})

    @property
    def past_entries(self):
        """The history of them, in their own entries and in others' rows."""
        own = Q(pgh_obj_id__in=self.entries)
        for first, last in self.names:
            name = Q(first_name__iexact=first, last_name__iexact=last)
            own |= name & (Q(email="") | Q(email__iexact=self.email))
        return Correspondent.pgh_event_model.objects.filter(own)

    @cached_property
    def pattern(self):
        """The expression that finds them in a text: address, phone, whole name, title and name."""
        parts = [rf"(?<![\w.+-]){re.escape(self.email)}(?![\w-])"]
        for first, last in self.names:
            surname = _spelt(last)
            parts.append(rf"\b{TITLE}\s+{surname}\b")
            if first:
                first_name = _spelt(first)
                parts += [rf"\b{first_name}\s+{surname}\b", rf"\b{surname},?\s+{first_name}\b"]
        parts += [
            rf"(?<!\d)\+?(?:\d{GAP}){{0,7}}{GAP.join(digits)}(?!\d)" for digits in self.phones
        ]
        return re.compile("|".join(parts), re.IGNORECASE)

    @cached_property
    def surname_pattern(self):
        """The same, or the surname alone: for texts that are about the person."""
        surnames = [rf"\b{_spelt(last)}\b" for _, last in self.names]
        return re.compile("|".join([self.pattern.pattern, *surnames]), re.IGNORECASE)

    @property
    def needles(self):
        """The words that a text holds when a pattern may match it."""
        needles = {self.email}
        for _, last in self.names:
            word = max(re.split(r"[\s'’-]+", last), key=len)
            needles |= {word, _plain(word)}
        return needles


def _entries(email, name):
    """The entries that have the address, or had it under the name that they have now."""
    rows, events = Correspondent.objects, Correspondent.pgh_event_model.objects
    past = events.filter(email__iexact=email)
    if name:
        entries = _named(rows, name).filter(Q(email__iexact=email) | Q(email=""))
        past = _named(past, name)
        return entries | _named(rows.filter(pk__in=past.values("pgh_obj_id")), name)
    bore = past.filter(
        pgh_obj_id=OuterRef("pk"),
        first_name=OuterRef("first_name"),
        last_name=OuterRef("last_name"),
    )
    return rows.filter(Q(email__iexact=email) | ~Q(last_name__in=["", NO_NAME]) & Exists(bore))


def _phones(entries):
    """The ends of the phones that the entries have or had; not those of a post, nor of others."""
    history = Correspondent.pgh_event_model.objects
    keys = list(entries.values_list("pk", flat=True))
    own = entries.values_list("phone", flat=True)
    past = history.filter(pgh_obj_id__in=keys).values_list("phone", flat=True)
    others = Correspondent.objects.exclude(pk__in=keys).values_list("phone", flat=True)
    shared = _ends([*Post.objects.values_list("phone", flat=True), *others])
    return frozenset(_ends([*own, *past]) - shared)


def _ends(phones):
    digits = (re.sub(r"\D", "", phone)[-PHONE_DIGITS:] for phone in phones)
    return {end for end in digits if len(end) >= MIN_DIGITS}


def _past_names(email):
    past = Correspondent.pgh_event_model.objects.filter(email__iexact=email)
    return set(past.values_list("first_name", "last_name"))


def _named(rows, name):
    whole = Normalised(JoinedBySpace(F("first_name"), F("last_name")))
    return rows.alias(whole=whole).filter(whole=normalise(name))


def _accounts(email, name):
    """The account of the address, unless it has another name."""
    accounts = User.objects.filter(email__iexact=email)
    if name and not _named(accounts, name).exists():
        return accounts.filter(last_name="")
    return accounts


def _plain(text):
    parts = unicodedata.normalize("NFD", text)
    return "".join(letter for letter in parts if not unicodedata.combining(letter))


def _spelt(name):
    """A pattern for the name, with its accents or without, hyphens or spaces."""
    words = [
        "".join(f"[{re.escape(letter)}{re.escape(_plain(letter))}]" for letter in word)
        for word in re.split(r"[\s'’-]+", unicodedata.normalize("NFC", name.strip()))
    ]
    return r"[\s'’-]+".join(words)


def rooms_above():
    """The modules that have `traces(person)`, `forget(person)` and `steps()`."""
    return [import_module(name) for name in settings.PERSONAL_DATA]
