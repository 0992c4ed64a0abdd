"""The country and the post of a row: by exact names only, never by likeness."""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from functools import cached_property

from django.db import connection

from correspondents.finder.gazetteer import CODES_OF_THE_UNION
from correspondents.finder.misspellings import country_names, nearest
from correspondents.imports.questions import Question, Unplaced, leaving_aside, written
from correspondents.models import (
    Country,
    CountryAlias,
    Coverage,
    PlaceName,
    Post,
    UnrecognisedEntity,
)

from .labels import label_of, post_label_of
from .post_labels import PostLabels

# Codes that the European Union writes instead of the ISO's.
OTHER_COUNTRY = "Un autre pays : son nom ou son code ISO"
UNSAID = "La ligne n’indique ni pays ni poste."
PLACE_CODES = ("country", "iso2", "post", "city", "kind")


def normal_forms(texts):
    """{text: its normal form by the database's own function}, in one query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT t, norm_fr(t) FROM unnest(%s::text[]) AS t", [list(texts)])
        return dict(cursor.fetchall())


@dataclass
class RowPlace:
    """The place of a row. `country` is known more often than `post`.

    `scope` is the country's name when the post is in another. `problem` is a French sentence,
    or ""; with a `question`, a person may answer it. `is_group`: a title says it for the rows
    below.
    """

    country: Country | None = None
    post: Post | None = None
    scope: str = ""
    problem: str = ""
    question: Question | None = None
    is_group: bool = False

    @property
    def is_unsaid(self):
        return self.problem == UNSAID


@dataclass
class Names:
    """The owners of exact names, by normal form, loaded once.

    `forms` holds the normal form of each text to look up; `towns`, by normal form,
    the (country code, GeoNames id) of the towns with that name; `seats` are the (country code,
    city) of the posts.
    """

    forms: dict[str, str]
    by_code: dict[str, Country] = field(default_factory=dict)
    by_name: dict[str, Country] = field(default_factory=dict)
    by_alias: dict[str, list[Country]] = field(default_factory=lambda: defaultdict(list))
    entities: set[str] = field(default_factory=set)
    towns: dict[str, set] = field(default_factory=lambda: defaultdict(set))
    seats: set = field(default_factory=set)

    def __post_init__(self):
        for country in Country.objects.select_related("zone"):
            self.by_code |= {country.iso2: country, country.iso3: country}
            self.by_name[country.name_norm] = country
        self.by_code |= {union: self.by_code[iso] for union, iso in CODES_OF_THE_UNION.items()}
        for alias in CountryAlias.objects.all():
            self.by_alias[alias.name_norm].append(self.by_code[alias.country_id])
        self.entities = set(UnrecognisedEntity.objects.values_list("name_norm", flat=True))
        wanted = set(self.forms.values())
        towns = PlaceName.objects.filter(name_norm__in=wanted, place__country__isnull=False)
        for form, country, place in towns.values_list("name_norm", "place__country", "place"):
            self.towns[form].add((country, place))

    def countries(self, text):
        """The countries or territories named by the text: the owner of the name, else by alias."""
        form = self.forms[text]
        own = self.by_name.get(form)
        return [own] if own else self.by_alias.get(form, [])

    def is_town_of(self, text, country):
        form = self.forms[text]
        towns = self.towns.get(form, ())
        return (country.pk, form) in self.seats or any(code == country.pk for code, _ in towns)


class CountryLabels:
    """The country of a label; a cache holds the answers, since lists repeat their labels."""

    def __init__(self, names, choices):
        self.names, self.choices = names, choices
        self.answers = {}

    def read(self, code, text):
        """The country of a label. Raises Unplaced."""
        if text not in self.answers:
            try:
                self.answers[text] = self.find(code, text)
            except Unplaced as problem:
                self.answers[text] = problem
        if isinstance(self.answers[text], Unplaced):
            raise self.answers[text]
        return self.answers[text]

    def find(self, code, text):
        label = label_of(text)
        key = f"country:{self.names.forms[label.whole]}"
        if chosen := self.chosen(key):
            return chosen
        candidates = self.candidates(label)
        if len(candidates) == 1 and self.is_certain(label, candidates[0]):
            return candidates[0]
        choices = [(each.iso2, each.name) for each in candidates]
        if self.is_unrecognised(label):
            reason = "n’est le nom d’aucun pays ou territoire que la France reconnaît"
            raise Unplaced(code, f"{reason} : la délégation décide.", Question(key, text, choices))
        if not candidates:
            raise Unplaced(
                code, "n’est le nom d’aucun pays ou territoire connu.", self.ask(key, text)
            )
        listed = ", ".join(each.name for each in candidates)
        reason = (
            f"désigne plusieurs pays : {listed}." if choices[1:] else f"désigne-t-il {listed} ?"
        )
        raise Unplaced(code, reason, Question(key, f"Quel est le pays de « {text} » ?", choices))

    def chosen(self, key):
        """The country that a person chose or wrote in answer to a question, or None."""
        answer = self.choices.get(key)
        if not (text := written(answer)):
            return self.names.by_code.get(answer)
        countries = self.names.countries(text)
        return self.names.by_code.get(text.upper()) or (
            countries[0] if len(countries) == 1 else None
        )

    def ask(self, key, text):
        """The question about an unknown label: the names that resemble it most, or another."""
        form = self.names.forms[text]
        likely = [self.names.by_code[iso2] for iso2 in nearest(form, self.country_names)]
        choices = [(country.iso2, country.name) for country in likely]
        return Question(key, f"Quel est le pays de « {text} » ?", choices, OTHER_COUNTRY)

    @cached_property
    def country_names(self):
        return country_names()

    def candidates(self, label):
        """The countries of the surest reading of a label: as a whole, then taken apart."""
        exact = self.names.by_code.get(label.whole)
        readings = [[exact] if exact else [], self.names.countries(label.whole)]
        joined = [country for text in label.joined for country in self.names.countries(text)]
        parts = [text for text in (*label.parts, label.bare, label.inside) if text]
        readings += [joined, [each for text in parts for each in self.names.countries(text)]]
        return list(dict.fromkeys(next(filter(None, readings), [])))

    def is_certain(self, label, country):
        """Whether every word of the label agrees with the only country found."""
        names = self.names
        if label.whole in (country.iso2, country.iso3):
            return True
        if any(country in names.countries(text) for text in (label.whole, *label.joined)):
            return True
        if label.bare and country in names.countries(label.bare):
            others = [label.inside] if not label.is_only_formal else []
        elif label.bare:
            others = [label.bare]
        else:
            others = [text for text in label.parts if country not in names.countries(text)]
        return all(
            country in names.countries(text) or names.is_town_of(text, country) for text in others
        )

    def is_unrecognised(self, label):
        return any(self.names.forms[text] in self.names.entities for text in label.texts if text)


class Network:
    """The countries, their names, the posts and their current coverage, loaded once.

    `texts` are the texts of the columns of PLACE_CODES, by code: {"country": {"Togo", …}, …};
    `others`, other ones that need a normal form; `choices`, a person's answers by
    the keys of the questions.
    """

    def __init__(self, texts, others=(), choices=None):
        self.posts = Post.objects.select_related("country__zone").in_bulk()
        choices = choices or {}
        posts = self.posts.values()
        names = {text for post in posts for text in (post.name, post.slug, post.city)}
        answers = {written(answer) for answer in choices.values()}
        self.forms = normal_forms({*_looked_up(texts), *names, *others, *answers, ""})
        seats = {(post.country_id, post.city_norm) for post in posts}
        self.names = Names(self.forms, seats=seats)
        self.labels = CountryLabels(self.names, choices)
        self.coverage = defaultdict(list)
        for coverage in Coverage.objects.current().order_by("rank", "id"):
            self.coverage[coverage.country_id].append(coverage.post_id)
        self.post_labels = PostLabels(self, choices)
        self.places = {}

    def locate(self, cells):
        """The place of a row, given its cells by column code."""
        texts = {code: cells[code].text for code in PLACE_CODES if code in cells}
        if faults := [cells[code] for code in texts if cells[code].fault]:
            return RowPlace(problem=f"{faults[0].address} : {faults[0].fault}.")
        key = tuple(texts.items())
        if key not in self.places:
            self.places[key] = self._locate(texts)
        place, problem = self.places[key]
        if problem:
            cell = cells[problem.code]
            sentence = f"{cell.address} : « {cell.text} » {problem.reason}"
            question = problem.question and leaving_aside(problem.question)
            return RowPlace(place.country, problem=sentence, question=question)
        return place

    def group_place(self, heading):
        """The place of the rows below a title, None when it is no country."""
        place = self.locate({"country": heading})
        return None if place.problem else replace(place, is_group=True)

    def _locate(self, texts):
        """(place, Unplaced or None) of texts by column code."""
        place = RowPlace()
        try:
            place.country = self.country_of(texts)
            place.post = self.post_labels.find(texts, place.country)
        except Unplaced as problem:
            return place, problem
        if place.post is None:
            place.problem = UNSAID
        elif place.country is None:
            place.country = place.post.country
        elif place.country != place.post.country:
            place.scope = place.country.name
        return place, None

    def country_of(self, texts):
        """The country that the row names, None when it names none."""
        country = self.labels.read("country", texts["country"]) if "country" in texts else None
        if "iso2" not in texts:
            return country
        code = texts["iso2"].upper()
        key = f"iso2:{code}"
        coded = self.names.by_code.get(code) or self.labels.chosen(key)
        if coded is None and country is None:
            question = Question(key, f"Quel est le pays de code « {code} » ?", [], OTHER_COUNTRY)
            raise Unplaced("iso2", "n’est le code ISO d’aucun pays ou territoire.", question)
        if coded is None:
            raise Unplaced("iso2", "n’est le code ISO d’aucun pays ou territoire.")
        if country and coded != country:
            raise Unplaced("iso2", f"n’est pas le code de « {country} », nommé sur la même ligne.")
        return coded


def group_heading(record):
    """The cell of a title over all the columns, alone on its line, or None."""
    cells = [*record.cells.values(), *record.others.values()]
    return cells[0] if len(cells) == 1 and cells[0].width > 1 else None


def _looked_up(texts):
    """Every text that a label of these columns may be taken apart into."""
    for code, group in texts.items():
        for text in group:
            yield text
            if code in ("country", "post", "city"):
                yield from label_of(text).texts
                yield post_label_of(text).where
