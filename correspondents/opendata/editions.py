"""An edition is made whole or not at all, when something changed; one publication at a time."""

from collections import defaultdict
from contextlib import contextmanager

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone

from correspondents.models import DataEdition, DataTable, Withdrawal

from .licence import ATTRIBUTIONS, LICENCE, publisher
from .packing import pack


class References:
    """The keys that the tables hold and those that they name, noted as their records go by."""

    def __init__(self):
        self.keys, self.mentions = defaultdict(set), defaultdict(set)

    def watch(self, table, records):
        """The records, as they are. Raises ValidationError when two have one key."""
        keys = self.keys[table.name]
        for record in records:
            if record[table.key] in keys:
                raise ValidationError(f"Deux lignes de « {table.name} » ont la même clé.")
            keys.add(record[table.key])
            for each in table.foreign_keys:
                self.mentions[each.table or table.name].add(record[each.field])
            yield record

    def check(self):
        """Raise ValidationError when a row names a key that no row has.

        The tables are read one after the other, while people work.
        """
        for name, keys in self.mentions.items():
            if missing := keys - self.keys[name] - {None}:
                raise ValidationError(
                    f"La base a changé pendant la lecture : « {name} » n’a pas de ligne "
                    f"{min(map(str, missing))}. Rien n’est publié ; relancez la commande."
                )


def publish(tables, *, version):
    """The new edition of the tables, or None when the last one says the same.

    What left the base since is taken out of past editions first; what leaves it while the tables
    are read is left out of what is served, until the next publication. Raises
    ValidationError, and publishes nothing, when the tables do not hold together.
    """
    with one_at_a_time():
        _withdraw_noted()
    with one_at_a_time():
        last = DataEdition.objects.latest_first().first()
        former = {table.name: table for table in last.tables.light()} if last else {}
        now, references = timezone.now(), References()
        built = [_built(table, former.get(table.name), now, references) for table in tables]
        references.check()
        before, after = {table.pk for table in former.values()}, {table.pk for table in built}
        if last and last.schema_version == version and before == after:
            return None
        return _edition(built, now, version)


@contextmanager
def one_at_a_time():
    """A transaction that waits for the end of another publication; nobody else waits for it."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('correspondents_dataedition'))")
        yield


def _built(table, former, now, references):
    """The version of the table that is known, when its rows and schema have not changed."""
    schema = table.schema()
    head = {
        "name": table.name,
        "title": table.title,
        "generated_at": timezone.localtime(now).isoformat(timespec="seconds"),
        "publisher": publisher(),
        "licence": LICENCE,
        "attributions": ATTRIBUTIONS,
        "schema": f"{settings.SITE_URL}/donnees/{table.name}.schema.json",
    }
    packed = pack(head, table.names, references.watch(table, table.records()))
    if former and (former.csv_sha256, former.schema) == (packed.csv.sha256, schema):
        return former
    version = DataTable(name=table.name, generated_at=now, schema=schema)
    version.hold(packed)
    return version


def _edition(built, now, version):
    """Save the edition, and the versions of tables that are new."""
    for table in built:
        if table.pk is None:
            table.save()
    day = timezone.localdate(now).isoformat()
    same_day = DataEdition.objects.filter(name__startswith=day).count()
    edition = DataEdition.objects.create(
        name=f"{day}-{same_day + 1}" if same_day else day,
        published_at=now,
        schema_version=version,
    )
    edition.tables.set(built)
    return edition


def withdraw(table, key):
    """Take a row that the base no longer publishes out of every edition; in how many versions.

    Raises ValidationError while the base still publishes it: the next edition would bring it back.
    """
    with one_at_a_time():
        if any(str(record[table.key]) == key for record in table.records()):
            raise ValidationError(
                f"« {key} » est encore publié dans « {table.name} » : corrigez d’abord l’annuaire."
            )
        Withdrawal.objects.create(table=table.name, key=key)
        return _withdraw_noted()


def _withdraw_noted():
    """Take out of every version of a table the rows noted as withdrawn; how many left."""
    noted, number = list(Withdrawal.objects.values_list("pk", flat=True)), 0
    notes = Withdrawal.objects.filter(pk__in=noted)  # not those of people at work meanwhile
    keys = notes.by_table()
    for pk in list(DataTable.objects.filter(name__in=keys).values_list("pk", flat=True)):
        table = DataTable.objects.get(pk=pk)  # one at a time: their files are heavy
        if left := table.withdraw(keys[table.name]):
            table.save()
            number += left
    notes.delete()
    return number
