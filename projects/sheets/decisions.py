"""The sheet of the decisions: one row each, whether it is settled, notified, public."""

from operator import attrgetter

from django.utils import timezone

from correspondents.spreadsheets.write import Column

from .words import day_of


def for_sheet(decisions):
    """The decisions with what the columns read."""
    return decisions.select_related(
        "committee__call", "application__lead", "application__partner", "notification"
    ).prefetch_related("application__countries", "application__derogations")


def _countries(decision):
    return ", ".join(sorted(country.name for country in decision.application.countries.all()))


def _derogations(decision):
    return " ; ".join(str(row) for row in decision.application.derogations.all())


def _notified_on(decision):
    told = getattr(decision, "notification", None)
    return timezone.localdate(told.notified_at) if told else None


COLUMNS = [
    Column("call", "Appel", "Titre de l’appel", attrgetter("committee.call.title"), width=40),
    Column("committee", "Comité", "Intitulé du comité", attrgetter("committee.name"), width=26),
    Column("held_on", "Réuni le", "Jour du comité", attrgetter("committee.held_on")),
    Column("dossier", "Dossier", "Numéro du dossier", attrgetter("application.reference")),
    Column("title", "Intitulé", "Intitulé du dossier", attrgetter("application.title"), width=40),
    Column("lead", "Chef de file", "Collectivité française", attrgetter("application.lead.name")),
    Column("partner", "Partenaire", "Autorité locale", attrgetter("application.partner.name")),
    Column("countries", "Pays ou territoires", "Ceux du projet", _countries, width=30),
    Column(
        "outcome",
        "Décision",
        "Ce que le comité a décidé",
        lambda decision: decision.get_outcome_display(),
        code=attrgetter("outcome"),
    ),
    Column("rank", "Rang", "Rang du dossier", attrgetter("rank"), width=8),
    Column("amount", "Montant", "Montant retenu", attrgetter("amount")),
    Column("currency", "Monnaie", "Monnaie du montant", attrgetter("currency"), width=8),
    Column("requested", "Demandé", "Par le dossier", attrgetter("application.requested")),
    Column("reason", "Motif", "Motif de la décision", attrgetter("reason"), width=60),
    Column("derogations", "Dérogations", "Celles du dossier", _derogations, width=40),
    Column(
        "settled_on",
        "Arrêtée le",
        "Jour où le procès-verbal a été arrêté ; vide : la décision peut changer",
        day_of("committee.closed_at"),
    ),
    Column("notified_on", "Notifiée le", "Jour de la notification", _notified_on),
    Column("published_on", "Publique depuis", "Résultats publiés", day_of("committee.results_at")),
]
