"""What a row says of its French authority beside its name: homonyms are told apart by it."""

import re
from dataclasses import dataclass
from math import cos, hypot, log, radians

from correspondents.imports.vocabulary import plain

HEADINGS = {
    "postal_code": {"code postal", "cp", "postal code", "zip", "zip code", "code postal commune"},
    "department": {"dept", "n departement", "code departement", "departement de la commune"},
    "population": {"population", "pop", "habitants", "nombre d habitants", "population commune"},
    "latitude": {"latitude de la commune", "latitude commune", "french latitude", "lat fr"},
    "longitude": {"longitude de la commune", "longitude commune", "french longitude", "lon fr"},
    "point": {"point", "coord", "coordonnees", "coordonnees gps", "coordinates", "geopoint"},
}
POSTAL = re.compile(r"(?<!\d)(\d{2}) ?(\d)\d{2}(?!\d)")
# « Point(5.72 45.18) » has its longitude first, « 45.18, 5.72 » its latitude.
NUMBER = r"-?\d{1,3}(?:\.\d+)?"
WELL_KNOWN = re.compile(
    rf"point ?\((?P<longitude>{NUMBER}) (?P<latitude>{NUMBER})\)", re.IGNORECASE
)
PAIR = re.compile(rf"(?P<latitude>{NUMBER})\s*[,;]\s*(?P<longitude>{NUMBER})")
DEGREE = 111  # kilometres in a degree of latitude
# The most that the only candidate meant is away from a clue; the others are three times as far at
# least, and farther than three times the doubt.
KILOMETRES, DOUBT = 8, 2
LIKENESS, LIKENESS_DOUBT = log(1.3), log(1.2)  # of populations


@dataclass(frozen=True)
class Clues:
    """`department` is its INSEE code, `point` a (latitude, longitude) in degrees; or nothing."""

    department: str = ""
    point: tuple[float, float] | None = None
    population: int = 0

    def choose(self, candidates):
        """Those of the candidates that the clues allow; all when they say nothing of them."""
        for clue in (self.of_the_department, self.near, self.as_populous):
            candidates = clue(candidates) or candidates
        return candidates

    def of_the_department(self, candidates):
        return [
            each for each in candidates if self.department and number_of(each) == self.department
        ]

    def near(self, candidates):
        """The only one near the point, when the others are far from it."""
        if not self.point or any(each.latitude is None for each in candidates):
            return []
        gaps = [(kilometres(self.point, each), each) for each in candidates]
        return closest(gaps, KILOMETRES, DOUBT)

    def as_populous(self, candidates):
        """The only one of about this population, when the others have another."""
        if not self.population or not all(each.population for each in candidates):
            return []
        gaps = [(abs(log(each.population / self.population)), each) for each in candidates]
        return closest(gaps, LIKENESS, LIKENESS_DOUBT)


def closest(gaps, most, doubt):
    """[the authority of the smallest gap], [] when another one may be meant."""
    (gap, authority), *others = sorted(gaps, key=lambda pair: pair[0])
    is_alone = all(other > 3 * max(gap, doubt) for other, _ in others)
    return [authority] if gap <= most and is_alone else []


def number_of(authority):
    return authority.department.insee if authority.department else authority.insee[:2]


def kilometres(point, authority):
    latitude, longitude = point
    east = (longitude - authority.longitude) * cos(radians(latitude))
    return DEGREE * hypot(latitude - authority.latitude, east)


def clues_of(record, address=""):
    """The Clues of the cells of a record that no column takes, and of a postal address."""
    texts = {plain(heading): cell.text for heading, cell in record.others.items()}
    context = {
        name: next((texts[h] for h in headings if h in texts), "")
        for name, headings in HEADINGS.items()
    }
    department = context["department"].upper()
    return Clues(
        department_of(context["postal_code"] or address) or (department and department.zfill(2)),
        point_of(context["point"] or f"{context['latitude']} ; {context['longitude']}"),
        population_of(context["population"]),
    )


def department_of(text):
    """The INSEE code of the département of the last postal code of a text, "" without one."""
    codes = POSTAL.findall(text)
    if not codes:
        return ""
    first, third = codes[-1]
    if first in ("97", "98"):
        return first + third
    if first == "20":
        return "2A" if third in "01" else "2B"
    return first


def point_of(text):
    match = WELL_KNOWN.fullmatch(text.strip()) or PAIR.fullmatch(text.strip())
    return (float(match["latitude"]), float(match["longitude"])) if match else None


def population_of(text):
    digits = re.sub(r"[\s\u00a0\u202f]", "", text)
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 9 else 0
