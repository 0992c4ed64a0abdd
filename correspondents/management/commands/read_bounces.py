"""Read the delivery reports of a folder, and file each of them away."""

from pathlib import Path

from django.core.management.base import CommandError

from correspondents.records.commands import SentenceCommand
from correspondents.sending.bounces import MOST_BYTES, Ignored, take

TAKEN, IGNORED = "traités", "ignorés"


def waiting(folder):
    """The mails of the folder: its .eml files, and those of a Maildir; links are not followed."""
    mails = [path for path in folder.iterdir() if path.suffix.lower() == ".eml"]
    for name in ("new", "cur"):
        if (folder / name).is_dir():
            mails += (folder / name).iterdir()
    return sorted(path for path in mails if path.is_file() and not path.is_symlink())


def file_away(path, folder):
    """Move the file under a name that is free there."""
    folder.mkdir(exist_ok=True)
    to, number = folder / path.name, 1
    while to.exists():
        number += 1
        to = folder / f"{path.stem}-{number}{path.suffix}"
    path.rename(to)


def printable(name):
    return "".join(letter if letter.isprintable() else "?" for letter in name)


class Command(SentenceCommand):
    help = (
        "Lit les rapports de remise (RFC 3464) d’un dossier de fichiers .eml ou d’un Maildir, "
        "signale les adresses qui refusent nos courriels, et range chaque fichier."
    )

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, metavar="DOSSIER")

    def handle(self, folder, **options):
        if not folder.is_dir():
            raise CommandError(f"Il n’y a pas de dossier « {folder} ».")
        flagged, ignored = set(), 0
        for path in waiting(folder):
            try:
                with path.open("rb") as file:
                    flagged |= take(file.read(MOST_BYTES + 1))
            except Ignored as reason:
                ignored += 1
                self.stdout.write(f"Ignoré, {printable(path.name)} : {reason}.")
                file_away(path, folder / IGNORED)
            else:
                file_away(path, folder / TAKEN)
        self.stdout.write(f"{len(flagged)} adresses signalées, {ignored} fichiers ignorés.")
