"""Write the demonstration's partnerships: real twinnings of real towns, as the source has them.

`python scripts/build_twinnings.py ../shared/reference` writes
`fixtures/demonstration/partenariats.csv` from `twinnings.csv` (Wikidata, CC0, 2018). Without a
date nor a status: nobody has said them. Europe, whose twinnings are thousands, is left out.
"""

import csv
import sys
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "fixtures" / "demonstration" / "partenariats.csv"
ZONES = {
    "Afrique du Nord et Moyen-Orient",
    "Afrique subsaharienne et océan Indien",
    "Amérique latine et Caraïbes",
    "Asie",
    "Océanie",
}
HEADINGS = [
    *("Collectivité française", "Code INSEE", "Partenaire", "Pays ou territoire"),
    *("Identifiant GeoNames", "Latitude", "Longitude", "Nature", "Source"),
]
# The names that French gives to towns which the source names in another language.
EXONYMS = dict(
    line.split("=")
    for line in """Aleppo=Alep
Alexandria=Alexandrie
Aryanah=Ariana
Beirut=Beyrouth
Bethlehem=Bethléem
Cairo=Le Caire
Cape Town=Le Cap
Cartagena of Indias=Carthagène des Indes
City of Randwick=Randwick
Djeol=Djéol
El Kef=Le Kef
Fes=Fès
Gaza City=Gaza
Haifa=Haïfa
Hanoi=Hanoï
Hebron=Hébron
Imouzzer Kandar=Imouzzer du Kandar
Jeddah=Djeddah
Jericho=Jéricho
Khemisset=Khémisset
Kuwait City=Koweït
Manila=Manille
Marrakesh=Marrakech
Meknes=Meknès
Municipality of Hunter's Hill=Hunters Hill
Nablus=Naplouse
Pondicherry=Pondichéry
Port of Spain=Port-d’Espagne
Sidi Bou Said=Sidi Bou Saïd
Tangier=Tanger
Tel Aviv=Tel-Aviv
Temara=Témara
Tiberias=Tibériade
Timbuktu=Tombouctou
Tyre=Tyr
Kōbe=Kobe
Kōfu=Kofu""".splitlines()
)
# What is no town's name: a number of the source, a level written in English, two names in one.
UNSURE = (",", "Department", "District", "Cercle", "Region", "Q16511122")


def main(reference):
    countries = {row["iso2"]: row for row in read(reference / "countries.csv")}
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\n")
        writer.writerow(HEADINGS)
        for row in read(reference / "twinnings.csv"):
            country = countries[row["partner_country"]]
            name = row["partner"]
            if not row["insee"] or country["zone"] not in ZONES or any(u in name for u in UNSURE):
                continue
            writer.writerow(
                [
                    *(row["commune"], row["insee"], EXONYMS.get(name, name), country["name"]),
                    *(row["partner_geonames_id"], row["partner_latitude"]),
                    *(row["partner_longitude"], "Jumelage", "Wikidata (CC0), 2018"),
                ]
            )


def read(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
