"""The number of partnerships that each value of a filter would give, under the other filters."""

from dataclasses import dataclass
from html import escape

from django.utils.safestring import mark_safe

WORDED = {"nature", "etat", "annee"}  # the words of their values are those of the form


@dataclass(frozen=True)
class Value:
    """A value of a filter; `query` sets it, or takes it away when it is the one in force."""

    code: str
    label: str
    number: int
    is_chosen: bool
    query: str

    @property
    def linked(self):
        """Its link and its number: written here because a page has hundreds of them."""
        label = escape(self.label[:1].upper() + self.label[1:])
        return mark_safe(f'<a href="{escape(self.query)}">{label}</a> : {self.number}')


@dataclass(frozen=True)
class Facet:
    """A filter and its values, each with the number of rows that it would give."""

    label: str
    values: list[Value]

    @property
    def is_chosen(self):
        return any(value.is_chosen for value in self.values)


def facets(filterset, counts):
    """The facets of a valid set as a page shows them, those without a value left out."""
    return [
        Facet(filterset.filters[name].label, _values(filterset, name, numbers))
        for name, numbers in counts.items()
        if numbers
    ]


def _values(filterset, name, counts):
    """The values in order: years by date, the others by number, the one in force first."""
    chosen = str(filterset.form[name].value() or "").lower()  # an old number of zone is its code
    words = dict(filterset.filters[name].field.choices) if name in WORDED else {}
    without = _query_without(filterset.data, name)
    values = []
    for code, (label, number) in counts.items():
        is_chosen = code.lower() == chosen
        query = without if is_chosen else f"{without}{'&' * (without != '?')}{name}={code}"
        values.append(Value(code, words.get(code, label or code), number, is_chosen, query))
    if name == "annee":
        return sorted(values, key=lambda value: value.code)
    return sorted(values, key=lambda value: (not value.is_chosen, -value.number, value.label))


def _query_without(data, name):
    """The query string of the first page without this filter; codes need no quoting in it."""
    data = data.copy()
    for parameter in ("page", name):
        data.pop(parameter, None)
    return f"?{data.urlencode()}"
