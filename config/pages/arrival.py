"""The page where a search leads tells the name that was sought, and its bearers (ADR 30)."""

from dataclasses import dataclass

from correspondents.finder.gazetteer import phrases
from correspondents.finder.results import Hit, one_per_address

from .answer_groups import SOUGHT, distinct
from .search import named_exactly


@dataclass(frozen=True)
class Sought:
    """A name of a page, as the base spells it, and the other answers of that name.

    `name` is empty when it is the title of the page.
    """

    name: str
    detail: str
    others: list[Hit]


class SearchArrival:
    """Mixed into the page of something that the finder answers, before any other mixin.

    `?cherche=` holds the text of the search. Nothing of it is shown: only names of the base, and
    only when the finder gives this very page for it.
    """

    uncached = frozenset({SOUGHT})

    def name_among(self, runs):
        """A name of the page that is one of these phrases and not its title, else ""."""
        return first_name(self.object.names, runs)

    def get_context_data(self, **context):
        is_sought = SOUGHT in self.request.GET
        sought = self.sought(self.request.GET[SOUGHT]) if is_sought else None
        context |= {"is_sought": is_sought, "sought": sought or self.unsought()}
        return super().get_context_data(**context)

    @property
    def own_country_url(self):
        """The page of the country where it is: the same thing under the same name, for a post."""
        country = getattr(self.object, "country", None)
        return country.get_absolute_url() if country else ""

    def unsought(self):
        """What is told without a search, or of one that does not lead here."""
        return None

    def sought(self, text):
        """The name that was sought; None when the finder does not give this page for it, or when
        there is nothing to tell."""
        result = named_exactly(text)
        sure = [result.sure] if result.sure else []
        hits = one_per_address([*sure, *result.hits])
        address = self.object.get_absolute_url()
        here = next((hit for hit in hits if hit.url == address), None)
        own = {address, self.own_country_url}
        others = [hit for hit in distinct(hits) if hit.url not in own]
        if here is None:
            return None
        if here.kind == "place":
            return Sought(here.name, here.detail, others)
        name = self.name_among(phrases(result.normalised))
        return Sought(name, "", others) if name or others else None

    def render_to_response(self, context, **options):
        response = super().render_to_response(context, **options)
        if context["is_sought"]:
            response.headers["Cache-Control"] = "no-store"
        return response


def first_name(names, runs):
    """The first of these names that is one of the phrases, as the base spells it, else ""."""
    return names.filter(name_norm__in=runs).values_list("name", flat=True).first() or ""
