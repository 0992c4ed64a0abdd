"""The sheet of the opinions: one row a post and a dossier, whatever its state."""

from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.formats import date_format

from correspondents.spreadsheets.write import Column, joined
from projects.models import ApplicationVersion

from .words import DOSSIER, call_column, countries_column


def for_sheet(requests):
    """The requests with all that the columns read, in as many queries whatever the rows."""
    versions = ApplicationVersion.objects.filter(application=OuterRef("application_id"))
    last = versions.order_by("-number").values("number")[:1]
    return (
        requests.select_related(
            "post",
            "batch__call",
            "application__lead",
            "application__partner",
            "opinion__version",
            "opinion__request__batch",
        )
        .prefetch_related("application__countries", "batch__reminders", "opinion__marks__criterion")
        .annotate(last_version=Subquery(last))
    )


def _of_opinion(name, label, description, width=60):
    """A column of the opinion that counts: nothing of a draft leaves."""
    return Column(
        name,
        label,
        description,
        lambda r: getattr(r.valid_opinion, name) if r.valid_opinion else "",
        width=width,
    )


def _reminders(request):
    rows = request.batch.reminders.all()
    return joined((f"{row}, le {date_format(row.sent_on, 'd/m/Y')}" for row in rows), "\n")


def _basis(request):
    """On which version the opinion was given, when the dossier has changed since."""
    if not request.valid_opinion or request.valid_opinion.version.number == request.last_version:
        return ""
    return f"rendu sur une version antérieure ({request.valid_opinion.version.number})"


COLUMNS = [
    call_column("batch.call"),
    *DOSSIER,
    Column(
        "partner",
        "Partenaire",
        "Autorité locale étrangère chef de file",
        "application.partner.name",
    ),
    countries_column("application"),
    Column("post", "Poste", "Poste saisi", "post.name", "post.slug", width=30),
    Column("asked_on", "Saisi le", "Jour de la saisine", "batch.asked_on", width=13),
    Column("due_on", "Échéance", "Dernier jour, à Paris", width=13),
    Column("reminders", "Relances", "Celles qui sont parties, une par ligne", _reminders, width=26),
    Column(
        "state",
        "Avis",
        "Sens de l’avis, ou ce qu’il en est ; le retard y est dit",
        "state_in_words",
        lambda r: r.valid_opinion.verdict if r.valid_opinion else None,
        width=30,
    ),
    Column(
        "validated_on",
        "Validé le",
        "Jour où l’avis a compté, à Paris",
        lambda r: timezone.localdate(r.valid_opinion.validated_at) if r.valid_opinion else None,
        width=13,
    ),
    _of_opinion("validated_by", "Validé par", "Qui l’a validé au poste", 26),
    _of_opinion("drafted_by", "Rédigé par", "Qui l’a rédigé", 26),
    _of_opinion(
        "accepted_because",
        "Accepté parce que",
        "Raison pour laquelle la délégation a pris un brouillon pour avis",
        30,
    ),
    Column("basis", "Version", "Rempli : le dossier a changé depuis l’avis", _basis, width=26),
    _of_opinion("reasons", "Motifs", "Communicables une fois la décision prise"),
    _of_opinion("reservations", "Réserves", "Communicables une fois la décision prise"),
    Column(
        "marks",
        "Critères",
        "Notes de 0 à 4, une par ligne",
        lambda r: joined(r.valid_opinion.marks.all(), "\n") if r.valid_opinion else "",
        width=30,
    ),
    _of_opinion("security_note", "Sécurité", "À ne pas communiquer"),
    _of_opinion("committee_note", "Note pour le comité", "À ne pas communiquer"),
    Column(
        "revoked_because",
        "Saisine annulée parce que",
        "Rempli : le poste n’est plus saisi",
        width=30,
    ),
]
