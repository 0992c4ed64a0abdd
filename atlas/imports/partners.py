"""Which foreign authority a row means: by GeoNames number, else by exact names in its country."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Q

from atlas.models import ForeignAuthority, Rapprochement
from correspondents.imports.labels import label_of
from correspondents.imports.network import CountryLabels, Names, normal_forms
from correspondents.imports.questions import Question, Unplaced

from .authorities import Unknown


@dataclass(eq=False)
class Partner:
    """The partner of rows: of the base, or to be created when `authority` is not saved."""

    authority: ForeignAuthority
    rows: list = field(default_factory=list)

    @property
    def is_new(self):
        return self.authority.pk is None


class Countries:
    """The countries that the rows name: by name, alias or code, as in the list of the network."""

    def __init__(self, texts, choices):
        read = {part for text in texts for part in label_of(text).texts}
        self.labels = CountryLabels(Names(normal_forms({*read, *texts, ""})), choices)

    def find(self, text):
        """The country of a text, which is abroad. Raises Unknown."""
        if not text:
            raise Unknown("country", "n’est pas dit : donnez un nom ou un code ISO")
        try:
            country = self.labels.read("country", text)
        except Unplaced as problem:
            raise Unknown("country", problem.reason.rstrip("."), problem.question) from None
        if country.is_french:
            raise Unknown("country", "est en France : un partenaire est à l’étranger")
        return country


class Partners:
    """The foreign authorities of the base that the rows may mean, and those that they create."""

    def __init__(self, said, choices):
        self.choices = choices
        self.forms = normal_forms({row["partner"] for row in said} | {""})
        names = set(self.forms.values())
        numbers = {int(row["geonames_id"]) for row in said if row["geonames_id"].isdecimal()}
        self.by_number, self.by_name = {}, defaultdict(list)
        rows = ForeignAuthority.objects.with_country().prefetch_related("names")
        led = led_to(numbers)
        rows = rows.standing().filter(
            Q(name_norm__in=names)
            | Q(names__name_norm__in=names)
            | Q(geonames_id__in=numbers)
            | Q(pk__in=led.values())
        )
        kept = {}
        for authority in rows.distinct():
            names = {authority.name_norm, *(other.name_norm for other in authority.names.all())}
            kept[authority.pk] = Partner(authority)
            self.learn(kept[authority.pk], names)
        self.by_number |= {number: kept[pk] for number, pk in led.items()}

    def learn(self, partner, names):
        authority = partner.authority
        if authority.geonames_id:
            self.by_number[authority.geonames_id] = partner
        for name in names:
            self.by_name[authority.country_id, name].append(partner)

    @property
    def new(self):
        """Those to create, each once, that an accepted row needs."""
        everybody = {id(p): p for partners in self.by_name.values() for p in partners}
        return [p for p in everybody.values() if p.is_new and any(r.is_accepted for r in p.rows)]

    def find(self, row, country):
        """The partner of a row, new when nobody bears its name there. Raises Unknown."""
        form = self.forms[row["partner"]]
        if not form:
            raise Unknown("partner", "n’est pas dit : donnez le nom de l’autorité locale étrangère")
        number = number_of(row)
        if number in self.by_number:
            return self.known(row, country, self.by_number[number])
        # Two places of a name with two numbers are two places.
        same = [
            partner
            for partner in self.by_name[country.pk, form]
            if not (number and partner.authority.geonames_id)
        ]
        if len(same) > 1:
            return self.chosen(row, country, form, same)
        if same:
            return same[0]
        partner = Partner(created(row, country, number))
        self.learn(partner, {form})
        return partner

    def known(self, row, country, partner):
        if partner.authority.country_id != country.pk:
            raise Unknown(
                "geonames_id", f"est le numéro de « {partner.authority} », d’un autre pays"
            )
        return partner

    def chosen(self, row, country, form, same):
        key = f"partner:{country.pk}|{form}"
        found = {str(partner.authority.pk): partner for partner in same}
        if partner := found.get(self.choices.get(key)):
            return partner
        choices = [(pk, f"{p.authority} (fiche n° {pk})") for pk, p in found.items()]
        text = f"Quelle autorité locale est « {row['partner']} » ?"
        raise Unknown(
            "partner", "est le nom de plusieurs autorités locales", Question(key, text, choices)
        )


def led_to(numbers):
    """{GeoNames number of an authority found to be another one: key of the one that is kept}."""
    united = Rapprochement.objects.united()
    found = dict(
        united.filter(merged__geonames_id__in=numbers).values_list("merged__geonames_id", "kept")
    )
    while gone := dict(united.filter(merged__in=found.values()).values_list("merged", "kept")):
        found = {number: gone.get(pk, pk) for number, pk in found.items()}
    return found


def number_of(row):
    """The GeoNames number, None when there is none. Raises Unknown."""
    text = row["geonames_id"]
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and 0 < int(text) < 2**31):
        raise Unknown("geonames_id", "n’est pas un identifiant GeoNames : c’est un nombre")
    return int(text)


def created(row, country, number):
    latitude, longitude = point_of(row)
    return ForeignAuthority(
        name=row["partner"],
        country=country,
        level=row["level"] or ForeignAuthority.Level.UNKNOWN,
        geonames_id=number,
        latitude=latitude,
        longitude=longitude,
    )


def point_of(row):
    """(latitude, longitude) in degrees, (None, None) when there is none. Raises Unknown."""
    texts = {name: row[name].replace(",", ".") for name in ("latitude", "longitude")}
    if not any(texts.values()):
        return None, None
    point = []
    for (name, text), most in zip(texts.items(), (90, 180), strict=True):
        try:
            degrees = float(text)
        except ValueError:
            degrees = None
        if degrees is None or not -most <= degrees <= most:
            raise Unknown(name, f"n’est pas un nombre de degrés entre -{most} et {most}")
        point.append(degrees)
    return tuple(point)
