"""Which foreign authority a row means: by GeoNames number, else by exact names in its country."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Q

from atlas.models import ForeignAuthority, Rapprochement
from correspondents.finder.gazetteer import CODES_OF_THE_UNION
from correspondents.imports.contents import LINK
from correspondents.imports.questions import Question, Unplaced, written
from correspondents.people_list.labels import label_of
from correspondents.people_list.network import (
    OTHER_COUNTRY,
    CountryLabels,
    Names,
    normal_forms,
)

from .authorities import Unknown
from .values import degrees

LONGEST_NAME = ForeignAuthority._meta.get_field("name").max_length


@dataclass(eq=False)
class Partner:
    """The partner of rows: of the base, or to be created when `authority` is not saved."""

    authority: ForeignAuthority
    rows: list = field(default_factory=list)
    number: int | None = None  # of GeoNames: its own, else that of the first row that means it

    def __post_init__(self):
        self.number = self.authority.geonames_id

    @property
    def is_new(self):
        return self.authority.pk is None

    @property
    def key(self):
        """Its value among the answers to a question."""
        return f"geonames:{self.number}" if self.is_new else str(self.authority.pk)

    @property
    def told_apart(self):
        """The name with what tells homonyms of a country apart."""
        number = f"GeoNames {self.number}" if self.number else "sans numéro GeoNames"
        level = self.authority.get_level_display()
        return f"{self.authority} ({level}, {number}{', à créer' if self.is_new else ''})"


class CountriesAbroad:
    """The countries that the rows name: by name, alias or code, as in the list of the network.

    `places` are the partners of the rows that name none: a person says where they are.
    """

    def __init__(self, texts, choices, places=frozenset()):
        texts = {*texts, *CODES_OF_THE_UNION.values()}
        read = {part for text in texts for part in label_of(text).texts}
        answers = {written(answer) for answer in choices.values()}
        names = Names(normal_forms({*read, *texts, *places, *answers, ""}))
        self.labels = CountryLabels(names, choices)
        authorities = ForeignAuthority.objects.filter(name_norm__in=map(names.forms.get, places))
        self.bearers = set(authorities.values_list("name_norm", "country")) if places else set()

    def find(self, text, place=""):
        """The country of a text, else of a place; it is abroad. Raises Unknown."""
        if not (text or place):
            raise Unknown("country", "n’est pas dit : donnez un nom ou un code ISO")
        try:
            country = self.read(text) if text else self.country_of(place)
        except Unplaced as problem:
            raise Unknown("country", problem.reason.rstrip("."), problem.question) from None
        if country.is_french:
            raise Unknown("country", "est en France : un partenaire est à l’étranger")
        return country

    def read(self, text):
        return self.labels.read("country", CODES_OF_THE_UNION.get(text.upper(), text))

    def country_of(self, place):
        """The country that a person chose for a place. Raises Unplaced, with those that have one
        of its name."""
        names, form = self.labels.names, self.labels.names.forms[place]
        key = f"place:{form}"
        if country := self.labels.chosen(key):
            return country
        codes = {code for code, _ in names.towns.get(form, ())}
        codes |= {code for name, code in self.bearers if name == form}
        countries = sorted((names.by_code[code] for code in codes), key=lambda c: c.name_norm)
        choices = [(each.iso2, each.name) for each in countries if not each.is_french]
        question = Question(key, f"Dans quel pays est « {place} » ?", choices, OTHER_COUNTRY)
        raise Unplaced("country", f"n’est pas dit : choisissez celui de « {place} ».", question)


class Partners:
    """The foreign authorities of the base that the rows may mean, and those that they create.

    One that was found to be another, by its name or its number, leads to the one that is kept.
    """

    def __init__(self, rows):
        self.forms = normal_forms({row["partner"] for row in rows} | {""})
        self.by_number, self.by_name = {}, defaultdict(list)
        numbers = {int(row["geonames_id"]) for row in rows if is_number(row["geonames_id"])}
        names = set(self.forms.values())
        authorities = ForeignAuthority.objects.with_country().prefetch_related("names")
        meant = authorities.filter(
            Q(name_norm__in=names) | Q(names__name_norm__in=names) | Q(geonames_id__in=numbers)
        ).distinct()
        successors = successors_of_merged()
        keys = {successors.get(authority.pk, authority.pk) for authority in meant}
        partners = {a.pk: Partner(a) for a in authorities.filter(pk__in=keys)}
        for authority in meant:
            self.learn(partners[successors.get(authority.pk, authority.pk)], authority)

    def learn(self, partner, authority):
        """Have the partner found by the names and the number of an authority that it is."""
        if authority.geonames_id:
            self.by_number[authority.geonames_id] = partner
        names = {authority.name_norm, *(other.name_norm for other in authority.names.all())}
        for name in names:
            self.call(partner, name)

    def call(self, partner, form):
        same = self.by_name[partner.authority.country_id, form]
        if partner not in same:
            same.append(partner)

    @property
    def new(self):
        """Those to create, each once, that an accepted row needs."""
        everybody = {id(p): p for partners in self.by_name.values() for p in partners}
        return [p for p in everybody.values() if p.is_new and any(r.is_accepted for r in p.rows)]

    def find(self, row, country):
        """The partner of a row, new when no place has its name there. Raises Unknown."""
        form = self.forms[row["partner"]]
        if not form:
            raise Unknown("partner", "n’est pas dit : donnez le nom de l’autorité locale étrangère")
        if LINK.match(row["partner"]):
            raise Unknown(
                "partner", "est l’adresse d’une page : donnez le nom de l’autorité locale"
            )
        if len(row["partner"]) > LONGEST_NAME:
            raise Unknown("partner", f"dépasse {LONGEST_NAME} caractères")
        number = number_of(row)
        if number in self.by_number:
            return self.in_country(country, self.by_number[number])
        # Two places of a name with two numbers are two places.
        homonyms = self.by_name[country.pk, form]
        same = [partner for partner in homonyms if not (number and partner.number)]
        if len(same) > 1:
            answers = {partner.key: partner for partner in same}
            raise Unknown(
                "partner",
                "est le nom de plusieurs autorités locales",
                question(row, country, form, answers),
                answers,
            )
        partner = same[0] if same else Partner(created(row, country, number))
        self.keep(partner, form, number)
        return partner

    def in_country(self, country, partner):
        if partner.authority.country_id != country.pk:
            raise Unknown(
                "geonames_id", f"est le numéro de « {partner.authority} », d’un autre pays"
            )
        return partner

    def keep(self, partner, form, number):
        """Have the next rows find what this one meant."""
        self.call(partner, form)
        if number:
            partner.number = number
            self.by_number[number] = partner
            if partner.is_new:
                partner.authority.geonames_id = number


def question(row, country, form, answers):
    """Which of these, {value: Partner}, the row means."""
    text = f"Quelle autorité locale est « {row['partner']} » ({country}) ?"
    choices = [(key, partner.told_apart) for key, partner in answers.items()]
    return Question(f"partner:{country.pk}|{form}", text, choices)


def successors_of_merged():
    """{key of an authority found to be another one: key of the one that remains, in the end}."""
    united = dict(Rapprochement.objects.united().values_list("merged", "kept"))
    last = {}
    for merged, successor in united.items():
        while successor in united:
            successor = united[successor]
        last[merged] = successor
    return last


def is_number(text):
    """Whether a text may be a GeoNames number."""
    return text.isascii() and text.isdecimal() and 0 < int(text) < 2**31


def number_of(row):
    """The GeoNames number, None when there is none. Raises Unknown."""
    text = row["geonames_id"]
    if not text:
        return None
    if not is_number(text):
        raise Unknown("geonames_id", "n’est pas un identifiant GeoNames : c’est un nombre")
    return int(text)


def created(row, country, number):
    return ForeignAuthority(
        name=row["partner"],
        country=country,
        level=row["level"] or ForeignAuthority.Level.UNKNOWN,
        geonames_id=number,
        latitude=degrees("latitude", row["latitude"]),
        longitude=degrees("longitude", row["longitude"]),
    )
