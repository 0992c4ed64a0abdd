"""The sheet of the decisions: one row each, whether it is settled, notified, public."""

from django.db.models import F

from correspondents.spreadsheets.write import Column, choice, day_of, several

from .words import COUNTRIES, DOSSIER


def for_sheet(decisions):
    """The decisions with what the columns read."""
    rows = decisions.select_related("committee__call", "application__lead", "application__partner")
    rows = rows.prefetch_related("application__countries", "application__derogations")
    return rows.annotate(notified_at=F("notification__notified_at"))


COLUMNS = [
    Column("call", "Appel", "Titre de l’appel", "committee.call.title", width=40),
    Column("committee", "Comité", "Intitulé du comité", "committee.name", width=26),
    Column("held_on", "Réuni le", "Jour du comité", "committee.held_on"),
    *DOSSIER,
    Column("partner", "Partenaire", "Autorité locale", "application.partner.name"),
    COUNTRIES,
    choice("outcome", "Décision", "Ce que le comité a décidé"),
    Column("rank", "Rang", "Rang du dossier", width=8),
    Column("amount", "Montant", "Montant retenu"),
    Column("currency", "Monnaie", "Monnaie du montant", width=8),
    Column("requested", "Demandé", "Par le dossier", "application.requested"),
    Column("reason", "Motif", "Motif de la décision", width=60),
    Column(
        "derogations",
        "Dérogations",
        "Celles du dossier",
        several("application.derogations"),
        width=40,
    ),
    Column(
        "settled_on",
        "Arrêtée le",
        "Jour où le procès-verbal a été arrêté ; vide : la décision peut changer",
        day_of("committee.closed_at"),
    ),
    Column("notified_on", "Notifiée le", "Jour de la notification", day_of("notified_at")),
    Column("published_on", "Publique depuis", "Résultats publiés", day_of("committee.results_at")),
]
