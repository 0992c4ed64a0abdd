"""The Atlas as open data: the content of its public pages and exports, nothing else."""

from atlas.models import ForeignAuthority, LocalAuthority, Partnership, Theme
from atlas.models.partnerships import FIRST_YEAR
from correspondents.opendata.tables import (
    KEY,
    PARTIAL_DATE,
    ForeignKey,
    OpenTable,
    describe,
    fields_of,
)

from .columns import COLUMNS

ROWS_AT_ONCE = 500
SEVERAL = {"pattern": r"[^;]+( ; [^;]+)*"}
# The content of columns that do not hold any text: type, constraints, example.
HELD = {
    "id": {"type": "integer", **KEY},
    "authority": {"required": True, "example": "Rennes"},
    "authority_code": {"required": True, "example": "213502388"},
    "authority_type": {"required": True, "enum": LocalAuthority.Type.values},
    "siren": {"pattern": "[0-9]{9}", "example": "213502388"},
    "insee": {"example": "35238"},
    "department_insee": {"example": "35"},
    "region_insee": {"example": "53"},
    "other_authorities_codes": SEVERAL,
    "partner": {"required": True, "example": "Saint-Louis"},
    "partner_level": {"required": True, "enum": ForeignAuthority.Level.values},
    "country": {"required": True, "pattern": "[A-Z]{2}", "example": "SN"},
    "geonames_id": {"type": "integer", "minimum": 1, "example": 2246452},
    "latitude": {"type": "number", "minimum": -90, "maximum": 90},
    "longitude": {"type": "number", "minimum": -180, "maximum": 180},
    "kind": {"enum": Partnership.Kind.values, "example": "twinning"},
    "status": {"enum": Partnership.Status.values, "example": "running"},
    "first_signed_year": {"type": "integer", "minimum": FIRST_YEAR, "maximum": 2100},
    "started": {**PARTIAL_DATE, "example": "2019-05"},
    "ended": PARTIAL_DATE,
    "themes_codes": SEVERAL,
    "goals": {"pattern": r"\d+( ; \d+)*", "example": "6 ; 11"},
    "confirmed_on": {"type": "date"},
    "page": {"required": True, "format": "uri"},
}
LEFT_OUT = {"iso2"}  # the code of `country`


def partnership_rows():
    """Every published partnership, by its number."""
    rows = Partnership.objects.published().with_sides().order_by("pk")
    return rows.iterator(chunk_size=ROWS_AT_ONCE)


PARTNERSHIPS = OpenTable(
    name="partenariats",
    title="Partenariats des collectivités françaises",
    description="L’inventaire public de l’Atlas : qui coopère avec qui, où, depuis quand et sur "
    "quoi, tel que ses pages le disent. Un état vide est à confirmer.",
    key="id",
    fields=[
        field
        for column in COLUMNS
        if column.name not in LEFT_OUT
        for field in fields_of(column, **HELD.get(column.name, {}))
    ],
    rows=partnership_rows,
    foreign_keys=[ForeignKey("country", "pays", "iso2")],
)

THEMES = OpenTable(
    name="thematiques",
    title="Thématiques",
    description="L’arbre à trois niveaux des thématiques, dont les partenariats portent les codes.",
    key="code",
    fields=[
        describe("code", "Code", "Court et stable", pattern="[a-z0-9_-]+", example="eau", **KEY),
        describe("name", "Nom", "Nom de la thématique", required=True),
        describe(
            "parent",
            "Sous",
            "Code de la thématique au-dessus ; vide au premier niveau",
            lambda theme: theme.parent.code if theme.parent else "",
        ),
        describe(
            "level", "Niveau", "De 1 à 3", type="integer", minimum=1, maximum=3, required=True
        ),
    ],
    rows=lambda: Theme.objects.select_related("parent").in_tree_order().iterator(),
    foreign_keys=[ForeignKey("parent", "", "code")],
)
