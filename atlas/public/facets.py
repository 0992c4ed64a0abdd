"""The number of partnerships that each value of a filter would give, under the other filters."""

from dataclasses import dataclass

WORDED = {"nature", "etat", "annee", "confirme"}  # the words of their values are the form's
DATED = {"annee", "confirme"}
LONG = {"pays", "departement"}  # their first values are shown
SHOWN = 10


@dataclass(frozen=True)
class Value:
    """A value of a filter; `query` sets it, or takes it away when it is the one in force."""

    code: str
    label: str
    number: int
    is_chosen: bool
    query: str


@dataclass(frozen=True)
class Facet:
    """A filter and its values, each with the number of rows that it would give."""

    name: str
    label: str
    values: list[Value]

    @property
    def shown(self):
        return self.values[:SHOWN] if self.name in LONG else self.values

    @property
    def bars(self):
        """[(value, width of its bar in hundredths of the longest)] of the values shown."""
        longest = max(value.number for value in self.shown)
        return [(value, f"{100 * value.number / longest:.1f}") for value in self.shown]

    @property
    def rest(self):
        """The number of values that are not shown."""
        return len(self.values) - len(self.shown)

    @property
    def is_chosen(self):
        return any(value.is_chosen for value in self.values)


def facets(filterset, counts):
    """The facets of a valid set as a page shows them, those without a value left out."""
    return [
        Facet(name, filterset.filters[name].label, _values(filterset, name, numbers))
        for name, numbers in counts.items()
        if numbers
    ]


def number_choices(filterset, counts):
    """Write in the choices of a valid set how many rows each gives, those of none left out.

    The themes below the first level, which are not counted, stay as they are.
    """
    for name, numbers in counts.items():
        field = filterset.form.fields[name]
        chosen = str(filterset.form[name].value() or "")
        field.widget.choices = [
            (code, f"{label} ({numbers[code][1]})" if code in numbers else label)
            for code, label in field.choices
            if not code or code in numbers or code == chosen or name == "theme"
        ]


def _values(filterset, name, counts):
    """The values in order: years by date, the others by number, the one in force first."""
    chosen = str(filterset.form[name].value() or "").lower()  # an old number of zone is its code
    words = dict(filterset.filters[name].field.choices) if name in WORDED else {}
    without = filterset.query_without(name)  # codes need no quoting in it
    values = []
    for code, (label, number) in counts.items():
        is_chosen = code.lower() == chosen
        query = without if is_chosen else f"{without}{'&' * (without != '?')}{name}={code}"
        values.append(Value(code, words.get(code, label or code), number, is_chosen, query))
    if name in DATED:
        return sorted(values, key=lambda value: value.code)
    return sorted(values, key=lambda value: (not value.is_chosen, -value.number, value.label))
