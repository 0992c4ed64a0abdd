"""The version of the data: another one after any committed write, whatever its way in."""

import re
import threading
from contextlib import contextmanager
from datetime import timedelta
from types import SimpleNamespace
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction
from django.utils import timezone

from correspondents.models import Country, DataChange, User, Zone
from correspondents.records.cache import cached_until_written

from ...data_groups import tables_of
from ...factories import CorrespondentFactory, PartnershipFactory, WindowFactory

TABLES = {
    "countries": "correspondents: country country_look_alikes countryalias place placename "
    "searchword subdivision subdivisionname unrecognisedentity zone",
    "network": "correspondents: absence correspondent coverage edition frenchcontact frenchregion "
    "post",
    "inventory": "atlas: agreement coordinationnote foreignauthority foreignmember foreignname "
    "frenchmember localauthority localauthorityname partnership partnershiptheme rapprochement "
    "theme",
    "news": "atlas: countrynotice newsitem",
    "calls": "projects: application application_countries application_other_authorities "
    "application_other_partners application_themes call callcountry committee decision window",
}


@pytest.fixture
def zone(django_db_setup, django_db_blocker):
    """A zone in the base itself, committed as are all writes of the test; then out of it."""
    with django_db_blocker.unblock():
        yield Zone.objects.create(name="Zone inventée")
        Zone.objects.filter(name__contains="inventée").delete()


def version(*groups):
    return DataChange.objects.version(groups or None)


def test_a_write_makes_a_version_and_a_reading_none(zone):
    before = version()
    list(Zone.objects.all())
    assert version() == before

    zone.desk = "Bureau"
    zone.save()

    assert version() != before


def test_writes_in_bulk_and_plain_sql_do_too(zone):
    before = version()
    Zone.objects.filter(name="Zone inventée").update(desk="Bureau")
    bulk = version()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE correspondents_zone SET desk = 'Autre' WHERE name = 'Zone inventée'")

    assert len({before, bulk, version()}) == 3


def test_what_is_rolled_back_never_was(zone):
    before = version()

    with transaction.atomic():
        Zone.objects.filter(name="Zone inventée").update(desk="Bureau")
        transaction.set_rollback(True)

    assert version() == before


@contextmanager
def writing(zone):
    """Another writer has written, and commits at the end of the block."""
    wrote, go_on = threading.Event(), threading.Event()

    def write():
        try:
            with transaction.atomic():
                Zone.objects.filter(pk=zone.pk).update(desk="Bureau")
                wrote.set()
                go_on.wait(20)
        finally:
            connection.close()

    thread = threading.Thread(target=write)
    thread.start()
    assert wrote.wait(20)
    yield
    assert thread.is_alive()  # nothing above waited for it
    go_on.set()
    thread.join(20)


def test_writers_do_not_wait_for_one_another_and_none_hides_the_other(zone):
    """One writes and stays open; another writes and commits meanwhile; then the first commits."""
    with writing(zone):
        seen = [version()]
        Zone.objects.create(name="Autre zone inventée")
        seen.append(version())
    seen.append(version())

    assert len(set(seen)) == 3


def test_forgetting_neither_waits_for_a_writer_nor_hides_it(zone):
    seen = [version("countries")]
    with writing(zone):
        Zone.objects.create(name="Autre zone inventée")
        DataChange.objects.forget()
        seen.append(version("countries"))
    seen.append(version("countries"))

    assert len(set(seen)) == 3


def test_forgetting_makes_a_version_that_has_never_been(zone):
    seen = set()
    for _ in range(3):
        seen.add(version())
        Zone.objects.filter(name="Zone inventée").update(desk="Bureau")
        seen.add(version())
        DataChange.objects.forget()
        assert DataChange.objects.filter(group="countries").count() == 1
        assert DataChange.objects.count() == len(DataChange.Group)

    assert version() not in seen
    assert len(seen) == 6


def test_rows_left_by_an_older_server_hide_no_write_and_are_forgotten(zone):
    """Restored elsewhere, a base holds marks of transactions whose numbers are still to come."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text::bigint")
        (current,) = cursor.fetchone()
    marks = [UUID(int=number) for number in [*range(current, current + 50), 2**128 - 1]]
    left = [DataChange(group="countries", mark=mark) for mark in marks]
    DataChange.objects.bulk_create(left)

    seen = {version("countries")}
    for desk in ["Bureau", "Autre"]:
        Zone.objects.filter(name="Zone inventée").update(desk=desk)
        seen.add(version("countries"))
    assert len(seen) == 3

    DataChange.objects.forget()
    assert not DataChange.objects.filter(mark__in=marks).exists()
    assert version("countries") not in seen


def test_what_is_cached_is_read_again_after_a_write_only(zone):
    reads = []

    def read():
        reads.append(1)
        return Zone.objects.count()

    def zones():
        return cached_until_written("zones", read, {"countries"})

    one, again = zones(), zones()
    Zone.objects.create(name="Autre zone inventée")

    assert zones() == again + 1 == one + 1
    assert len(reads) == 2


def test_nothing_is_cached_for_who_is_signed_in_nor_in_a_transaction(zone):
    user, reads = User(), []  # an account is authenticated, whoever it is

    for _ in range(2):
        cached_until_written("zones", lambda: reads.append(1), {"countries"}, user)
    with transaction.atomic():
        for _ in range(2):
            cached_until_written("zones", lambda: reads.append(1), {"countries"})

    assert len(reads) == 4


def test_another_day_is_another_version(zone, monkeypatch):
    before = version()

    monkeypatch.setattr("correspondents.models.changes.timezone.localdate", lambda: "demain")

    assert version() != before


@pytest.mark.parametrize("group", TABLES)
def test_each_table_that_public_pages_show_has_its_group(db, group):
    app, _, names = TABLES[group].partition(": ")
    assert {f"{app}_{name}" for name in names.split()} == tables_of({group})


def test_every_group_has_tables(db):
    assert set(TABLES) == set(DataChange.Group)


def test_a_misspelt_group_is_refused(db):
    with pytest.raises(ValueError, match="inventaire"):
        version("inventaire")


@pytest.mark.parametrize(
    ("write", "groups"),
    [
        (lambda by: CorrespondentFactory().verify(by=by), {"network"}),
        (lambda by: PartnershipFactory(), {"inventory"}),
        (lambda by: Country.objects.filter(pk="SN").update(capital="Dakar"), {"countries"}),
    ],
    ids=["a person is verified", "a partnership is written", "a country is written"],
)
def test_a_write_makes_a_version_of_its_group_alone(delegation, write, groups):
    before = {group: version(group) for group in DataChange.Group}

    write(delegation)

    assert {group for group in DataChange.Group if version(group) != before[group]} == groups


def test_a_transaction_has_one_mark_whatever_it_writes(db):
    before = DataChange.objects.count()

    for _ in range(2):
        Country.objects.filter(pk="SN").update(capital="Dakar")
        PartnershipFactory()

    assert DataChange.objects.count() == before + 2
    marks = DataChange.objects.filter(group="inventory").values("mark")
    assert DataChange.objects.filter(group="countries", mark__in=marks).exists()


@pytest.fixture
def new_version(db, monkeypatch):
    """The test's own transaction passes for none; its writes make a version when it says so."""
    inside = SimpleNamespace(in_atomic_block=False)
    monkeypatch.setattr("correspondents.records.cache.connection", inside)

    def written(*groups):
        for group in groups or DataChange.Group:
            DataChange.objects.create(group=group, mark=uuid4())

    return written


@pytest.mark.slow
@pytest.mark.parametrize("address", ["/atlas/", "/atlas/?page=1", "/atlas/coordination/"])
def test_a_page_is_cached_until_a_write(client, new_version, address):
    place = PartnershipFactory().partner
    PartnershipFactory(partner=place)
    first = client.get(address)
    PartnershipFactory(partner=place)
    PartnershipFactory(partner=PartnershipFactory().partner)

    assert client.get(address).content == first.content
    new_version()
    assert counted(client.get(address)) != counted(first)


@pytest.mark.slow
def test_a_verification_leaves_the_atlas_cached_and_a_partnership_does_not(client, new_version):
    place = PartnershipFactory().partner
    first = client.get("/atlas/")
    PartnershipFactory(partner=place)

    new_version("network")
    assert client.get("/atlas/").content == first.content
    new_version("inventory")
    assert counted(client.get("/atlas/")) != counted(first)


def counted(response):
    """« 3 partenariats », « Aucun territoire » : what the page says that it found."""
    page = response.content.decode()
    return re.search(r">([\d\s]+|Aucun)\s(?:partenariat|territoire)", page)[1].replace("Aucun", "0")


@pytest.mark.slow
@pytest.mark.parametrize("address", ["/atlas/", "/atlas/?pays=sn", "/atlas/?q=senegal"])
def test_whoever_writes_to_the_inventory_reads_it_as_written(
    delegation_client, new_version, address
):
    PartnershipFactory()
    before = counted(delegation_client.get(address))
    PartnershipFactory()
    new_version()

    assert int(counted(delegation_client.get(address))) == int(before) + 1


@pytest.fixture
def town(new_version):
    """A place whose page says its name; `town.rename(name)` tells no version."""
    place = PartnershipFactory().partner
    return SimpleNamespace(
        url=place.get_absolute_url(),
        rename=lambda name: type(place).objects.filter(pk=place.pk).update(name=name),
        name=place.name,
    )


@pytest.mark.slow
def test_a_cached_page_is_for_visitors_alone(client, delegation, town):
    before = client.get(town.url)
    town.rename("Ndimagine-la-Neuve")

    assert client.get(town.url).content == before.content
    client.cookies["messages"] = "quelque chose"
    assert "Ndimagine-la-Neuve" in client.get(town.url).content.decode()
    client.cookies.clear()
    client.force_login(delegation)
    assert "Ndimagine-la-Neuve" in client.get(town.url).content.decode()


@pytest.mark.slow
def test_a_browser_that_holds_the_page_receives_nothing_until_it_changes(client, new_version, town):
    first = client.get(town.url)
    held = {"If-None-Match": first["ETag"]}

    again, head = client.get(town.url, headers=held), client.head(town.url)
    assert (again.status_code, again.content) == (304, b"")
    assert (head.status_code, head.content, head["ETag"]) == (200, b"", first["ETag"])
    assert first["Cache-Control"] == "no-cache"
    assert "Cookie" in first["Vary"]

    town.rename("Ndimagine-la-Neuve")
    new_version()
    assert client.get(town.url, headers=held).status_code == 200
    town.rename(town.name)
    new_version()
    assert client.get(town.url, headers=held).status_code == 304


@pytest.mark.slow
@pytest.mark.parametrize(
    "query", ["x=1&etat=running&pays=sn", "pays=sn&etat=running", "q=&pays=sn&etat=running&x"]
)
def test_an_unknown_parameter_or_another_order_makes_no_other_page(client, new_version, query):
    place = PartnershipFactory(status="running").partner
    first = client.get("/atlas/?pays=sn&etat=running")
    PartnershipFactory(partner=place, status="running")

    assert client.get(f"/atlas/?{query}").content == first.content


@pytest.mark.slow
def test_an_unknown_parameter_goes_into_no_link_of_a_cached_page(client, new_version, town):
    page = client.get("/atlas/?visiteur=untel").content.decode()

    assert "untel" not in page


@pytest.mark.slow
def test_each_address_is_cached_apart_and_a_missing_page_is_not(client, new_version, town):
    assert counted(client.get("/atlas/?pays=sn")) == "1"
    assert counted(client.get("/atlas/?pays=ml")) == "0"
    assert client.get("/atlas/territoires/909090/").status_code == 404

    PartnershipFactory(partner__pk=909090)

    assert client.get("/atlas/territoires/909090/").status_code == 200


def test_a_call_that_closes_leaves_the_page_of_its_country(client, new_version, monkeypatch):
    call = WindowFactory(closes=1).call
    assert call.title in client.get("/pays/sn/").content.decode()

    later = timezone.now() + timedelta(days=1, seconds=1)
    monkeypatch.setattr("projects.models.callqueries.timezone.now", lambda: later)

    assert call.title not in client.get("/pays/sn/").content.decode()


def test_a_cached_page_refuses_what_writes(client, new_version, town):
    client.get(town.url)

    assert client.post(town.url).status_code == 405
