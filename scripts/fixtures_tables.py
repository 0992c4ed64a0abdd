"""What no public table gives: desks, chief towns, lookalikes, names of unrecognised entities.

Everything here is a first value: the delegation edits it on its own screens.
"""

from scripts.fixtures_text import table

# The mailboxes are invented: the real ones are data.
DESKS = {
    "Afrique du Nord et Moyen-Orient": (
        "Bureau Afrique du Nord et Moyen-Orient",
        "afrique-du-nord-moyen-orient@delegation.example",
    ),
    "Afrique subsaharienne et océan Indien": (
        "Bureau Afrique subsaharienne et océan Indien",
        "afrique-subsaharienne@delegation.example",
    ),
    "Amérique du Nord": ("Bureau Amérique du Nord", "amerique-du-nord@delegation.example"),
    "Amérique latine et Caraïbes": (
        "Bureau Amérique latine et Caraïbes",
        "amerique-latine-caraibes@delegation.example",
    ),
    "Antarctique": ("Bureau Océanie et Antarctique", "oceanie@delegation.example"),
    "Asie": ("Bureau Asie", "asie@delegation.example"),
    "Europe hors Union européenne": (
        "Bureau Europe hors Union européenne",
        "europe@delegation.example",
    ),
    "France et outre-mer": ("Bureau France et outre-mer", "outre-mer@delegation.example"),
    "Océanie": ("Bureau Océanie et Antarctique", "oceanie@delegation.example"),
    "Russie, Europe orientale, Caucase et Asie centrale": (
        "Bureau Europe orientale, Caucase et Asie centrale",
        "europe-orientale-asie-centrale@delegation.example",
    ),
    "Union européenne": ("Bureau Union européenne", "union-europeenne@delegation.example"),
}
FRENCH_ZONE = "France et outre-mer"

# No capital is ever written beside these: Israel and Palestine (status of Jerusalem), Western
# Sahara (non-autonomous), the Holy See (has no territory), Tokelau (its seat turns every year),
# lands without permanent inhabitants.
WITHOUT_CAPITAL = {
    *("IL", "PS", "EH", "VA", "TK"),
    *("AQ", "BV", "GS", "HM", "IO", "TF", "UM"),
}

# French names of the capitals and chief towns where France has no post. Where it has one, the
# city of the post is the capital's name.
CHIEF_TOWNS = {
    row["iso2"]: row["town"]
    for row in table(
        """
iso2 town
AG Saint John’s
AI The Valley
AS Pago Pago
AW Oranjestad
AX Mariehamn
BB Bridgetown
BI Gitega
BJ Porto-Novo
BL Gustavia
BM Hamilton
BO Sucre
BQ Kralendijk
BS Nassau
BT Thimphou
BZ Belmopan
CC West Island
CI Yamoussoukro
CK Avarua
CW Willemstad
CX Flying Fish Cove
DM Roseau
FK Stanley
FM Palikir
FO Tórshavn
FR Paris
GD Saint-Georges
GF Cayenne
GG Saint-Pierre-Port
GI Gibraltar
GP Basse-Terre
GQ Ciudad de la Paz
GU Hagåtña
IM Douglas
JE Saint-Hélier
KI Tarawa
KN Basseterre
KY George Town
LI Vaduz
LS Maseru
MF Marigot
MH Majuro
MM Naypyidaw
MO Macao
MP Saipan
MQ Fort-de-France
MS Plymouth
MV Malé
MW Lilongwe
NC Nouméa
NF Kingston
NL Amsterdam
NR Yaren
NU Alofi
PF Papeete
PM Saint-Pierre
PN Adamstown
PR San Juan
PW Ngerulmud
RE Saint-Denis
SB Honiara
SH Jamestown
SJ Longyearbyen
SL Freetown
SM Saint-Marin
SO Mogadiscio
ST Sao Tomé
SX Philipsburg
SZ Mbabane
TC Cockburn Town
TL Dili
TO Nuku’alofa
TV Funafuti
TZ Dodoma
VC Kingstown
VG Road Town
VI Charlotte-Amélie
WF Mata-Utu
YT Mamoudzou
"""
    )
}

# Where GeoNames' main name is not the usual English name of a post's city.
ENGLISH_CITIES = {"quebec": "Quebec City"}

# Countries that a French reader takes for one another (HT-PF: Haïti, Tahiti).
LOOKALIKES = [
    (row["iso2"], row["other"])
    for row in table(
        """
iso2 other
AS WS
AT AU
CD CG
DM DO
GB IE
GE GS
GF GY
GM ZM
GN GQ
GN GW
GN PG
GQ GW
HT PF
IE IS
IQ IR
KP KR
LB LY
LT LV
MF SM
MF SX
MR MU
NE NG
PY UY
SD SS
SI SK
TH TW
VG VI
ZM ZW
"""
    )
]

UNRECOGNISED = """
Nagorno-Karabakh
Nagorny-Karabakh
Haut-Karabakh
République d’Artsakh
République du Haut-Karabagh
République arabe sahraouie démocratique
République arabe sahraouie
Sahrawi Arab Democratic Republic
Northern Cyprus
North Cyprus
Turkish Republic of Northern Cyprus
TRNC
RTCN
KKTC
Chypre-Nord
Pridnestrovie
Transdniestrie
Transdnistrie
Transnistria
République moldave du Dniestr
Abkhazia
République d’Abkhazie
South Ossetia
République d’Ossétie du Sud
République du Somaliland
Republic of Somaliland
Crimea
République de Crimée
Donbass
Donbas
République populaire de Donetsk
Donetsk People’s Republic
DNR
République populaire de Louhansk
République populaire de Lougansk
Luhansk People’s Republic
Lougansk
Luhansk
LNR
""".strip().splitlines()
