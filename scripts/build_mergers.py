"""Write since when each former commune is part of the one that it was merged into.

`python scripts/build_mergers.py historique-communes.json ../shared/reference` writes
`fixtures/reference/commune_mergers.csv`. The first input is the history of communes since 1943 up
to 2019 (INSEE, Licence Ouverte 2.0) as `npm pack @etalab/decoupage-administratif@0.8.0` gives it.
A merger after it, or whose commune has changed codes since, is left out: nothing is guessed.
"""

import csv
import json
import sys
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "fixtures" / "reference" / "commune_mergers.csv"
COLUMNS = ["insee", "into", "since"]
PARTS = {"COMD", "COMA", "COMP"}  # déléguée, associée, or the part that bore the whole's code


def build(history, former):
    """Write the file; returns how many of the former communes are dated, and of how many."""
    states = {state["id"]: state for state in history}
    today = {
        (state["code"], state["nom"]): state
        for state in history
        if state["type"] in {"COMD", "COMA"} and not state.get("dateFin")
    }
    rows = []
    for row in former:
        state = today.get((row["code"], row["nom"]))
        if state and code_of(state["pole"]) == row["chef_lieu"]:
            since = first_of(state, states)["dateDebut"]
            rows.append({"insee": row["code"], "into": row["chef_lieu"], "since": since})
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(sorted(rows, key=lambda row: row["insee"]))
    return len(rows), len(former)


def first_of(state, states):
    """The first of the states in a row in which it was part of the same commune, by its name."""
    whole = whole_of(state, states)
    while True:
        before = states.get(state.get("predecesseur"))
        if not before or before["type"] not in PARTS or whole_of(before, states) != whole:
            return state
        state = before


def whole_of(state, states):
    """The name of the commune that it is part of: its code follows its seat."""
    return states.get(state["pole"], {}).get("nom")


def code_of(key):
    """« COM-01015@2016-01-01 » is of the code 01015."""
    return key.split("-")[1].split("@")[0]


if __name__ == "__main__":
    given = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    with (Path(sys.argv[2]) / "former_communes.csv").open(encoding="utf-8", newline="") as source:
        listed = [r for r in csv.DictReader(source) if r["type"] != "arrondissement-municipal"]
    print("{} anciennes communes datées sur {}".format(*build(given, listed)))
