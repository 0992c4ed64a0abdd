"""The answering posts as open data: the post of each country or territory, and its mailbox."""

from collections import defaultdict
from dataclasses import dataclass

from correspondents.directory.answers import Answer, Competence, Desk
from correspondents.models import Coverage, Post, Zone
from correspondents.opendata.tables import KEY, PARTIAL_DATE, ForeignKey, OpenTable, coded, describe

from .mailboxes import functional, own_addresses, services
from .network import ISO2, SLUG


def coverage_rows():
    """The coverages of today, each with the `reason` that the country's page gives."""
    by_country = defaultdict(list)
    coverages = list(
        Coverage.objects.current()
        .select_related("country")
        .order_by("country_id", "rank", "post__slug", "id")
    )
    posts = Post.objects.with_hosts({coverage.post_id for coverage in coverages})
    for coverage in coverages:
        coverage.post = posts[coverage.post_id]
        by_country[coverage.country].append(Competence(coverage.post, coverages=[coverage]))
    for country, competences in by_country.items():
        answer = Answer(country=country, competences=competences, desk=Desk.of())
        for competence in competences:
            competence.coverage.reason = answer.reason_of(competence)
            yield competence.coverage


COVERAGE = OpenTable(
    name="couverture",
    title="Qui répond pour quel pays ou territoire",
    description="Les compétences en vigueur le jour de la production : quel poste répond pour "
    "quel pays ou territoire, ou pour quelle partie, et pourquoi.",
    key="id",
    fields=[
        describe("id", "Numéro", "Numéro de la compétence", "pk", type="integer", **KEY),
        describe(
            "country",
            "Pays ou territoire",
            "Code ISO de celui pour lequel le poste répond",
            "country_id",
            required=True,
            **ISO2,
        ),
        describe("post", "Poste", "Adresse courte du poste", "post.slug", required=True, **SLUG),
        *coded(
            "relation",
            "Relation",
            "Résident : le poste est sur place ; territoire dépendant : celui de l’État répond",
            Coverage.Relation.choices,
            required=True,
        ),
        describe(
            "rank", "Rang", "1 : à qui écrire d’abord", type="integer", minimum=1, required=True
        ),
        describe("scope", "Périmètre", "La partie concernée, si ce n’est tout", example="Québec"),
        describe("valid_from", "Valable à partir du", "Vide : date inconnue", type="date"),
        describe("valid_until", "Valable jusqu’au", "Vide : sans terme connu", type="date"),
        describe(
            "as_of",
            "État constaté en",
            "Année, mois ou jour : 2022, 2022-11",
            example="2022-11",
            **PARTIAL_DATE,
        ),
        describe("reason", "Raison", "Pourquoi ce poste répond, quand il faut le dire"),
        describe("note", "Note", "Précision que porte aussi la page du pays ou territoire"),
    ],
    rows=coverage_rows,
    foreign_keys=[ForeignKey("country", "pays", "iso2"), ForeignKey("post", "postes", "slug")],
)


@dataclass(frozen=True)
class Mailbox:
    """An address that survives people."""

    id: str
    kind: str
    name: str
    email: str
    post: str = ""
    zone: str = ""


KINDS = {"poste": "poste", "service": "service d’un poste", "bureau": "bureau de la délégation"}


def mailbox_rows():
    """Those of the delegation's desks, of posts that answer, and of their nameless services."""
    owned = own_addresses()
    for zone in Zone.objects.order_by("code"):
        desk = Desk.of(zone)
        yield Mailbox(f"bureau-{zone.code}", "bureau", desk.name, desk.mailbox, zone=zone.name)
    for post in Post.objects.working().order_by("slug"):
        if address := functional(post.mailbox, owned):
            yield Mailbox(f"poste-{post.slug}", "poste", post.name, address, post=post.slug)
    for contact in services():
        if address := functional(contact.email, owned):
            name, slug = f"{contact.heading}, {contact.post.name}", contact.post.slug
            yield Mailbox(f"service-{contact.pk}", "service", name, address, post=slug)


MAILBOXES = OpenTable(
    name="adresses-fonctionnelles",
    title="Adresses fonctionnelles",
    description="Où écrire : les boîtes des postes qui répondent, de leurs services et de la "
    "délégation. Aucune n’est l’adresse d’une personne.",
    key="id",
    fields=[
        describe(
            "id",
            "Identifiant",
            "Nomme l’adresse d’une édition à l’autre",
            example="poste-dakar",
            **KEY,
        ),
        *coded("kind", "Nature", "De qui est la boîte", KINDS.items(), required=True),
        describe("name", "Nom", "Le poste, le service ou le bureau", required=True),
        describe("email", "Courriel", "Adresse de la boîte", format="email", required=True),
        describe("post", "Poste", "Adresse courte du poste ; vide pour un bureau", **SLUG),
        describe("zone", "Zone", "Zone géographique que suit le bureau de la délégation"),
    ],
    rows=mailbox_rows,
    foreign_keys=[ForeignKey("post", "postes", "slug")],
)
