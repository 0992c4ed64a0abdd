"""The bars of the twelve months, as whole numbers of an SVG: no script, no inline style."""

from dataclasses import dataclass

LEFT, TOP, HEIGHT, STEP, BAR = 40, 20, 160, 31, 21
NAMES = ["jan", "fév", "mars", "avr", "mai", "juin", "juil", "août", "sep", "oct", "nov", "déc"]


@dataclass(frozen=True)
class Bar:
    """One month: its rectangle, what is written above and below it; a month of nobody has none."""

    x: int
    y: int
    height: int
    text: str
    name: str
    year: str

    width = BAR

    @property
    def middle(self):
        return self.x + BAR // 2


@dataclass(frozen=True)
class ChartLine:
    """A line of the scale, and its label."""

    y: int
    text: str


def bar(place, month):
    """The bar of the month at its place; the year is below the first month and each January."""
    percent = month.percent
    height = HEIGHT * (percent or 0) // 100
    return Bar(
        x=LEFT + place * STEP + (STEP - BAR) // 2,
        y=TOP + HEIGHT - height,
        height=height,
        text="–" if percent is None else str(percent),
        name=NAMES[month.day.month - 1],
        year=str(month.day.year) if place == 0 or month.day.month == 1 else "",
    )


def chart(months):
    """The context of `components/_chart.html` for the months, oldest first."""
    return {
        "bars": [bar(place, month) for place, month in enumerate(months)],
        "lines": [
            ChartLine(TOP + HEIGHT - HEIGHT * part // 100, f"{part} %")
            for part in (0, 25, 50, 75, 100)
        ],
        "left": LEFT,
        "right": LEFT + STEP * len(months),
        "width": LEFT + STEP * len(months) + 4,
        "height": TOP + HEIGHT + 44,
        "names_y": TOP + HEIGHT + 18,
        "years_y": TOP + HEIGHT + 36,
    }
