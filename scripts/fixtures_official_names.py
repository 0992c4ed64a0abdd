"""Official long names of the States, in French, as the United Nations and France write them."""

from scripts.fixtures_text import table

OFFICIAL = table(
    """
iso2 alias
AD Principauté d’Andorre
AL République d’Albanie
AM République d’Arménie
AO République d’Angola
AR République argentine
AT République d’Autriche
AU Commonwealth d’Australie
AZ République d’Azerbaïdjan
BD République populaire du Bangladesh
BE Royaume de Belgique
BG République de Bulgarie
BH Royaume de Bahreïn
BI République du Burundi
BJ République du Bénin
BN État du Brunei Darussalam
BO État plurinational de Bolivie
BR République fédérative du Brésil
BS Commonwealth des Bahamas
BT Royaume du Bhoutan
BW République du Botswana
BY République de Biélorussie
BY République du Bélarus
CH Confédération suisse
CL République du Chili
CM République du Cameroun
CO République de Colombie
CR République du Costa Rica
CU République de Cuba
CV République de Cabo Verde
CV République du Cap-Vert
DJ République de Djibouti
DK Royaume du Danemark
DM Commonwealth de la Dominique
DZ République algérienne démocratique et populaire
EC République de l’Équateur
EE République d’Estonie
ER État d’Érythrée
ES Royaume d’Espagne
ET République fédérale démocratique d’Éthiopie
FI République de Finlande
FJ République des Fidji
FR République française
GA République gabonaise
GB Royaume-Uni de Grande-Bretagne et d’Irlande du Nord
GH République du Ghana
GM République de Gambie
GN République de Guinée
GQ République de Guinée équatoriale
GR République hellénique
GT République du Guatemala
GW République de Guinée-Bissau
GY République coopérative du Guyana
HN République du Honduras
HR République de Croatie
HT République d’Haïti
ID République d’Indonésie
IE République d’Irlande
IL État d’Israël
IN République de l’Inde
IQ République d’Irak
IS République d’Islande
IT République italienne
JO Royaume hachémite de Jordanie
KE République du Kenya
KG République kirghize
KH Royaume du Cambodge
KI République de Kiribati
KN Fédération de Saint-Christophe-et-Niévès
KW État du Koweït
KZ République du Kazakhstan
LB République libanaise
LI Principauté de Liechtenstein
LK République socialiste démocratique de Sri Lanka
LR République du Liberia
LS Royaume du Lesotho
LT République de Lituanie
LU Grand-Duché de Luxembourg
LV République de Lettonie
LY État de Libye
MA Royaume du Maroc
MC Principauté de Monaco
MG République de Madagascar
MH République des Îles Marshall
MK République de Macédoine du Nord
ML République du Mali
MR République islamique de Mauritanie
MT République de Malte
MU République de Maurice
MV République des Maldives
MW République du Malawi
MX États-Unis du Mexique
MX États-Unis mexicains
MZ République du Mozambique
NA République de Namibie
NE République du Niger
NG République fédérale du Nigeria
NI République du Nicaragua
NL Royaume des Pays-Bas
NO Royaume de Norvège
NP République fédérale démocratique du Népal
NR République de Nauru
OM Sultanat d’Oman
PA République du Panama
PE République du Pérou
PG État indépendant de Papouasie-Nouvelle-Guinée
PH République des Philippines
PK République islamique du Pakistan
PL République de Pologne
PT République portugaise
PW République des Palaos
PY République du Paraguay
QA État du Qatar
RS République de Serbie
RW République du Rwanda
SA Royaume d’Arabie saoudite
SC République des Seychelles
SD République du Soudan
SE Royaume de Suède
SG République de Singapour
SI République de Slovénie
SK République slovaque
SL République de Sierra Leone
SM République de Saint-Marin
SN République du Sénégal
SO République fédérale de Somalie
SR République du Suriname
SS République du Soudan du Sud
ST République démocratique de Sao Tomé-et-Principe
SV République d’El Salvador
SV République du Salvador
TD République du Tchad
TG République togolaise
TH Royaume de Thaïlande
TJ République du Tadjikistan
TL République démocratique du Timor oriental
TL République démocratique du Timor-Leste
TN République tunisienne
TO Royaume des Tonga
TR République de Turquie
TR République de Türkiye
TT République de Trinité-et-Tobago
UG République de l’Ouganda
UY République orientale de l’Uruguay
UZ République d’Ouzbékistan
VN République socialiste du Viêt Nam
VU République de Vanuatu
WS État indépendant du Samoa
XK République du Kosovo
YE République du Yémen
ZA République d’Afrique du Sud
ZM République de Zambie
ZW République du Zimbabwe
"""
)

# Official for the State, delicate on a page of the ministry: matched, never displayed.
MATCHED_ONLY = table(
    """
iso2 alias
AF République islamique d’Afghanistan
MM République de l’Union du Myanmar
"""
)
