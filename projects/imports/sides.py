"""Who, where and on what: the authorities, countries and themes of the rows, never guessed.

Recognition is that of the inventory (`atlas.imports`); here, a cell may name several.
"""

import re
from collections import defaultdict
from dataclasses import replace

from atlas.imports.authorities import Authorities, Unknown, compact
from atlas.imports.clues import clues_of
from atlas.imports.partners import CountriesAbroad, Partners
from atlas.imports.rows import chosen, meaning
from atlas.models import Theme
from correspondents.imports.questions import Question
from correspondents.imports.vocabulary import plain

BETWEEN = re.compile(r"\s*(?:;|\n|\s/\s)\s*")
LOOSELY = re.compile(r"\s*(?:,|&|\bet\b)\s*")
ASIDE = re.compile(r"^(?P<name>[^()]+?)\s*\((?P<where>[^()]+)\)$")
SIREN, SIRET, INSEE = (re.compile(form) for form in (r"\d{9}", r"\d{14}", r"\d[\dAB]\d{3}"))


def parts_of(text, between=BETWEEN):
    return [part for part in between.split(text) if part]


def authority_of(text, siren="", insee="", department=""):
    """The texts that name a French authority: a code may be in place of the name."""
    code = compact(text)
    if not siren and (SIREN.fullmatch(code) or SIRET.fullmatch(code)):
        siren = code
    elif not (siren or insee) and INSEE.fullmatch(code):
        insee = code
    siren = compact(siren)
    siren = siren[:9] if SIRET.fullmatch(siren) else siren
    return {"authority": text, "siren": siren, "insee": compact(insee), "department": department}


def lead_of(row):
    texts = row.texts
    names = authority_of(texts["authority"], texts["siren"], texts["insee"], texts["department"])
    return names | {"clues": clues_of(row.record, texts["postal_address"])}


def place_of(text, geonames_id=""):
    """The texts that name a foreign authority, as the inventory reads them."""
    unsaid = dict.fromkeys(("level", "latitude", "longitude"), "")
    return {"partner": text, "geonames_id": geonames_id, **unsaid}


def partner_of(row):
    return place_of(row.texts["partner"], row.texts["geonames_id"])


class ApplicationSides:
    """Everything that the rows may mean, loaded at once; `choices` are a person's answers."""

    def __init__(self, rows, choices):
        self.choices = choices
        texts = [lead_of(row) for row in rows]
        texts += [authority_of(p) for row in rows for p in parts_of(row.texts["other_authorities"])]
        self.authorities = Authorities(texts, choices.values())
        others = [part for row in rows for part in parts_of(row.texts["other_partners"])]
        asides = [aside for part in others if (aside := ASIDE.match(part))]
        countries = {text for row in rows for text in country_texts(row)}
        self.countries = CountriesAbroad(countries | {aside["where"] for aside in asides}, choices)
        places = [partner_of(row) for row in rows]
        places += [place_of(row.texts["territory"]) for row in rows]
        places += [place_of(text) for text in (*others, *(aside["name"] for aside in asides))]
        self.partners = Partners(places)
        self.themes = Themes()

    def read(self, row):
        """Find what the row names; what it does not name stays None. Raises Unknown."""
        is_new, texts = row.application is None, row.texts
        if is_new or texts["authority"] or texts["siren"] or texts["insee"]:
            row.authority = self.authority(row, "authority", lead_of(row))
        row.many["other_authorities"] = [
            self.authority(row, "other_authorities", authority_of(part), part)
            for part in parts_of(texts["other_authorities"])
        ]
        countries = self.several(row, "country") if texts["country"] else []
        row.many["countries"] = self.several(row, "countries") if texts["countries"] else countries
        if is_new or texts["partner"] or texts["territory"] or texts["other_partners"]:
            row.country = self.country(row, countries or row.many["countries"])
        if is_new or texts["partner"]:
            row.partner = self.partner(row, "partner", partner_of(row), row.country)
        row.many["other_partners"] = [
            self.other_partner(row, part) for part in parts_of(texts["other_partners"])
        ]
        if texts["territory"]:
            territory = self.partner(row, "territory", place_of(texts["territory"]), row.country)
            row.territory = territory if territory is not row.partner else None
        row.many["themes"] = self.themes.read(row)

    def authority(self, row, column, texts, text=""):
        authority = self.meaning(row, column, text, self.authorities.find, texts)
        if self.authorities.former_name(texts, authority):
            row.note(column, f"est aujourd’hui « {authority.told_apart} »", text)
        return authority

    def partner(self, row, column, texts, country, text=""):
        partner = self.meaning(row, column, text, self.partners.find, texts, country)
        partner.rows.append(row)
        return partner

    def meaning(self, row, column, text, find, *texts):
        """The meaning of a cell, or of a part of its list. Raises Unknown, of this cell."""
        try:
            return meaning(row, self.choices, find, *texts)
        except Unknown as unknown:
            is_there = unknown.code in row.record.cells and not text
            code = unknown.code if is_there else column
            raise replace(unknown, code=code, text=text) from None

    def other_partner(self, row, part):
        """« Rufisque (Sénégal) » says its country; without it, that of the partner."""
        aside, country, name = ASIDE.match(part), row.country, part
        if aside:
            country, name = self.country_of(row, "other_partners", aside["where"]), aside["name"]
        return self.partner(row, "other_partners", place_of(name), country, part)

    def country_of(self, row, column, text):
        """The country of a text. Raises Unknown."""
        try:
            return self.countries.find(text)
        except Unknown as unknown:
            raise replace(unknown, code=column, text=text) from None

    def several(self, row, column):
        """The countries of a cell, each once. Raises Unknown."""
        texts, countries = [row.texts[column]], {}
        for between in (BETWEEN, LOOSELY):
            texts = [part for text in texts for part in self.split(text, between)]
        for text in texts:
            country = self.country_of(row, column, text)
            countries[country.pk] = country
        return list(countries.values())

    def split(self, text, between):
        """The parts of a text, or itself when it is the name of one country."""
        try:
            self.countries.find(text)
        except Unknown:
            return parts_of(text, between)
        return [text]

    def country(self, row, countries):
        """The country of the partner, among those of the row. Raises Unknown."""
        if len(countries) == 1:
            return countries[0]
        if not countries and row.application:
            return row.application.partner.country
        if not countries:
            raise Unknown("country", "n’est pas dit : donnez un nom ou un code ISO")
        answers = {country.pk: country for country in countries}
        question = Question(
            f"partner-country:{row.texts['reference']}",
            f"De quel pays est « {row.texts['partner']} » ?",
            [(pk, country.name) for pk, country in answers.items()],
        )
        reason = "nomme plusieurs pays : celui du partenaire n’est pas dit"
        column = "country" if row.texts["country"] else "countries"
        return chosen(row, self.choices, Unknown(column, reason, question, answers))


def country_texts(row):
    """All that a row may name as a country, whole and in parts."""
    for text in (row.texts["country"], row.texts["countries"]):
        yield text
        for part in parts_of(text):
            yield part
            yield from parts_of(part, LOOSELY)


class Themes:
    """The themes by name, by code and by « Eau > Assainissement »."""

    def __init__(self):
        self.by_name = defaultdict(list)
        by_path = {}
        for theme in Theme.objects.in_tree_order():
            above = by_path.get(theme.path.removesuffix(f"{theme.code}/"), "")
            by_path[theme.path] = f"{above} {plain(theme.name)}".strip()
            for name in {plain(theme.name), plain(theme.code), by_path[theme.path]}:
                self.by_name[name].append(theme)

    def read(self, row):
        """The themes of the cell, by names that only one theme has; else the cell is kept aside."""
        text, unknown = row.texts["themes"], []
        same_name = self.by_name.get(plain(text), []) if text else []
        if len(same_name) == 1 or not text:
            return same_name
        themes = {}
        for part in parts_of(text, re.compile(r"\s*[;\n,]\s*")):
            same = self.by_name.get(plain(part), [])
            themes |= {theme.pk: theme for theme in same if len(same) == 1}
            unknown += [part] if len(same) != 1 else []
        if unknown:
            names = ", ".join(f"« {part} »" for part in unknown)
            row.put_aside("themes", f"ne se reconnaît pas en entier ({names})")
        return list(themes.values())
