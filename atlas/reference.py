"""The French local authorities and the themes, loaded from their files and kept up to date.

The 39,000 authorities go by COPY: a row that somebody keeps by hand is left as it is, the others
follow the file; a row that the file no longer has stays.
"""

import gzip

import pghistory
from django.db import connection, transaction

from correspondents.reference.load import FOLDER
from correspondents.reference.tables import Link, ReferenceTable
from correspondents.reference.whole_files import WholeFile

from .models import LocalAuthority, LocalAuthorityName, PostalCode, Theme

FILE = FOLDER / "local_authorities.csv.gz"
NAMES = FOLDER / "commune_names.csv"
POSTAL_CODES = FOLDER / "postal_codes.csv.gz"
USUAL_NAMES = FOLDER / "authority_names.csv"
THEMES = ReferenceTable(
    "themes",
    Theme,
    ("code",),
    {"code": ("code", str), "name": ("name", str), "parent": ("parent_id", Link("themes"))},
    after=("parent",),
)
TABLE = LocalAuthority._meta.db_table

INCOMING = """
CREATE TEMPORARY TABLE incoming (
    local_code text PRIMARY KEY, type text, insee text, siren text, name text, region text,
    department text, epci text, population int, latitude float, longitude float, successor text,
    merged_on text, merged_as text, former_codes text
) ON COMMIT DROP
"""
# A row made by hand with the SIREN of the file is that of the file.
NUMBER = f"""
ANALYZE incoming;
ALTER TABLE incoming ADD COLUMN id bigint;
UPDATE incoming SET id = known.id FROM {TABLE} known WHERE known.local_code = incoming.local_code;
UPDATE incoming SET id = known.id FROM {TABLE} known
    WHERE incoming.id IS NULL AND known.siren = incoming.siren;
UPDATE incoming SET id = nextval(pg_get_serial_sequence('{TABLE}', 'id')) WHERE id IS NULL;
ANALYZE incoming;
"""
FIELDS = (
    "type name siren insee region_id department_id epci_id population latitude longitude "
    "successor_id merged_on merged_as former_codes"
).split()
LISTED = ", ".join(FIELDS)
KNOWN = ", ".join(f"known.{name}" for name in FIELDS)
EXCLUDED = ", ".join(f"excluded.{name}" for name in FIELDS)
WRITE = f"""
INSERT INTO {TABLE} AS known (id, local_code, {LISTED}, is_kept_by_hand, is_invented)
SELECT i.id, i.local_code, i.type, i.name, i.siren, coalesce(i.insee, ''), r.id, d.id, e.id,
    i.population, i.latitude, i.longitude, s.id, coalesce(i.merged_on, ''),
    coalesce(i.merged_as, ''), coalesce(string_to_array(i.former_codes, '|'), '{{}}'), false, false
FROM incoming i
    LEFT JOIN incoming r ON r.local_code = i.region
    LEFT JOIN incoming d ON d.local_code = i.department
    LEFT JOIN incoming e ON e.local_code = i.epci
    LEFT JOIN incoming s ON s.local_code = i.successor
ON CONFLICT (id) DO UPDATE SET ({LISTED}) = ROW({EXCLUDED})
WHERE NOT known.is_kept_by_hand AND ROW({KNOWN}) IS DISTINCT FROM ROW({EXCLUDED})
"""


# A code is that of the directory, else a commune's. What an authority is called today is no other
# name of it.
WRITE_NAMES = f"""
INSERT INTO {LocalAuthorityName._meta.db_table} (authority_id, name)
SELECT authority.id, incoming.name
FROM incoming
    JOIN {TABLE} authority ON authority.successor_id IS NULL AND authority.local_code =
        CASE WHEN strpos(incoming.code, '-') > 0 THEN incoming.code
        ELSE 'commune-' || incoming.code END
WHERE authority.name_norm <> norm_fr(incoming.name)
ON CONFLICT DO NOTHING
"""
WRITE_CODES = f"""
INSERT INTO {PostalCode._meta.db_table} (authority_id, code)
SELECT authority.id, incoming.name
FROM incoming JOIN {TABLE} authority ON authority.local_code = 'commune-' || incoming.code
ON CONFLICT DO NOTHING
"""


@transaction.atomic
def load_authorities(path=FILE):
    """Bring the authorities up to date; returns how many rows were written, 0 for a known file."""
    file = WholeFile("local_authorities", path)
    if file.is_known:
        return 0
    # The triggers of history read two settings: one that is not set costs each row an aborted
    # subtransaction, which grows with the rows before it (60 s instead of 4 for them all).
    with pghistory.context(reference=path.name), connection.cursor() as cursor:
        cursor.execute("SET LOCAL pgtrigger.ignore = '{}'")
        cursor.execute(INCOMING)
        with cursor.copy("COPY incoming FROM STDIN WITH (FORMAT csv, HEADER)") as copy:
            copy.write(gzip.decompress(file.content))
        cursor.execute(NUMBER)
        cursor.execute(WRITE)
        written = cursor.rowcount
    file.note(written)
    return written


@transaction.atomic
def load_names(path=NAMES):
    """Add the other names of authorities that the base lacks; returns how many.

    A name that somebody took away stays away as long as the file is the same.
    """
    file = WholeFile(path.stem, path)
    if file.is_known:
        return 0
    with pghistory.context(reference=path.name):
        written = write_pairs(file.content, WRITE_NAMES)
    file.note(written)
    return written


@transaction.atomic
def load_postal_codes(path=POSTAL_CODES):
    """Replace the postal codes of all communes; returns how many, 0 for a known file."""
    file = WholeFile(path.stem, path)
    if file.is_known:
        return 0
    PostalCode.objects.all().delete()
    written = write_pairs(gzip.decompress(file.content), WRITE_CODES)
    file.note(written)
    return written


def write_pairs(lines, statement):
    """Write the lines « code, name » of a csv file by a statement; returns how many rows."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL pgtrigger.ignore = '{}'")
        cursor.execute("CREATE TEMPORARY TABLE incoming (code text, name text) ON COMMIT DROP")
        with cursor.copy("COPY incoming FROM STDIN WITH (FORMAT csv, HEADER)") as copy:
            copy.write(lines)
        cursor.execute(statement)
        written = cursor.rowcount
        cursor.execute("DROP TABLE incoming")
    return written
