"""Usual and former names that neither CLDR nor the reference tables have.

A State that several States succeeded is nobody's former name (URSS, Yougoslavie,
Tchécoslovaquie, Antilles néerlandaises), nor is a name that today's readers use for
something else (Île de France, Saint-Domingue, Soudan français).
"""

from scripts.fixtures_text import table

USUAL = table(
    """
iso2 language alias
AE en UAE
AE fr Émirats
AG fr Antigua
AX fr Åland
BL fr Saint-Barth
BM fr Îles Bermudes
BS fr Îles Bahamas
CA en Quebec
CC fr Cocos
CC fr Îles Keeling
CD fr Congo démocratique
CD en Democratic Republic of the Congo
CD en DR Congo
CD en DRC
CF fr Centre-Afrique
CG en Republic of the Congo
CG fr Congo-Brazza
CK fr Cook
CV fr Cabo Verde
CZ en Czech Republic
FM en Federated States of Micronesia
FO fr Féroé
GB en Great Britain
GB en England
GB en Scotland
GB en Wales
GB en Northern Ireland
GM en The Gambia
GR fr Hellas
GW en Guinea Bissau
IE fr Irlande (république d’)
IE fr Irlande du Sud
IQ fr Iraq
KI fr Îles Kiribati
KM fr Îles Comores
KN fr Saint-Kitts-et-Niévès
KN fr Saint-Kitts
KY fr Caïmans
KZ fr Kazakstan
LA fr République démocratique populaire du Laos
MD fr Moldova
MH fr Marshall
MM en Burma
MP fr Mariannes du Nord
MP fr Mariannes
MV fr Îles Maldives
NC fr Calédonie
NL en Holland
NL en The Netherlands
PF fr Polynésie
PH fr Îles Philippines
PN fr Pitcairn
PW fr Îles Palaos
PW fr Palau
RE fr Île de La Réunion
RU en Russian Federation
SA fr Arabie séoudite
SB fr Salomon
SC fr Îles Seychelles
ST fr Sao Tomé
SV fr El Salvador
SX fr Saint-Martin (néerlandais)
SX fr Saint-Martin partie néerlandaise
SX fr Sint Maarten
TC fr Turques-et-Caïques
TC fr Îles Turks-et-Caïcos
TC fr Turks-et-Caïcos
TK fr Îles Tokelau
TL fr Timor-Leste
TL fr Timor-Est
TL fr Timor
TO fr Îles Tonga
TR en Turkey
TT fr Trinidad
TT fr Trinité
TV fr Îles Tuvalu
US en United States of America
VA fr Cité du Vatican
VA en Holy See
VC fr Saint-Vincent
VN fr Viet-Nam
WF fr Wallis
WF fr Îles Wallis-et-Futuna
WS fr Îles Samoa
ZA fr République sud-africaine
"""
)

# One text, several places: the finder answers by a list.
HOMONYMS = table(
    """
iso2 language alias
KP en Korea
KR en Korea
VG fr Îles Vierges
VI fr Îles Vierges
VG en Virgin Islands
VI en Virgin Islands
GG fr Îles Anglo-Normandes
JE fr Îles Anglo-Normandes
GG en Channel Islands
JE en Channel Islands
"""
)

FORMER = table(
    """
iso2 language alias
BF en Upper Volta
BW fr Bechuanaland
BY fr Russie blanche
BZ fr Honduras britannique
BZ en British Honduras
CD fr Congo belge
CD en Belgian Congo
CD fr Congo-Léopoldville
CF fr Oubangui-Chari
CF fr Empire centrafricain
CG fr Moyen-Congo
DE fr Allemagne de l’Est
DE fr Allemagne de l’Ouest
DE fr République démocratique allemande
DJ fr Côte française des Somalis
DJ fr Territoire français des Afars et des Issas
EH fr Sahara espagnol
ET fr Abyssinie
ET en Abyssinia
GH fr Côte-de-l’Or
GH en Gold Coast
GN fr Guinée française
GQ fr Guinée espagnole
GW fr Guinée portugaise
GY fr Guyane britannique
GY en British Guiana
HU fr République de Hongrie
ID fr Indes néerlandaises
ID en Dutch East Indies
IR fr Perse
IR en Persia
JO fr Transjordanie
KH fr République khmère
KI fr Îles Gilbert
KI en Gilbert Islands
LK en Ceylon
LS fr Basutoland
MG fr République malgache
MK en Macedonia
MK fr ERYM
MK en FYROM
MW fr Nyassaland
MW en Nyasaland
NA fr Sud-Ouest africain
NA en South West Africa
RE fr Île Bourbon
SR fr Guyane néerlandaise
SR fr Guyane hollandaise
SR fr Surinam
SR en Dutch Guiana
TH fr Siam
TL fr Timor portugais
TM fr Turkménie
TV fr Îles Ellice
TV en Ellice Islands
TZ fr Tanganyika
VU fr Nouvelles-Hébrides
VU en New Hebrides
WS en Western Samoa
WS fr Samoa occidental
ZM fr Rhodésie du Nord
ZM en Northern Rhodesia
ZW fr Rhodésie du Sud
ZW en Rhodesia
ZW en Southern Rhodesia
"""
)

# Former names that the shared table calls usage.
FORMER_IN_REFERENCE = {
    "Ancienne République yougoslave de Macédoine",
    "ARYM",
    "Ceylan",
    "Dahomey",
    "Haute-Volta",
    "Jamahiriya arabe libyenne",
    "Kampuchea",
    "Macédoine",
    "Rhodésie",
    "Samoa occidentales",
    "Swaziland",
    "Union de Birmanie",
    "Zaïre",
}

# Matched, never displayed, whatever their language: contested or merely colloquial.
# Matched, never displayed; « Jérusalem-Est », for no country's name stands beside Jérusalem.
NOT_DISPLAYED = {
    "Archipel des Chagos",
    "Chagos Archipelago",
    "Irlande du Sud",
    "Jérusalem-Est",
}
