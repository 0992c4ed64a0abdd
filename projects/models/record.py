"""A dossier in words: headings and texts, as people read it and as its versions keep it."""

from django.utils.formats import date_format

from .money import amount_in_words


def described(application):
    """[[heading, [text, …]], …] of a dossier read by `whole()`; no text for an unknown value."""
    row = application
    return [
        ["Intitulé", texts(row.title)],
        ["Résumé", texts(row.summary)],
        ["Déposé le", days(row.filed_on)],
        ["Retiré le", days(row.withdrawn_on)],
        ["Collectivité française chef de file", [row.lead.told_apart]],
        ["Autres collectivités françaises", names_of(row.other_authorities)],
        ["Autorité locale chef de file", [f"{row.partner} ({row.partner.country})"]],
        ["Autres autorités locales", names_of(row.other_partners)],
        ["Autres partenaires", [line.strip() for line in row.other_bodies.splitlines() if line]],
        ["Pays ou territoires", names_of(row.countries)],
        ["Territoire local partenaire", texts(row.territory)],
        ["Thématiques", names_of(row.themes)],
        ["Objectifs de développement durable", [f"ODD {goal}" for goal in sorted(row.goals)]],
        ["Début prévu", days(row.starts_on)],
        ["Durée", [f"{row.months} mois"] if row.months else []],
        ["Cofinancement demandé", amounts(row.requested, row.currency)],
        ["Suivi du projet", amounts(row.monitoring, row.currency)],
        ["Budget", [str(line) for line in row.budget_lines.all()]],
        ["Aide publique (e-APD) de l’année précédente déclarée", [row.get_aid_declared_display()]],
        ["Pièces", [piece_in_words(piece) for piece in row.joined_pieces]],
    ]


def texts(value):
    return [str(value)] if value else []


def days(value):
    return [date_format(value, "j F Y")] if value else []


def names_of(rows):
    return sorted(str(row) for row in rows.all())


def amounts(amount, currency):
    return [] if amount is None else [amount_in_words(amount, currency)]


def piece_in_words(piece):
    """Its name and the beginning of its print: another file of the same name is another text."""
    return f"{piece.name} ({piece.kind}, {piece.sha256[:8]})"
