"""The public inventory: the list on screen, and the same rows as a file."""

from operator import attrgetter

from django.conf import settings
from django_filters.views import FilterView

from correspondents.postmap import frame
from correspondents.spreadsheets.files import FORMATS, SpreadsheetMixin
from correspondents.spreadsheets.write import Column, Table

from .facets import facets
from .filters import PartnershipFilter
from .geojson import GEOJSON
from .models import Partnership
from .partnermap import busiest_dots

ROWS_AT_ONCE = 500
EXPORT_FORMATS = {**FORMATS, GEOJSON.extension: GEOJSON}


def names(authorities):
    return " ; ".join(str(authority) for authority in authorities.all())


COLUMNS = [
    Column("id", "Numéro", "Numéro de la fiche dans l’Atlas", attrgetter("pk"), width=9),
    Column(
        "authority", "Collectivité française", "La chef de file", attrgetter("lead.name"), width=34
    ),
    Column("siren", "SIREN", "Celui de la chef de file", lambda row: row.lead.siren or ""),
    Column("insee", "Code INSEE", "Celui de la chef de file", attrgetter("lead.insee"), width=9),
    Column(
        "department", "Département", "Celui de la chef de file", lambda r: parent(r, "department")
    ),
    Column("region", "Région", "Celle de la chef de file", lambda row: parent(row, "region")),
    Column(
        "other_authorities",
        "Autres collectivités françaises",
        "Celles qui participent, séparées par des points-virgules",
        lambda row: names(row.other_authorities),
        width=34,
    ),
    Column(
        "partner", "Partenaire", "Autorité locale étrangère", attrgetter("partner.name"), width=30
    ),
    Column(
        "other_partners",
        "Autres partenaires",
        "Ceux qui participent, séparés par des points-virgules",
        lambda row: names(row.other_partners),
        width=30,
    ),
    Column(
        "country",
        "Pays ou territoire",
        "Pays ou territoire du partenaire, et son code ISO 3166",
        attrgetter("partner.country.name"),
        code=attrgetter("partner.country_id"),
        width=26,
    ),
    Column("iso2", "Code ISO", "Code ISO 3166 à deux lettres", attrgetter("partner.country_id")),
    Column(
        "zone",
        "Zone",
        "Zone géographique de la délégation",
        attrgetter("partner.country.zone.name"),
    ),
    Column(
        "geonames_id",
        "Identifiant GeoNames",
        "Celui du partenaire, s’il est connu",
        lambda row: row.partner.geonames_id or "",
    ),
    Column(
        "kind", "Nature", "Nature du partenariat", attrgetter("kind_in_words"), attrgetter("kind")
    ),
    Column(
        "status",
        "État",
        "État public ; « à confirmer » quand personne ne l’a dit",
        attrgetter("status_in_words"),
        attrgetter("public_status"),
    ),
    Column(
        "first_signed_year",
        "Année de première signature",
        "Une année, quand elle est connue",
        attrgetter("first_signed_year"),
        width=12,
    ),
    Column("started", "Début", "Année, mois ou jour : 2019, 2019-05", attrgetter("started")),
    Column("ended", "Fin", "Année, mois ou jour ; vide sans terme", attrgetter("ended")),
    Column(
        "themes",
        "Thématiques",
        "Séparées par des points-virgules",
        lambda row: names(row.themes),
        width=34,
    ),
    Column(
        "confirmed_on", "Confirmé le", "Par le poste ou la délégation", attrgetter("confirmed_on")
    ),
    Column("source", "Source", "D’où vient la fiche", attrgetter("source"), width=24),
    Column(
        "page",
        "Page",
        "Adresse de la page du partenariat",
        lambda row: f"{settings.SITE_URL}{row.get_absolute_url()}",
        width=50,
    ),
]


def parent(partnership, name):
    authority = getattr(partnership.lead, name)
    return authority.name if authority else ""


class PartnershipList(FilterView):
    """Every published partnership, whose rows the export repeats."""

    filterset_class = PartnershipFilter
    template_name = "atlas/partnership_list.html"
    paginate_by = 25

    def get_queryset(self):
        return Partnership.objects.published().with_sides().in_reading_order()

    def get_filterset_kwargs(self, filterset_class):
        # Bound even without any filter: what each would give is counted then too.
        return {**super().get_filterset_kwargs(filterset_class), "data": self.request.GET}

    def get_context_data(self, **context):
        context = super().get_context_data(**context)
        context["formats"] = EXPORT_FORMATS.values()
        context["map"] = frame("Carte des partenaires : chaque point est un lien")
        context["dots"] = busiest_dots(self.object_list)
        filterset = context["filter"]
        context["facets"] = facets(filterset) if filterset.is_valid() else []
        return context


class PartnershipExport(SpreadsheetMixin, PartnershipList):
    """The list on screen as a file: same filters, same rights, same order, every page."""

    formats = EXPORT_FORMATS

    def get_table(self, filterset):
        return Table(
            title="Partenariats",
            columns=COLUMNS,
            rows=filterset.qs.iterator(chunk_size=ROWS_AT_ONCE),
            filters=[(f"Filtre : {label}", text) for label, text in filterset.described()],
            notice=[
                ("Source", f"{settings.MINISTRY_NAME}, {settings.DELEGATION_NAME}"),
                ("Conditions", "Licence Ouverte 2.0 : citer la source et la date."),
                ("Lieux", "GeoNames (CC BY 4.0) ; collectivités : INSEE (Licence Ouverte 2.0)."),
            ],
        )
