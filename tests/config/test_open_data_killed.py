"""`publish_data` killed while it writes, and run twice at once: whole editions, one of each."""

import pytest

from atlas.models import Partnership
from correspondents.models import DataEdition, DataTable, Post, Withdrawal

from ..correspondents.two_staff import opened
from ..databases import copied_database, manage, start_manage
from ..factories import PartnershipFactory
from ..opendata import everything

pytestmark = pytest.mark.drill

# Written last: what came before it is on its way, and not committed.
LAST_TABLE = "correspondents_dataedition_tables"


@pytest.fixture(scope="module")
def base(django_db_setup):
    with copied_database("published") as url:
        yield url


@pytest.fixture
def office(base, django_db_blocker):
    with django_db_blocker.unblock(), opened(base) as office:
        with office.editing() as connection:
            connection.execute(
                "TRUNCATE correspondents_dataedition, correspondents_datatable CASCADE"
            )
        yield office


def test_a_publication_killed_while_it_writes_leaves_nothing(office, base):
    with office.held(LAST_TABLE):
        process = start_manage("publish_data", DATABASE_URL=base)
        office.wait_for(1)
        process.kill()
        process.communicate()

    assert not DataEdition.objects.exists()
    assert not DataTable.objects.exists()
    assert "publiée" in manage("publish_data", DATABASE_URL=base)
    assert DataEdition.objects.get().tables.count() == 6


def test_of_two_publications_at_once_one_makes_the_edition(office, base):
    with office.held(LAST_TABLE):
        processes = [start_manage("publish_data", DATABASE_URL=base) for _ in range(2)]
        office.wait_for(2)
    printed = sorted(process.communicate()[0] for process in processes)

    assert [process.returncode for process in processes] == [0, 0]
    assert "Rien de nouveau" in printed[0]
    assert "publiée" in printed[1]
    assert DataEdition.objects.count() == 1
    assert DataTable.objects.count() == 6


def test_a_redaction_killed_while_it_writes_leaves_the_files_as_they_were(office, base):
    Post.objects.filter(slug="dakar").update(mailbox="cooperation@dakar.example")
    manage("publish_data", DATABASE_URL=base)
    Post.objects.filter(slug="dakar").update(mailbox="")
    before = DataTable.objects.get(name="adresses-fonctionnelles")
    withdrawal = ("publish_data", "--retirer", "adresses-fonctionnelles:poste-dakar")

    with office.held("correspondents_datatable"):
        process = start_manage(*withdrawal, DATABASE_URL=base)
        office.wait_for(1)
        process.kill()
        process.communicate()

    cut = DataTable.objects.get(pk=before.pk)
    assert (cut.csv_sha256, cut.withdrawn) == (before.csv_sha256, 0)
    assert not Withdrawal.objects.exists()

    assert "Rien de nouveau" in manage(*withdrawal, DATABASE_URL=base)
    after = DataTable.objects.get(pk=before.pk)
    assert (after.rows, after.withdrawn) == (before.rows - 1, 1)


def test_what_becomes_sensitive_during_a_publication_is_in_none_of_its_files(office, base, client):
    partnership = PartnershipFactory(partner__name="Ndimagine-du-Lac")
    with office.held(LAST_TABLE):
        process = start_manage("publish_data", DATABASE_URL=base)
        office.wait_for(1)
        Partnership.objects.filter(pk=partnership.pk).update(is_sensitive=True)  # does not wait
    process.communicate()

    assert DataTable.objects.get(name="partenariats").rows == 1  # it was read before
    assert "Ndimagine-du-Lac" not in everything(client)
    manage("publish_data", DATABASE_URL=base)
    assert DataTable.objects.get(name="partenariats").rows == 0
