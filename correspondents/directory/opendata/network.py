"""The network as open data: the countries and territories, and the posts."""

from django.conf import settings

from correspondents.models import Country, Post
from correspondents.opendata.tables import KEY, ForeignKey, OpenTable, coded, describe

from .mailboxes import functional, own_phones

DEGREES = "En degrés (WGS 84)"
LATITUDE = {"type": "number", "minimum": -90, "maximum": 90}
LONGITUDE = {"type": "number", "minimum": -180, "maximum": 180}
ISO2 = {"pattern": "[A-Z]{2}", "example": "SN"}
SLUG = {"pattern": "[a-z0-9-]+", "example": "dakar"}


def page_field(description):
    """The address of the row's own page."""
    return describe(
        "page",
        "Page",
        description,
        lambda row: f"{settings.SITE_URL}{row.get_absolute_url()}",
        format="uri",
        required=True,
    )


COUNTRIES = OpenTable(
    name="pays",
    title="Pays et territoires",
    description="Les pays et territoires de la norme ISO 3166, et le Kosovo, avec leurs noms "
    "d’usage en français et la zone géographique que suit un bureau de la délégation.",
    key="iso2",
    fields=[
        describe(
            "iso2",
            "Code ISO à deux lettres",
            "Code ISO 3166-1 alpha-2 ; XK pour le Kosovo",
            **ISO2,
            **KEY,
        ),
        describe(
            "iso3",
            "Code ISO à trois lettres",
            "Code ISO 3166-1 alpha-3",
            pattern="[A-Z]{3}",
            example="SEN",
            **KEY,
        ),
        describe(
            "iso_numeric",
            "Code ISO numérique",
            "Trois chiffres, zéros compris",
            pattern="[0-9]{3}",
            example="686",
        ),
        describe("name", "Nom", "Nom d’usage", example="Sénégal", **KEY),
        describe(
            "name_with_article",
            "Nom avec article",
            "Tel qu’il s’écrit dans une phrase",
            example="le Sénégal",
            required=True,
        ),
        describe("name_en", "Nom anglais", "Nom d’usage en anglais", example="Senegal"),
        describe("zone", "Zone", "Zone de la délégation", "zone.name", required=True),
        describe("capital", "Capitale ou chef-lieu", "Vide quand rien n’est dit", example="Dakar"),
        describe("latitude", "Latitude", DEGREES, example=14.7, **LATITUDE),
        describe("longitude", "Longitude", DEGREES, example=-17.4, **LONGITUDE),
        describe(
            "is_french",
            "Territoire français",
            "Vrai pour la France et ses territoires",
            type="boolean",
            example=False,
            required=True,
        ),
        page_field("Adresse de la page du pays ou territoire"),
    ],
    rows=lambda: Country.objects.select_related("zone").order_by("iso2").iterator(),
)


def post_rows():
    """Every post, `switchboard` being its telephone unless it is somebody's own."""
    phones = own_phones()
    for post in Post.objects.with_country().order_by("slug").iterator():
        post.switchboard = functional(post.phone, phones)
        yield post


POSTS = OpenTable(
    name="postes",
    title="Postes diplomatiques et consulaires",
    description="Les ambassades, consulats généraux, bureaux, représentations et antennes du "
    "réseau, fermés ou suspendus compris.",
    key="slug",
    fields=[
        describe(
            "slug",
            "Adresse courte",
            "Nomme le poste dans l’adresse de sa page ; ne change pas",
            **SLUG,
            **KEY,
        ),
        describe("name", "Nom", "Nom du poste", **KEY),
        *coded("kind", "Nature", "Nature du poste", Post.Kind.choices, required=True),
        describe(
            "country",
            "Pays ou territoire",
            "Code ISO de celui où est le poste ; vide quand aucun ne s’écrit à côté de la ville",
            lambda post: post.country_id if post.country_is_shown else "",
            **ISO2,
        ),
        describe("city", "Ville", "Ville du poste", example="Dakar", required=True),
        describe("latitude", "Latitude", DEGREES, example=14.7, **LATITUDE),
        describe("longitude", "Longitude", DEGREES, example=-17.4, **LONGITUDE),
        describe("timezone", "Fuseau horaire", "Nom de la base IANA", example="Africa/Dakar"),
        *coded("status", "Situation", "Situation du poste", Post.Status.choices, required=True),
        describe("status_since", "Dans cette situation depuis", "Un jour", type="date"),
        describe(
            "parent",
            "Poste de rattachement",
            "Celui dont dépend une antenne",
            lambda post: post.parent.slug if post.parent else "",
        ),
        describe(
            "operates_from",
            "Exerce depuis le poste",
            "Celui qui accueille un poste déplacé",
            lambda post: post.operates_from.slug if post.operates_from else "",
        ),
        describe(
            "operates_from_paris",
            "Exerce depuis Paris",
            "Vrai pour un poste déplacé à Paris",
            type="boolean",
            required=True,
        ),
        describe("switchboard", "Standard", "Téléphone du standard, jamais celui d’une personne"),
        describe("website", "Site", "Adresse du site du poste"),
        page_field("Adresse de la page du poste"),
    ],
    rows=post_rows,
    foreign_keys=[
        ForeignKey("country", "pays", "iso2"),
        ForeignKey("parent", "", "slug"),
        ForeignKey("operates_from", "", "slug"),
    ],
)
