"""The post of a row: by its name, its kind and its city; a missing one is proposed."""

from collections import defaultdict

from django.utils.text import slugify

from correspondents.imports.questions import Question, Unplaced
from correspondents.imports.vocabulary import plain
from correspondents.models import Post

from .labels import post_label_of
from .values import KINDS

NEW = "new:"


class PostLabels:
    """Finds posts in a Network (see there)."""

    def __init__(self, network, choices):
        self.network, self.posts, self.choices = network, network.posts, choices
        self.new_posts = {}
        self.by_name, self.by_city = defaultdict(set), defaultdict(set)
        towns = network.names.towns
        for pk, post in self.posts.items():
            for name in (post.name, post.slug):
                self.by_name[network.forms[name]].add(pk)
            for city in filter(None, (post.city_norm, post.city_en_norm)):
                self.by_city[post.country_id, city].add(pk)
            for town in towns.get(network.forms[post.city], ()):
                if town[0] == post.country_id:
                    self.by_city[post.country_id, town].add(pk)

    def find(self, texts, country):
        """The post that the row names, else the first one that serves the country.

        None when the row names neither. Raises Unplaced.
        """
        code = next((code for code in ("post", "city", "kind") if code in texts), None)
        if code is None:
            return self.first_post(texts, country) if country else None
        keys = self.keys_of(texts, country)
        if country:
            keys = self.serving(country, keys)
            if not keys and self.keys_of(texts, None):
                raise Unplaced(code, f"n’est pas un poste compétent pour « {country} ».")
        if len(keys) == 1:
            return self.posts[keys.pop()]
        return self.ask(code, texts, country, keys)

    def keys_of(self, texts, country):
        """The identifiers of the posts that all the columns name."""
        keys = None
        if "post" in texts:
            keys = self.by_name.get(self.network.forms[texts["post"]], set())
            if country:  # « Rome » is the short name of Italy's, and the Holy See's city
                keys = self.serving(country, keys)
            keys = keys or self.labelled(post_label_of(texts["post"]), country)
        if "city" in texts:
            near = self.in_city(post_label_of(texts["city"]).where, country)
            keys = near if keys is None else keys & near
        if "kind" in texts:
            kind = KINDS.get(plain(texts["kind"]))
            of_kind = {pk for pk, post in self.posts.items() if post.kind == kind}
            keys = of_kind if keys is None else keys & of_kind
        return set(keys)

    def labelled(self, label, country):
        """The posts of « Ambassade de France à Dakar », « AMBAFRANCE Dakar », « Dakar »."""
        keys = self.in_city(label.where, country) if label.where else set(self.posts)
        if not keys:
            countries = self.network.names.countries(label.where)
            everywhere = country in countries  # « Ambassade de France en Gambie »: Dakar's, too
            keys = {
                pk for pk, post in self.posts.items() if everywhere or post.country in countries
            }
        if label.kind:
            return {pk for pk in keys if self.posts[pk].kind == label.kind}
        return keys

    def in_city(self, where, country):
        """The posts in a city, by any of its names, in the country or in one that serves it."""
        form = self.network.forms[where]
        towns = self.network.names.towns.get(form, ())
        keys = set()
        for home in self.homes(country):
            keys |= self.by_city.get((home, form), set())
            for town in towns:
                keys |= self.by_city.get((home, town), set())
        return keys

    def homes(self, country):
        """The countries of the posts that may serve the country, itself included."""
        if country is None:
            return {post.country_id for post in self.posts.values()}
        covering = self.network.coverage[country.pk]
        return {country.pk, *(self.posts[pk].country_id for pk in covering)}

    def serving(self, country, keys):
        """The ones of these posts in the country, else the ones that cover it."""
        own = {pk for pk in keys if self.posts[pk].country_id == country.pk}
        return own or keys.intersection(self.network.coverage[country.pk])

    def first_post(self, texts, country):
        """The post of rank 1 for the country: its own, or the one that covers it."""
        covering = self.network.coverage[country.pk]
        if not covering:
            code = "country" if "country" in texts else "iso2"
            raise Unplaced(code, "n’a aucun poste compétent dans la base.")
        return self.posts[covering[0]]

    def ask(self, code, texts, country, keys):
        """The post that a person chose; else Unplaced with the choices: these posts, a new one."""
        label = post_label_of(texts.get("city") or texts.get("post") or "")
        city = as_written(label) if country else ""
        kind = post_label_of(texts.get("post", "")).kind
        if "kind" in texts:
            kind = KINDS.get(plain(texts["kind"]))
        kinds = [] if keys or not city else [kind] if kind else list(Post.Kind)
        near = keys or (self.near(country) if country else [])
        key = f"post:{country.pk if country else ''}:{self.network.forms[texts[code]]}"
        chosen = self.choices.get(key, "")
        if city and chosen.startswith(NEW) and chosen.removeprefix(NEW) in Post.Kind.values:
            return self.new_post(key, chosen.removeprefix(NEW), city, country)
        for pk in near:
            if self.posts[pk].slug == chosen:
                return self.posts[pk]
        choices = [(self.posts[pk].slug, self.posts[pk].name) for pk in near]
        choices += [(f"{NEW}{kind}", f"Créer : {name_of(kind, city)}") for kind in kinds]
        question = Question(key, f"Quel est le poste « {texts[code]} » ?", choices)
        raise Unplaced(code, self.why(keys, city, country), question if choices else None)

    def why(self, keys, city, country):
        if keys:
            return f"désigne plusieurs postes : {', '.join(self.posts[pk].name for pk in keys)}."
        if city:
            return f"ne correspond à aucun poste connu : un nouveau poste à {city} est proposé."
        competent = f" compétent pour « {country} »" if country else ""
        return f"ne correspond à aucun poste connu{competent}."

    def near(self, country):
        """The posts in the country, then the ones that cover it."""
        own = [pk for pk, post in self.posts.items() if post.country_id == country.pk]
        return list(dict.fromkeys([*own, *self.network.coverage[country.pk]]))

    def new_post(self, key, kind, city, country):
        """An unsaved post, the same for all the rows of the label, and its coverage."""
        if key not in self.new_posts:
            slugs = {post.slug for post in [*self.posts.values(), *self.new_posts.values()]}
            slug = slugify(city)
            if slug in slugs:
                slug = f"{slug}-{slugify(Post.Kind(kind).label)}"
            self.new_posts[key] = Post(
                slug=slug, kind=kind, name=name_of(kind, city), city=city, country=country
            )
        return self.new_posts[key]


def as_written(label):
    """The city of a PostLabel in the sheet's own letters: « Saint-Louis »."""
    words = label.whole.split()
    ends = (" ".join(words[place:]) for place in range(len(words)))
    return next((end for end in ends if plain(end) == label.where), "") if label.where else ""


def name_of(kind, city):
    return f"{Post.Kind(kind).label} de France à {city}"
