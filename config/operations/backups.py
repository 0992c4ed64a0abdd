"""Backups of the base: made by PostgreSQL's own program, encrypted, checked, kept so many days."""

import hashlib
import os
import re
import shutil
import subprocess
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.core.management.base import CommandError
from django.db import connection
from django.utils import timezone
from psycopg.conninfo import make_conninfo
from pyrage import DecryptError, IdentityError, RecipientError, decrypt_file, encrypt_file, x25519

NAME = re.compile(r"annuaire-(\d{4}-\d\d-\d\dT\d{6})\.dump(\.age)?")
MOMENT = "%Y-%m-%dT%H%M%S"
PRIVATE = 0o600
# Counts of attempts and used codes: worth nothing on another server.
PASSING = "shared_cache"
TABLES = "SELECT count(*) FROM information_schema.tables WHERE table_schema = current_schema()"


def make():
    """Write a backup into BACKUP_DIR; returns its path.

    It appears under its name once whole and on the disk, with its sum beside it, as `sha256sum`
    writes it. Raises CommandError with a French sentence.
    """
    folder = Path(settings.BACKUP_DIR)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    encrypts = bool(settings.BACKUP_RECIPIENTS)
    name = f"annuaire-{timezone.localtime():{MOMENT}}.dump{'.age' * encrypts}"
    with TemporaryDirectory(dir=folder, prefix=".en-cours-") as draft:
        dump = Path(draft, "base.dump")
        options = ["--format=custom", "--no-owner", "--no-privileges"]
        run("pg_dump", *options, f"--exclude-table-data={PASSING}", f"--file={dump}", base())
        if encrypts:
            sealed = Path(draft, "base.age")
            encrypt_file(str(dump), str(sealed), recipients())
            dump = sealed
        dump.chmod(PRIVATE)
        with dump.open("rb") as file:
            os.fsync(file.fileno())
        (folder / f"{name}.sha256").write_text(f"{sum_of(dump)}  {name}\n", encoding="utf-8")
        return dump.rename(folder / name)


def restore(path, identity=None):
    """Fill the empty base of the site with a backup, whole or not at all.

    `identity` is the file of the key that opens an encrypted one. Raises CommandError.
    """
    check(path)
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        if cursor.fetchone()[0]:
            raise CommandError(
                f"La base « {connection.settings_dict['NAME']} » n’est pas vide : rien n’y a été "
                "écrit. Créez-en une vide (createdb), désignez-la dans DATABASE_URL, recommencez."
            )
    connection.close()
    with opened(path, identity) as dump:
        options = ["--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges"]
        run("pg_restore", *options, "--no-comments", f"--dbname={base()}", dump)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def check(path):
    """Raise CommandError unless the file is what its sum says."""
    try:
        said = Path(f"{path}.sha256").read_text(encoding="utf-8").split()[0]
    except (OSError, IndexError):
        raise CommandError(
            f"La somme de contrôle {path}.sha256 manque : copiez-la à côté de la sauvegarde."
        ) from None
    if not path.exists() or sum_of(path) != said:
        raise CommandError(
            f"{path} n’est pas le fichier dont la somme a été écrite : il manque, est coupé ou a "
            "changé. Prenez une autre copie."
        )


def rotate():
    """Erase the backups older than BACKUP_DAYS, but the last one; returns how many."""
    oldest = timezone.localtime() - timedelta(days=settings.BACKUP_DAYS)
    old = [path for path in all_made()[:-1] if moment_of(path) < f"{oldest:{MOMENT}}"]
    for path in old:
        path.unlink()
        Path(f"{path}.sha256").unlink(missing_ok=True)
    return len(old)


def all_made():
    """The whole backups of BACKUP_DIR, earliest first."""
    found = (path for path in Path(settings.BACKUP_DIR).glob("*") if NAME.fullmatch(path.name))
    return sorted(found, key=moment_of)


def moment_of(path):
    return NAME.fullmatch(path.name)[1]


def sum_of(path):
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def recipients():
    try:
        return [x25519.Recipient.from_str(text) for text in settings.BACKUP_RECIPIENTS]
    except RecipientError:
        raise CommandError(
            "BACKUP_RECIPIENTS doit donner des clés publiques d’age (age1…), entre virgules : rien "
            "n’a été sauvegardé."
        ) from None


@contextmanager
def opened(path, identity):
    """The backup in clear, in a file that only this account reads, while the block lasts."""
    if path.suffix != ".age":
        yield path
        return
    if identity is None:
        raise CommandError("La sauvegarde est chiffrée : donnez le fichier de sa clé, --cle.")
    with TemporaryDirectory() as folder:
        dump = Path(folder, "base.dump")
        try:
            decrypt_file(str(path), str(dump), [key_in(identity)])
        except (DecryptError, IdentityError, OSError, ValueError):
            raise CommandError(
                f"La clé de {identity} n’ouvre pas cette sauvegarde : rien n’a été écrit."
            ) from None
        yield dump


def key_in(identity):
    lines = Path(identity).read_text(encoding="utf-8").splitlines()
    key = next((line.strip() for line in lines if line.startswith("AGE-SECRET-KEY-")), "")
    return x25519.Identity.from_str(key)


def base():
    """How PostgreSQL's programs name the base of the site, its password apart."""
    values, names = connection.settings_dict, {"NAME": "dbname", "USER": "user"}
    names |= {"HOST": "host", "PORT": "port"}
    given = {name: values[key] for key, name in names.items() if values[key]}
    return make_conninfo(**{**values["OPTIONS"], **given})


def run(program, *arguments):
    """Run one of PostgreSQL's programs; raises CommandError with its own words."""
    environment = {**os.environ, "PGPASSWORD": connection.settings_dict["PASSWORD"]}
    try:
        command = [where(program), *map(str, arguments)]
        subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    except subprocess.CalledProcessError as error:
        raise CommandError(
            f"{program} a échoué, rien n’a été gardé : {error.stderr.strip()}"
        ) from None


def where(program):
    """The program of the folder PG_BIN, else of the host: Debian's, or one on its path."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    folders = os.pathsep.join(filter(None, [settings.PG_BIN, *map(str, debian)]))
    if found := shutil.which(program, path=folders) or shutil.which(program):
        return found
    raise CommandError(
        f"{program} est introuvable : installez postgresql-client, ou indiquez son dossier dans "
        "PG_BIN."
    )
