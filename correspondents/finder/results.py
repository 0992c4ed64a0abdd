"""What the finder answers: hits, and the result that holds them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

from django.urls import reverse

from correspondents.directory.publication import publish
from correspondents.models import Correspondent, Country, SearchName

from .gazetteer import phrases
from .misspellings import CountryName, country_names, mistyped, near_names
from .people import begins_somebody, names_somebody
from .places import NamedPlace

MOST_LETTERS = 3  # that a slip or two, or a sound, make of difference
Thing = TypeVar("Thing")


@dataclass(frozen=True)
class Hit:
    """One answer: a country, a post, a place (which leads to its country), a person or a page.

    `population` is 0 where size means nothing; `weight` orders the namesakes of several rooms.
    `name` is the name that was found, where the label may be another; `iso2`, the code of its
    country or territory.
    """

    kind: str
    label: str
    detail: str
    url: str
    population: int = 0
    name: str = ""
    iso2: str = ""
    is_french: bool = False
    weight: int = 0

    @classmethod
    def country(cls, code: str, name: str) -> "Hit":
        url = reverse("country_detail", args=[code.lower()])
        return cls("country", name, "", url, iso2=code)

    @classmethod
    def post(cls, slug: str, name: str, country: str = "") -> "Hit":
        return cls("post", name, country, reverse("post_detail", args=[slug]))

    @classmethod
    def place(cls, place: NamedPlace) -> "Hit":
        country = place.country
        return cls(
            *("place", place.label, place.detail, country.get_absolute_url(), place.population),
            name=place.name,
            iso2=country.pk,
            is_french=country.is_french,
            weight=place.weight,
        )

    @classmethod
    def person(cls, person: Correspondent) -> "Hit":
        contact = publish(person)
        return cls("person", contact.name, contact.post.name, person.get_absolute_url())

    @classmethod
    def page(cls, word: SearchName) -> "Hit":
        return cls("page", word.main, "", word.detail)


@dataclass
class SearchResult:
    """The answer to a text.

    `names` are the names of the index that the text is, noise apart.
    `sure` is the one hit to go to at once, or None; `hits` are in order of likelihood;
    `is_guess` marks hits that are only the nearest names; `is_named`, a text that is the very name
    of a country or of a post's city; `phrase` is the part of the text that is a place's name;
    `holding` are the names of French authorities that hold its words, None if nobody looked;
    `entity` is the entity that the text names and that France does not recognise: then nothing
    else is set.
    """

    text: str
    normalised: str = ""
    phrase: str = ""
    names: list[SearchName] = field(default_factory=list)
    hits: list[Hit] = field(default_factory=list)
    sure: Hit | None = None
    entity: str = ""
    entity_country: Country | None = None  # where a place of its name is
    is_guess: bool = False
    is_named: bool = False
    mistyped: dict[tuple[str, bool], list[tuple[str, int]]] = field(default_factory=dict)
    holding: list[SearchName] | None = None

    @cached_property
    def country_names(self) -> list[CountryName]:
        """Those that a slip may have made the text of, read once for all the ways to look."""
        letters = [len(run) for run in phrases(self.normalised)]
        return country_names(range(min(letters) - MOST_LETTERS, max(letters) + MOST_LETTERS))

    def slips(self, text: str, own: bool = False) -> list[tuple[str, int]]:
        """What `mistyped` tells of a part of the text, looked for once; with `own`, of the very own
        names of countries alone."""
        if (text, own) not in self.mistyped:
            names = [name for name in self.country_names if not (own and name.weight)]
            self.mistyped[text, own] = mistyped(text, names)
        return self.mistyped[text, own]

    @cached_property
    def near(self) -> list[SearchName]:
        """The places and authorities of whose names it is a slip away, read once for all rooms."""
        core = phrases(self.normalised)[-1]
        near = near_names(self.normalised)
        return near if near or core == self.normalised else near_names(core)

    @cached_property
    def may_name_people(self) -> bool:
        """Whether it is worth looking for people: mostly not, and that is asked once."""
        return begins_somebody(self.normalised)

    @property
    def is_over(self) -> bool:
        """Whether there is nothing more to look for."""
        return bool(self.hits or self.entity or not self.normalised)

    @property
    def may_be_noted(self) -> bool:
        """Whether the staff may read the text: it has no sure answer, and is no person's name.

        Only letters: an address, a number or a card number is never stored.
        """
        return (
            (self.is_guess or not self.hits)
            and not self.entity
            and 3 <= len(self.normalised) <= 80
            and self.normalised.replace(" ", "").isalpha()
            and not any(c.isdigit() or c in "@_/" for c in self.text)
            and not (self.may_name_people and names_somebody(self.normalised))
        )


def one_per_address(hits: Iterable[Hit]) -> list[Hit]:
    """The hits, the first of each address only."""
    return once_each(hits, lambda hit: hit.url)


def once_each(things: Iterable[Thing], identity: Callable[[Thing], object]) -> list[Thing]:
    """The things, the first of each identity only: two towns lead to one country."""
    first: dict[object, Thing] = {}
    for thing in things:
        first.setdefault(identity(thing), thing)
    return list(first.values())
