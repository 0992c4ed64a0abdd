"""The columns of a file of the projects retained: the facts of the public page, and codes.

Nothing of the opinions, nor of who wrote the dossier: neither a rank, a reason nor an address.
"""

from django.conf import settings
from django.urls import reverse

from correspondents.spreadsheets.write import Column, joined, several

COLUMNS = [
    Column("id", "Numéro", "Celui du projet : il nomme sa page", "application_id", width=9),
    Column("reference", "Dossier", "Son numéro de dépôt", "application.reference"),
    Column("title", "Intitulé", "Celui du projet", "application.title", width=40),
    Column(
        "authority", "Collectivité française", "La chef de file", "application.lead.name", width=34
    ),
    Column(
        "authority_code",
        "Code de la collectivité",
        "SIREN de la chef de file, ou son code dans l’annuaire",
        "application.lead.code",
    ),
    Column(
        "other_authorities",
        "Autres collectivités françaises",
        "Celles qui participent, séparées par des points-virgules",
        several("application.other_authorities", "name"),
        width=34,
    ),
    Column(
        "other_authorities_codes",
        "Codes des autres collectivités",
        "Dans le même ordre",
        several("application.other_authorities", "code"),
    ),
    Column(
        "partner",
        "Partenaire",
        "Autorité locale étrangère chef de file",
        "application.partner.name",
        width=30,
    ),
    Column(
        "countries",
        "Pays ou territoires",
        "Séparés par des points-virgules",
        several("application.countries", "name"),
        width=26,
    ),
    Column(
        "iso2",
        "Codes ISO",
        "Codes ISO 3166, dans le même ordre",
        several("application.countries", "pk"),
    ),
    Column(
        "themes",
        "Thématiques",
        "Séparées par des points-virgules",
        several("application.themes", "name"),
        width=34,
    ),
    Column(
        "themes_codes",
        "Codes des thématiques",
        "Dans le même ordre",
        several("application.themes", "code"),
    ),
    Column(
        "goals",
        "ODD",
        "Numéros des objectifs de développement durable, de 1 à 17",
        lambda row: joined(row.application.goals),
        width=9,
    ),
    Column("amount", "Montant retenu", "Dans la monnaie qui suit"),
    Column("currency", "Monnaie", "Code ISO 4217 de la monnaie", width=9),
    Column("held_on", "Comité", "Jour où il s’est réuni", "committee.held_on"),
    Column("call", "Appel à projets", "Son titre", "application.call.title", width=34),
    Column(
        "page",
        "Page",
        "Adresse de la page du projet",
        lambda row: settings.SITE_URL + reverse("project_detail", args=[row.application_id]),
        width=50,
    ),
]
