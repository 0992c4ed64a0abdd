"""Which country and which post a row means: by exact names only, never by likeness."""

from collections import defaultdict
from dataclasses import dataclass

from django.db import connection

from correspondents.models import Country, CountryAlias, Coverage, Post

from .columns import plain
from .values import KINDS

PLACE_CODES = ("country", "iso2", "post", "city", "kind")


def normal_forms(texts):
    """{text: its normal form by the database's own function}, in one query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT t, norm_fr(t) FROM unnest(%s::text[]) AS t", [list(texts)])
        return dict(cursor.fetchall())


@dataclass
class Place:
    """Where a row belongs. `country` is known more often than `post`.

    `scope` is the country's name when the post is in another. `problem` is a French sentence,
    or ""; `is_ambiguous` says that it is a choice between several.
    """

    country: Country | None = None
    post: Post | None = None
    scope: str = ""
    problem: str = ""
    is_ambiguous: bool = False


class Unplaced(Exception):
    """A cell names no country or post, or several; its text is a French sentence."""

    def __init__(self, cell, reason, is_ambiguous=False):
        super().__init__(f"{cell.address} : « {cell.text} » {reason}")
        self.is_ambiguous = is_ambiguous


class Network:
    """The countries, their names, the posts and their current coverage, loaded once."""

    def __init__(self, texts):
        """`texts`: all those that will be looked up, so that they are normalised at once."""
        self.posts = Post.objects.select_related("country__zone").in_bulk()
        names = {name for post in self.posts.values() for name in (post.name, post.slug)}
        self.forms = normal_forms({*texts, *names})
        self._index_posts()
        self._index_countries()
        self.coverage = defaultdict(list)
        for coverage in Coverage.objects.current().order_by("rank", "id"):
            self.coverage[coverage.country_id].append(coverage.post_id)

    def _index_posts(self):
        """The identifiers of the posts by what each column may say of them."""
        self.named = {"post": defaultdict(set), "city": defaultdict(set), "kind": defaultdict(set)}
        for pk, post in self.posts.items():
            self.named["post"][self.forms[post.name]].add(pk)
            self.named["post"][self.forms[post.slug]].add(pk)
            self.named["city"][post.city_norm].add(pk)
            self.named["city"][post.city_en_norm].add(pk)
            self.named["kind"][post.kind].add(pk)
        self.named["city"].pop("", None)

    def _index_countries(self):
        self.by_code, self.by_name, self.by_alias = {}, {}, defaultdict(list)
        for country in Country.objects.select_related("zone"):
            self.by_code |= {country.iso2: country, country.iso3: country}
            self.by_name[country.name_norm] = country
        for alias in CountryAlias.objects.all():
            self.by_alias[alias.name_norm].append(self.by_code[alias.country_id])

    def locate(self, cells):
        """The place of a row, given its cells by column code."""
        place = Place()
        try:
            place.country = self.country_of(cells)
            place.post = self.post_of(cells, place.country)
        except Unplaced as problem:
            place.problem, place.is_ambiguous = str(problem), problem.is_ambiguous
        else:
            self._set_scope(place)
        return place

    def _set_scope(self, place):
        if place.post is None:
            place.problem = "La ligne n’indique ni pays ni poste."
        elif place.country is None:
            place.country = place.post.country
        elif place.country != place.post.country:
            place.scope = place.country.name

    def country_of(self, cells):
        """The country that the row names, None when it names none."""
        named = self.country_named(cells["country"]) if "country" in cells else None
        if "iso2" not in cells:
            return named
        cell = cells["iso2"]
        coded = self.by_code.get(cell.text.upper())
        if coded is None:
            raise Unplaced(cell, "n’est le code ISO d’aucun pays ou territoire.")
        if named and coded != named:
            raise Unplaced(cell, f"n’est pas le code de « {named} », nommé sur la même ligne.")
        return coded

    def country_named(self, cell):
        form = self.forms[cell.text]
        own = self.by_name.get(form) or self.by_code.get(cell.text)
        found = [own] if own else self.by_alias.get(form, [])
        if not found:
            raise Unplaced(cell, "n’est le nom d’aucun pays ou territoire connu.")
        if len(found) > 1:
            raise Unplaced(cell, f"désigne plusieurs pays : {_listed(found)}.", is_ambiguous=True)
        return found[0]

    def post_of(self, cells, country):
        """The post that the row names, else the first one that serves the country."""
        naming = [code for code in self.named if code in cells]
        if not naming:
            return self.first_post(cells, country) if country else None
        found = set(self.posts)
        for code in naming:
            found &= self.posts_named(code, cells[code])
            if not found:
                raise Unplaced(cells[code], "ne correspond à aucun poste connu.")
        if country:
            found = self._serving(country, found)
        if not found:
            raise Unplaced(cells[naming[0]], f"n’est pas un poste compétent pour « {country} ».")
        posts = [self.posts[pk] for pk in sorted(found)]
        if len(posts) > 1:
            raise Unplaced(
                cells[naming[0]], f"désigne plusieurs postes : {_listed(posts)}.", is_ambiguous=True
            )
        return posts[0]

    def posts_named(self, code, cell):
        form = KINDS.get(plain(cell.text)) if code == "kind" else self.forms[cell.text]
        return self.named[code].get(form, set())

    def _serving(self, country, found):
        """Of the posts found, those in the country, else those that cover it."""
        own = {pk for pk in found if self.posts[pk].country_id == country.pk}
        return own or found.intersection(self.coverage[country.pk])

    def first_post(self, cells, country):
        """The post of rank 1 for the country: its own, or the one that covers it."""
        covering = self.coverage[country.pk]
        if not covering:
            cell = cells.get("country") or cells["iso2"]
            raise Unplaced(cell, "n’a aucun poste compétent dans la base.")
        return self.posts[covering[0]]


def _listed(things):
    return ", ".join(str(thing) for thing in things)
