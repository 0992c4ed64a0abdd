"""French local authorities in one compact file: those of today, and what merged ones became.

Input: `local_authorities.csv.gz` and `former_communes.csv` of the reference folder, and
`commune_mergers.csv`, which `scripts/build_mergers.py` writes (INSEE, Licence Ouverte 2.0). A row
is named by a stable code of the directory: « commune-35238 ».
"""

import csv
import gzip
import io
from pathlib import Path

MERGERS = Path(__file__).resolve().parent.parent / "fixtures" / "reference" / "commune_mergers.csv"
COLUMNS = (
    "local_code type insee siren name region department epci population latitude longitude "
    "successor merged_on merged_as former_codes"
).split()
PARTS = {"commune-deleguee": "delegated", "commune-associee": "associated"}
TYPES = {
    "region": "region",
    "departement": "departement",
    "collectivite_outre_mer": "com",
    "epci_metro": "metropole",
    "epci_met69": "metropole",
    "epci_cc": "epci",
    "epci_ca": "epci",
    "epci_cu": "epci",
    "ept": "ept",
    "commune": "commune",
}  # « collectivite_outre_mer_zone » repeats the eight collectivités as statistical zones
SINGLE = {"02", "03", "94"}  # Martinique, Guyane, Corse
ALSACE = {
    "local_code": "departement-alsace",
    "type": "departement",
    "siren": "200094332",
    "name": "Collectivité européenne d’Alsace",
    "region": "region-44",
    "latitude": "48.2",
    "longitude": "7.45",
}
OVERSEAS = {"975", "977", "978", "984", "986", "987", "988", "989"}
# Départements and regions that one authority has replaced: by which one, and since when.
REPLACED = {
    "departement-67": (ALSACE["local_code"], "2021"),
    "departement-68": (ALSACE["local_code"], "2021"),
    "departement-75": ("commune-75056", "2019"),
    "departement-2A": ("region-94", "2018"),
    "departement-2B": ("region-94", "2018"),
    "departement-972": ("region-02", "2016"),
    "departement-973": ("region-03", "2016"),
    "region-06": ("departement-976", "2011"),
}


def build(reference, folder):
    """Write `local_authorities.csv.gz` into the folder; returns the number of rows."""
    with gzip.open(reference / "local_authorities.csv.gz", "rt", encoding="utf-8") as file:
        given = [row for row in csv.DictReader(file) if row["type"] in TYPES]
    with (reference / "former_communes.csv").open(encoding="utf-8", newline="") as file:
        former = list(csv.DictReader(file))
    rows = {row["local_code"]: row for row in map(_today, given)}
    parts = [rows["departement-67"], rows["departement-68"]]
    population = sum(int(row["population"]) for row in parts)
    rows[ALSACE["local_code"]] = dict.fromkeys(COLUMNS, "") | ALSACE | {"population": population}
    with MERGERS.open(encoding="utf-8", newline="") as file:
        since = {(row["insee"], row["into"]): row["since"] for row in csv.DictReader(file)}
    for row in former:
        _add_former(rows, row, since.get((row["code"], row["chef_lieu"]), ""))
    _write(folder / "local_authorities.csv.gz", [rows[code] for code in sorted(rows)])
    return len(rows)


def _today(row):
    kind = TYPES[row["type"]]
    code = f"{kind}-{row['code']}"
    is_area = kind in ("region", "com")
    successor, since = REPLACED.get(code, ("", ""))
    has_siren = row["siren"] and not successor
    points = [row[name] for name in ("lat", "lon")]
    latitude, longitude = points if "nan" not in points and all(points) else ("", "")
    return {
        "local_code": code,
        "type": "ctu" if kind == "region" and row["code"] in SINGLE else kind,
        "insee": "" if kind in ("epci", "metropole", "ept") else row["code"],
        "siren": row["siren"] if has_siren else "",
        "name": row["nom"],
        "region": f"region-{row['region']}" if row["region"] and not is_area else "",
        "department": _department(row) if kind not in ("region", "com", "departement") else "",
        "epci": row["epci"],
        "population": row["population"],
        "latitude": latitude,
        "longitude": longitude,
        "successor": successor,
        "merged_on": since,
        "merged_as": "",
        "former_codes": row["anciens_codes"],
    }


def _department(row):
    code = row["departement"]
    return f"{'com' if code in OVERSEAS else 'departement'}-{code}" if code else ""


def _add_former(rows, row, since):
    """A commune that is part of another one: its own row when it had a name of its own.

    `since`: the day it became so, "" when the source does not say.
    """
    into = rows.get(f"commune-{row['chef_lieu']}")
    if into is None:
        return
    if row["type"] == "arrondissement-municipal":
        codes = [code for code in into["former_codes"].split("|") if code]
        into["former_codes"] = "|".join(sorted({*codes, row["code"]}))
        return
    if row["nom"] == into["name"]:
        return
    code = f"ancienne-commune-{row['code']}"
    rows[code] = dict.fromkeys(COLUMNS, "") | {
        "local_code": code,
        "type": "commune",
        "insee": row["code"],
        "name": row["nom"],
        "region": into["region"],
        "department": into["department"],
        "successor": into["local_code"],
        "merged_on": since,
        "merged_as": PARTS[row["type"]],
    }


def _write(path, rows):
    sirens = {
        r["siren"]: r["local_code"] for r in rows if r["type"] in ("epci", "metropole", "ept")
    }
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(row | {"epci": sirens.get(row["epci"], "")} for row in rows)
    with path.open("wb") as file, gzip.GzipFile("", "wb", 9, file, mtime=0) as packed:
        packed.write(text.getvalue().encode())
