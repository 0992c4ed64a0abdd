"""The two sides of a partnership, as somebody types them: found, offered, or new."""

import re
from dataclasses import dataclass, field

from django import forms
from django.db import transaction
from django.forms.utils import ErrorDict
from django.http import Http404, QueryDict
from django.utils.functional import cached_property
from dsfr.forms import DsfrBaseForm

from atlas.coordination.neighbours import warning
from atlas.finder.suggestions import authorities_like, places_like
from atlas.imports.authorities import Authorities, Unknown
from atlas.models import Contribution, ForeignAuthority, LocalAuthority, Partnership
from atlas.models.inventory import PartnershipQuerySet
from atlas.review.partnership import PartnershipReview
from correspondents.contact.forms import OneLine
from correspondents.directory.filters import CountryField
from correspondents.models import Country, Place

OFFERED = 5
INSEE = re.compile(r"\d[\dAB]\d{3}")
NONE, NEW = "", "nouveau"
TYPED = ("collectivite", "pays", "partenaire")
SEARCH, SIDES = "chercher", "cotes"  # posted with a record: another search, the sides of the page
RECORD = "saisie"  # the id of the form of the record


class SidesForm(DsfrBaseForm):
    """Two names and a country; the links of its answers fill it again with their meaning."""

    collectivite = OneLine(
        label="Collectivité française",
        help_text="Nom, SIREN ou code INSEE. Exemples : Rennes ; Sainte-Colombe (Doubs)",
        max_length=200,
        error_messages={"required": "Écrivez le nom de la collectivité française."},
    )
    pays = CountryField(
        Country.objects.none(),
        label="Pays ou territoire du partenaire",
        empty_label="Choisissez",
        error_messages={
            "required": "Choisissez le pays ou territoire du partenaire.",
            "invalid_choice": "Choisissez un des pays ou territoires de la liste.",
        },
    )
    partenaire = OneLine(
        label="Autorité locale partenaire",
        help_text="Nom de la commune, de la province, de la région…",
        max_length=200,
        error_messages={"required": "Écrivez le nom de l’autorité locale partenaire."},
    )
    autorite = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
    lieu = forms.IntegerField(
        required=False, min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput
    )
    absente = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, partnerships, countries, **kwargs):
        """`partnerships` are those that may be shown to the visitor."""
        super().__init__(*args, **kwargs)
        self.partnerships = partnerships
        self.fields["pays"].queryset = countries

    def clean(self):
        cleaned = super().clean()
        for name in ("collectivite", "partenaire"):
            if cleaned.get(name) and not any(letter.isalnum() for letter in cleaned[name]):
                self.add_error(name, "Écrivez un nom, avec des lettres.")
        return cleaned

    @property
    def sides(self):
        """The sides that the valid form names."""
        data = self.cleaned_data
        sides = Sides(data["pays"], data["collectivite"], data["partenaire"], self.partnerships)
        sides.find_lead(is_absent=data["absente"])
        sides.find_partner(chosen=data["autorite"], place=data["lieu"])
        return sides


@dataclass
class Sides:
    """Both sides of a partnership; without a lead or a partner, likely ones are offered.

    `leads` are French authorities; `partners`, foreign ones; `places`, towns of GeoNames.
    """

    country: Country
    lead_name: str
    partner_name: str
    partnerships: PartnershipQuerySet
    lead: LocalAuthority | None = None
    partner: ForeignAuthority | None = None
    leads: list = field(default_factory=list)
    partners: list = field(default_factory=list)
    places: list = field(default_factory=list)
    place: Place | None = None
    why: str = ""
    is_absent: bool = False
    is_new: bool = False

    @property
    def are_settled(self):
        """Whether a record may be written: each side is in the base, or new."""
        return bool((self.lead or self.is_absent) and (self.partner or self.is_new))

    def find_lead(self, *, is_absent=False):
        """Find the French side by its code, else by its exact name; never guess between two."""
        text, self.is_absent = self.lead_name, is_absent
        if is_absent:
            return
        if coded := LocalAuthority.objects.with_parents().coded(text.replace(" ", "")).first():
            self.lead = coded.current
            return
        code = text.replace(" ", "").upper()
        code_parts = {"siren": "", "insee": code if INSEE.fullmatch(code) else "", "department": ""}
        code_parts["authority"] = "" if code_parts["insee"] else text
        try:
            authorities = Authorities([code_parts])
            self.lead = authorities.find(code_parts)
        except Unknown as problem:
            self.why = f"« {text} » {problem.reason.split(' : ')[0]}"
            choices = dict(problem.question.choices) if problem.question else {}
            rows = LocalAuthority.objects.with_parents().filter(local_code__in=choices)
            self.leads = list(rows.biggest_first()[:12])
            for lead in self.leads:
                lead.has_other_name = authorities.former_name(code_parts, lead)

    def find_partner(self, *, chosen=NONE, place=None):
        """Find the foreign side by its exact name in the country; else offer similar names."""
        standing = ForeignAuthority.objects.standing().filter(country=self.country)
        if chosen.isascii() and chosen.isdecimal():
            self.partner = standing.filter(pk=int(chosen) if len(chosen) < 10 else 0).first()
        elif place:
            self.partner = self._at(standing, place)
        elif chosen != NEW:
            same = list(standing.called(self.partner_name, self.country)[: OFFERED + 1])
            self.partner = same[0] if len(same) == 1 else None
            self.partners = same if len(same) > 1 else []
        if self.partner is None:
            self._offer(standing, is_new=chosen == NEW)

    def _at(self, standing, geonames_id):
        """The authority of a town, not saved yet when it is new."""
        if authority := standing.filter(geonames_id=geonames_id).first():
            return authority
        self.place = Place.objects.filter(pk=geonames_id, country=self.country).first()
        return self.place and ForeignAuthority.at(self.place)

    def _offer(self, standing, *, is_new):
        alike = authorities_like(standing, self.partner_name)
        self.partners = self.partners or list(alike[:OFFERED])
        places = places_like(self.country, self.partner_name)
        self.places = [place for place in places if not place.known][:OFFERED]
        self.is_new = is_new or not (self.partners or self.places)

    @property
    def offers(self):
        """How many likely partners are offered."""
        return len(self.partners) + len(self.places)

    @property
    def none_of_them(self):
        """How one refuses the likely partners."""
        return {1: "Une autre", 2: "Aucun des deux"}.get(self.offers, "Aucun de ceux-ci")

    @property
    def partner_label(self):
        return str(self.partner or self.partner_name)

    @cached_property
    def existing(self):
        """All partnerships of these two, to correct rather than to add again."""
        if not (self.lead and self.partner and self.partner.pk):
            return self.partnerships.none()
        both = self.partnerships.of_authority(self.lead).at([self.partner])
        return both.with_sides().in_reading_order()

    @cached_property
    def warning(self):
        """« 2 autres collectivités françaises travaillent à Saint-Louis », or ""."""
        if not (self.partner and self.partner.pk):
            return ""
        return warning(self.partner, self.lead, self.partnerships)

    def as_fields(self):
        """The fields of a contribution about them."""
        partner = self.partner if self.partner and self.partner.pk else None
        return {
            "is_new": True,
            "lead": self.lead,
            "lead_name": "" if self.lead else self.lead_name,
            "country": self.country,
            "partner": partner,
            "geonames_id": self.place and self.place.pk,
            "partner_name": "" if partner else self.partner_label,
        }

    @transaction.atomic
    def begin(self, values, *, source, by):
        """Create the partnership with these values, {field: text}; raises ValidationError."""
        lead, partner = Contribution(**self.as_fields()).sides()
        kind = values.get("kind", "")
        begun = Partnership.objects.begin(lead, partner, source=source, kind=kind)
        PartnershipReview(begun).accept_changes(values, by=by)
        return begun


class TwoSides:
    """Mixed into a view whose address holds both sides, and whose form is the record's.

    Once the record is on the page, another search is posted with it: what was typed there stays,
    and the page carries its sides itself, as SIDES. `partnerships` and `countries` are those that
    may be shown to the visitor.
    """

    countries = Country.objects.filter(is_french=False)

    @cached_property
    def query(self):
        """The QueryDict of the sides: a choice, the names that were typed, else the address's."""
        posted = self.request.POST
        if choice := posted.get(SEARCH) or (posted.get(SIDES) if SEARCH not in posted else ""):
            return QueryDict(choice.removeprefix("?"))
        if SEARCH not in posted:
            return self.request.GET
        names = QueryDict(mutable=True)
        names.update({name: posted.get(name, "") for name in TYPED})
        return names

    @cached_property
    def sides_form(self):
        """The first form: the query may fill its names; it is bound once it holds both."""
        data = self.query if {"collectivite", "partenaire"} <= self.query.keys() else None
        rows = {"partnerships": self.partnerships, "countries": self.countries}
        return SidesForm(data, **rows, initial=self.query.dict())

    @cached_property
    def sides(self):
        if not self.sides_form.is_valid():
            return None
        sides = self.sides_form.sides
        if sides.lead:  # which a link may have named by its code
            self.sides_form.data = self.sides_form.data.copy()
            self.sides_form.data["collectivite"] = sides.lead.name_and_place
        return sides

    @property
    def are_settled(self):
        return bool(self.sides and self.sides.are_settled)

    def matter(self, fields):
        """[(label, text)] of the sides of a page that sent these fields, {name: text}."""
        if SIDES in fields:
            self.query = QueryDict(fields[SIDES].removeprefix("?"))
        if not self.sides:
            return []
        lead = self.sides.lead.told_apart if self.sides.lead else self.sides.lead_name
        partner = f"{self.sides.partner_label}, {self.sides.country}"
        return [("Collectivité française", lead), ("Partenaire", partner)]

    def post(self, request, *args, **kwargs):
        if SEARCH in request.POST or (SIDES in request.POST and not self.are_settled):
            form = self.get_form()
            form._errors = ErrorDict()  # it is under way: nobody checks it yet
            return self.render_to_response(self.get_context_data(form=form))
        if not self.are_settled:
            raise Http404  # the second form stands on no page without both sides
        return super().post(request, *args, **kwargs)

    def get_context_data(self, **context):
        is_under_way = self.are_settled or self.request.method == "POST"
        if is_under_way:
            for name in TYPED:
                self.sides_form.fields[name].widget.attrs["form"] = RECORD
        return super().get_context_data(
            **context,
            sides_form=self.sides_form,
            sides=self.sides,
            query=self.query,
            is_under_way=is_under_way,
        )
