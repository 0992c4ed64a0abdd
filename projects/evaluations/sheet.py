"""The sheet of the evaluations: one row an evaluation that counts."""

from correspondents.spreadsheets.write import Column, day_of
from projects.models import EvaluationMark
from projects.sheets.words import call_column, countries_column


def for_sheet(evaluations):
    """The evaluations with all that the columns read, in as many queries whatever the rows."""
    return evaluations.select_related(
        "post",
        "grant__decision__application__call",
        "grant__decision__application__lead",
        "grant__decision__application__partner",
    ).prefetch_related("marks", "photos", "grant__decision__application__countries")


def _dossier(name, label, description, path, width=30):
    return Column(name, label, description, f"grant.application.{path}", width=width)


def _of_criterion(criterion, name, label, description, empty, width):
    """A column of what the post says of a criterion: its mark, or its text."""

    def value(evaluation):
        rows = (row for row in evaluation.marks.all() if row.criterion == criterion)
        return next((getattr(row, name) for row in rows), empty)

    return Column(f"{criterion}_{name}", label, description, value, width=width)


COLUMNS = [
    Column("grant", "Subvention", "Numéro de la subvention", "grant.number"),
    call_column("grant.application.call"),
    _dossier("dossier", "Dossier", "Numéro du dossier", "reference", 18),
    _dossier("title", "Intitulé", "Intitulé du projet", "title", 50),
    _dossier("lead", "Chef de file", "Collectivité française chef de file", "lead.name"),
    _dossier("partner", "Partenaire", "Autorité locale étrangère chef de file", "partner.name"),
    countries_column("grant.application"),
    Column("starts_on", "Début", "Premier jour du projet", "grant.starts_on", width=13),
    Column("ends_on", "Fin", "Dernier jour du projet", "grant.ends_on", width=13),
    Column("post", "Poste", "Poste qui évalue", "post.name", "post.slug", width=30),
    Column("evaluated_on", "Évalué le", "Jour de l’évaluation"),
    Column("visited_on", "Visite le", "Vide : sans visite"),
    Column("summary", "À retenir", "Ce qu’il faut retenir", width=60),
    *(
        _of_criterion(criterion, name, f"{label.capitalize()}, {of}", description, empty, width)
        for criterion, label in EvaluationMark.Criterion.choices
        for name, of, description, empty, width in [
            ("mark", "note", "De 0 à 4", None, 12),
            ("text", "constats", "Ce que le poste a constaté", "", 60),
        ]
    ),
    Column("photos", "Photos", "Combien", lambda row: len(row.photos.all()), width=10),
    Column("drafted_by", "Rédigée par", "Qui l’a rédigée", width=26),
    Column("validated_by", "Validée par", "Qui l’a validée", width=26),
    Column(
        "validated_on",
        "Validée le",
        "Jour où elle a compté, à Paris",
        day_of("validated_at"),
        width=13,
    ),
]
