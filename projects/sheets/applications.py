"""The sheet of the dossiers: sides, places, costs, rules, opinions."""

from functools import cached_property
from operator import attrgetter

from django.conf import settings
from django.db.models import OuterRef, Prefetch, Subquery
from django.urls import reverse

from correspondents.spreadsheets.write import Column, choice, joined, several
from projects.applications.costs import Costs, share
from projects.applications.rules import flags
from projects.models import ApplicationVersion, BudgetLine, Opinion, OpinionRequest

from .words import amount, call_column, countries_column

Funder = BudgetLine.Funder


def for_sheet(applications):
    """The dossiers with all that the columns read, in as many queries whatever the rows."""
    requests = OpinionRequest.objects.filter(revoked_at__isnull=True)
    versions = ApplicationVersion.objects.filter(application=OuterRef("pk")).order_by("-number")
    return (
        applications.whole()
        .select_related("lead__department", "lead__region")
        .prefetch_related(
            "countries__zone",
            Prefetch(
                "opinion_requests",
                requests.select_related("post", "batch", "opinion", "opinion__request__batch"),
            ),
            Prefetch("opinions", Opinion.objects.validated().filter(request__isnull=True)),
        )
        .annotate(version=Subquery(versions.values("number")[:1]))
    )


class Dossier:
    """A dossier of `for_sheet()` with its costs and its flags, each computed once."""

    def __init__(self, application):
        self.application = application

    @cached_property
    def costs(self):
        return Costs.of(self.application)

    @cached_property
    def flags(self):
        return flags(self.application)

    def flagged(self, is_met):
        return [flag for flag in self.flags if flag.is_met is is_met]

    @cached_property
    def requests(self):
        return list(self.application.opinion_requests.all())

    @property
    def opinion_count(self):
        return sum(bool(request.valid_opinion) for request in self.requests)

    @property
    def page(self):
        address = reverse("admin:projects_application_appraisal", args=[self.application.pk])
        return f"{settings.SITE_URL}{address}"


def _field(name, label, description, path="", width=18, code=None):
    """A column that reads an attribute of the dossier itself."""
    return Column(name, label, description, attrgetter(f"application.{path or name}"), code, width)


def _several(name, label, description, width=30, path="", of=""):
    """A column that reads all the rows of a relation: their texts, or an attribute of each."""
    value = several(f"application.{path or name}", of, ", ")
    return Column(name, label, description, value, width=width)


def _brought(name, label, *funders, in_kind=None):
    """A column that sums budget lines, in the currency of the dossier."""
    return Column(
        name,
        label,
        "Somme des lignes du budget, dans la monnaie du dossier ; vide : un taux manque",
        lambda row: amount(row.costs.sum(*funders, in_kind=in_kind)),
    )


def _share(name, label, description, part, whole):
    return Column(
        name,
        label,
        f"{description}, en pourcentage",
        lambda row: amount(share(part(row), whole(row))),
        width=12,
    )


def _flags(name, label, description, is_met):
    return Column(name, label, description, lambda row: len(row.flagged(is_met)), width=10)


_total, _authorities = attrgetter("costs.total"), attrgetter("costs.authorities")

COLUMNS = [
    call_column("application.call"),
    _field("reference", "Numéro", "Numéro de la plateforme où le dossier est déposé"),
    _field("title", "Intitulé", "Intitulé du projet", width=50),
    _field("filed_on", "Déposé le", "Jour du dépôt, à Paris", width=13),
    _field("withdrawn_on", "Retiré le", "Jour du retrait ; vide : il ne l’est pas", width=13),
    _field("lead", "Chef de file", "Collectivité française chef de file", "lead.name", 30),
    _field("lead_code", "Code du chef de file", "SIREN, sinon code de l’annuaire", "lead.code"),
    choice(
        "lead_type",
        "Nature du chef de file",
        "Région, département, commune…",
        "application.lead.type",
    ),
    _field("lead_place", "Département ou région", "Où est le chef de file", "lead.where"),
    _several("other_authorities", "Autres collectivités", "Les autres collectivités françaises"),
    _field("partner", "Partenaire", "Autorité locale étrangère chef de file", "partner.name", 26),
    _field(
        "partner_country",
        "Pays du partenaire",
        "Pays ou territoire de cette autorité",
        "partner.country.name",
        code=attrgetter("application.partner.country_id"),
    ),
    _several("other_partners", "Autres partenaires locaux", "Les autres autorités locales"),
    _field("other_bodies", "Autres partenaires", "Associations, écoles, entreprises", width=30),
    countries_column("application", 30),
    _several("iso2", "Codes ISO", "Les codes ISO 3166 de ces pays", 10, "countries", "pk"),
    Column(
        "zones",
        "Zones",
        "Les zones géographiques de ces pays",
        lambda row: joined(dict.fromkeys(c.zone for c in row.application.countries.all()), ", "),
        width=26,
    ),
    _field("place", "Territoire", "Territoire local partenaire", "place.name", 26),
    _several("themes", "Thématiques", "Thématiques du projet"),
    Column(
        "goals",
        "ODD",
        "Numéros des objectifs de développement durable",
        lambda row: joined(sorted(row.application.goals), ", "),
        lambda row: sorted(row.application.goals),
        10,
    ),
    _field("starts_on", "Début prévu", "Premier jour prévu du projet", width=13),
    _field("months", "Durée, mois", "Durée du projet", width=10),
    _field("currency", "Monnaie", "Monnaie des montants de la ligne", width=9),
    _field("requested", "Cofinancement demandé", "Montant demandé à la délégation"),
    _brought("total", "Budget total"),
    _brought("lead_sum", "Apport du chef de file", Funder.LEAD),
    _brought("french_sum", "Apport des autres collectivités", Funder.FRENCH),
    _brought("in_kind_sum", "dont valorisation", *BudgetLine.OF_AUTHORITIES, in_kind=True),
    _brought("foreign_sum", "Apport du partenaire", Funder.FOREIGN),
    _brought("requested_sum", "Cofinancement, lignes du budget", Funder.REQUESTED),
    _brought("public_sum", "Autres financements publics", Funder.PUBLIC),
    _brought("private_sum", "Autres financements privés", Funder.PRIVATE),
    _field("monitoring", "dont suivi du projet", "Montant du budget qui va au suivi"),
    Column(
        "without_rate",
        "Monnaies sans taux",
        "Celles que l’appel ne sait pas convertir : les sommes restent vides",
        lambda row: joined(row.costs.unknown, ", "),
        width=12,
    ),
    _share(
        "authorities_share",
        "Part des collectivités",
        "Apports français, valorisation comprise, dans le budget",
        _authorities,
        _total,
    ),
    _share(
        "in_kind_share",
        "Part de la valorisation",
        "Valorisation dans la part des collectivités françaises",
        attrgetter("costs.in_kind"),
        _authorities,
    ),
    _share(
        "monitoring_share",
        "Part du suivi",
        "Suivi dans le budget",
        attrgetter("application.monitoring"),
        _total,
    ),
    choice(
        "aid_declared",
        "e-APD déclarée",
        "Déclaration de l’aide de l’année précédente",
        "application.aid_declared",
        width=12,
    ),
    Column(
        "pieces",
        "Pièces",
        "Intitulés des pièces jointes",
        lambda row: joined(row.application.joined_pieces),
        width=30,
    ),
    _flags("rules_met", "Règles respectées", "Nombre de règles respectées", True),
    _flags("rules_broken", "Règles non respectées", "Nombre de règles non respectées", False),
    _flags("rules_unknown", "Règles à vérifier", "Nombre de règles que rien ne tranche", None),
    Column(
        "rules_said",
        "Ce que disent les règles",
        "Les règles non respectées ou à vérifier, une par ligne",
        lambda row: joined((f"{f.state} : {f.sentence}" for f in row.flags if not f.is_met), "\n"),
        width=60,
    ),
    Column(
        "opinions_asked",
        "Avis demandés",
        "Nombre de postes saisis",
        lambda row: len(row.requests),
        width=10,
    ),
    Column("opinions_given", "Avis rendus", "Par les postes", "opinion_count", width=10),
    Column(
        "opinions",
        "Avis des postes",
        "Chaque poste saisi, et son avis ou ce qu’il en est",
        lambda row: joined((f"{r.post} : {r.state_in_words}" for r in row.requests), "\n"),
        width=50,
    ),
    Column(
        "prefecture",
        "Avis de préfecture",
        "Chaque préfecture de région, et son avis",
        lambda row: joined(
            (
                f"{opinion.validated_by} : {opinion.get_verdict_display()}"
                for opinion in row.application.opinions.all()
            ),
            "\n",
        ),
        width=40,
    ),
    _field("partnership", "Partenariat", "Celui de l’inventaire dont il relève", "partnership_id"),
    _field("version", "Version", "Numéro de la version en vigueur", width=9),
    Column("page", "Page", "Adresse de la page d’instruction", width=60),
]
