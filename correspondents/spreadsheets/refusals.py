"""The reasons to refuse a file: one French sentence each, with the fault, its place, a remedy."""

from django.conf import settings
from openpyxl.utils import get_column_letter

MOST_HEADINGS = 12  # that a refusal names
SAVE_AS_TEXT = "enregistrez la liste au format « CSV UTF-8 », ou en .xlsx"


class RefusedFile(Exception):
    """A file that will not be read; its text is for the person who chose it."""


def empty():
    return RefusedFile("Le fichier est vide : choisissez le fichier qui contient la liste.")


def too_big(size):
    """`size` in bytes."""
    return RefusedFile(
        f"Le fichier pèse {_megabytes(size)}, plus que les "
        f"{_megabytes(settings.IMPORT_MAX_BYTES)} permis : ne gardez que la liste, sans image, "
        "ou coupez-la en plusieurs fichiers."
    )


def unknown_format(name):
    return RefusedFile(
        f"Le format « {name} » n’est pas lu : enregistrez la liste au format .xlsx, .ods ou .csv."
    )


def disguised(extension, what):
    format = ".xlsx" if extension == ".xls" else extension
    return RefusedFile(
        f"Le fichier porte l’extension {extension} mais c’est {what} : ouvrez-le dans un tableur "
        f"et enregistrez-le au format {format}."
    )


def not_text(extension):
    return RefusedFile(f"Le fichier {extension} n’est pas un texte lisible : {SAVE_AS_TEXT}.")


def unreadable_accents():
    return RefusedFile(
        f"Le fichier n’est pas un texte lisible (accents illisibles) : {SAVE_AS_TEXT}."
    )


def utf16(extension):
    return RefusedFile(
        f"Le fichier {extension} n’est pas un texte lisible ici, car il est en UTF-16 : "
        f"{SAVE_AS_TEXT}."
    )


def endless_record(number):
    """`number` counts the records of a .csv from 1."""
    return RefusedFile(
        f"La ligne {number} du fichier .csv n’en finit pas (un guillemet y est peut-être resté "
        "ouvert) : ouvrez-le dans un tableur et enregistrez la liste au format .xlsx."
    )


def foreign_json():
    return RefusedFile(
        "Le fichier .json n’est pas un export de cet annuaire, le seul qui soit lu : enregistrez "
        "la liste au format .xlsx, .ods ou .csv."
    )


def encrypted():
    return RefusedFile(
        "Le classeur est protégé par un mot de passe : retirez la protection, puis recommencez."
    )


def damaged():
    return RefusedFile(
        "Le fichier est incomplet ou abîmé : ouvrez-le dans un tableur, enregistrez-le à nouveau, "
        "puis recommencez."
    )


def suspect(what):
    return RefusedFile(f"Le classeur contient {what} : copiez la liste dans un classeur neuf.")


def too_wide(most):
    """Merges, links or comments over more than `most` cells."""
    return suspect(
        f"des fusions, des liens ou des commentaires qui couvrent plus de {most} cellules"
    )


def too_far(address):
    """A filled cell beyond the rows and columns allowed."""
    last = f"{get_column_letter(settings.IMPORT_MAX_COLUMNS)}{settings.IMPORT_MAX_ROWS}"
    return RefusedFile(
        f"Une cellule est remplie en {address}, au-delà de {last}, la dernière permise : "
        "supprimez les lignes et les colonnes étrangères à la liste."
    )


def too_many_cells():
    return RefusedFile(
        f"Le fichier compte plus de {settings.IMPORT_MAX_CELLS} cellules remplies : "
        "ne gardez que la liste, ou coupez-la en plusieurs fichiers."
    )


def too_heavy():
    """Its reading took more memory than allowed."""
    return RefusedFile(
        "La lecture du fichier demande trop de mémoire : copiez la liste seule dans un classeur "
        "neuf, ou coupez-la en plusieurs fichiers."
    )


def too_slow():
    return RefusedFile(
        f"La lecture du fichier a dépassé {settings.IMPORT_MAX_SECONDS} secondes : copiez la liste "
        "seule dans un classeur neuf, ou coupez-la en plusieurs fichiers."
    )


def interrupted():
    """The process that read it died."""
    return RefusedFile(
        "La lecture du fichier s’est interrompue : copiez la liste seule dans un classeur neuf, "
        "puis recommencez."
    )


def no_list(examples, headings=(), near=()):
    """`examples` are headings of the list, `headings` those of the file, `near` the pairs of one of
    these and of the known one that resembles it."""
    sentences = [
        "Aucune feuille ne contient de liste : il faut une ligne d’en-têtes où figurent au moins "
        f"trois colonnes connues, par exemple {enumerated(examples)}."
    ]
    if headings:
        sentences.append(f"En-têtes trouvés : {enumerated(headings[:MOST_HEADINGS])}.")
    if near:
        likely = [f"« {heading} » est peut-être « {known} »" for heading, known in near]
        sentences.append(f"{' ; '.join(likely[:MOST_HEADINGS])}.")
    return RefusedFile(" ".join(sentences))


def enumerated(headings):
    """« Pays », « Nom » et « Courriel »."""
    *others, last = [f"« {heading[:60]} »" for heading in headings]
    return f"{', '.join(others)} et {last}" if others else last


def _megabytes(size):
    return f"{size / (1 << 20):.1f} Mo".replace(".", ",")
