"""The network as open data: what it tells, and that nobody's own address is in it."""

import gzip
import json

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from correspondents.directory.opendata.answering import COVERAGE, MAILBOXES
from correspondents.directory.opendata.network import COUNTRIES, POSTS
from correspondents.models import Correspondent, Country, DataEdition, DataTable, Post
from correspondents.opendata.editions import publish, withdraw
from correspondents.opendata.packing import pack, repacked
from correspondents.opendata.tables import ForeignKey, OpenTable, describe

from ...factories import CorrespondentFactory
from ...hypothesis_profiles import examples
from ...opendata import everything, publish_all

NETWORK = [COUNTRIES, POSTS, COVERAGE, MAILBOXES]


def records(table):
    return {record[table.key]: record for record in table.records()}


def a_table(rows, name="essais", **values):
    fields = [describe("id", "Numéro", "Clé", lambda row: row[0], type="integer"),
              describe("text", "Texte", "Un texte", lambda row: row[1])]  # fmt: skip
    return OpenTable(name, "Essais", "Pour voir.", "id", fields, lambda: rows, **values)


def test_a_post_says_where_it_is_and_its_switchboard(dakar):
    Post.objects.filter(pk=dakar.pk).update(phone="+221 33 111 11 11")

    post = records(POSTS)["dakar"]

    assert (post["country"], post["city"], post["kind"]) == ("SN", "Dakar", "embassy")
    assert post["switchboard"] == "+221 33 111 11 11"


def test_no_country_stands_beside_jerusalem(db):
    assert records(POSTS)["jerusalem"]["country"] is None


def test_coverage_says_why_a_post_answers(db):
    first = next(row for row in COVERAGE.records() if row["country"] == "GM")

    assert (first["post"], first["rank"], first["relation"]) == ("dakar", 1, "non_resident")
    assert "Dakar" in first["reason"]


def test_a_coverage_that_ended_is_out(dakar):
    before = len(list(COVERAGE.records()))
    dakar.coverages.filter(country="SN").update(valid_until="2020-01-01")

    assert len(list(COVERAGE.records())) == before - 1


def test_mailboxes_of_posts_services_and_desks_are_published(dakar):
    Post.objects.filter(pk=dakar.pk).update(mailbox="cooperation@dakar.example")
    service = CorrespondentFactory(service=True, email="scac@dakar.example")

    found = records(MAILBOXES)

    assert found["poste-dakar"]["email"] == "cooperation@dakar.example"
    assert found[f"service-{service.pk}"]["email"] == "scac@dakar.example"
    assert any(key.startswith("bureau-") for key in found)


def test_a_closed_post_has_no_mailbox(dakar):
    Post.objects.filter(pk=dakar.pk).update(
        mailbox="cooperation@dakar.example", status="closed", status_since="2026-01-01"
    )

    assert "poste-dakar" not in records(MAILBOXES)


def test_a_mailbox_that_is_a_named_persons_own_is_left_out(dakar):
    CorrespondentFactory(email="Awa.Inventee@dakar.example", phone="+221 33 111-11 11")
    Post.objects.filter(pk=dakar.pk).update(
        mailbox="awa.inventee@dakar.example", phone="+221 33 111 11 11"
    )
    CorrespondentFactory(service=True, email="awa.inventee@dakar.example")

    assert "awa.inventee" not in str(records(MAILBOXES)).lower()
    assert records(POSTS)["dakar"]["switchboard"] is None


def test_a_mailbox_that_reads_as_a_services_may_stand_beside_a_name(dakar):
    CorrespondentFactory(email="scac.dakar@diplomatie.example")
    Post.objects.filter(pk=dakar.pk).update(mailbox="scac.dakar@diplomatie.example")

    assert records(MAILBOXES)["poste-dakar"]["email"] == "scac.dakar@diplomatie.example"


# Marks that no public text holds.
NAMES = st.from_regex(r"\A[A-Z][a-z]{4,9}xq\Z")
PERSON = st.fixed_dictionaries(
    {
        "role": st.sampled_from(Correspondent.Role.values),
        "last_name": NAMES,
        "first_name": NAMES,
        "name_is_public": st.booleans(),
        "email_is_public": st.booleans(),
        "phone_is_public": st.booleans(),
        "mailbox_too": st.booleans(),
    }
)


@examples(8)
@given(people=st.lists(PERSON, min_size=1, max_size=5))
def test_no_address_of_a_named_person_is_in_any_file(client, dakar, people):
    Correspondent.objects.all().delete()
    secrets = set()
    for rank, values in enumerate(people, start=1):
        name = f"{values['first_name']}.{values['last_name']}{rank}".lower()
        own = {"email": f"{name}@diplomatie.example", "phone": f"+221 99 {rank:02} 77 66 55"}
        if values.pop("mailbox_too"):
            Post.objects.filter(pk=dakar.pk).update(mailbox=own["email"], phone=own["phone"])
        CorrespondentFactory(post=dakar, rank=rank, **own, **values)
        secrets |= {*own.values(), values["last_name"]}

    publish_all()

    text = everything(client)
    assert not [secret for secret in secrets if secret in text]


def test_a_text_that_a_spreadsheet_would_compute_is_disarmed():
    packed = pack({"name": "essais"}, ["id", "text"], [{"id": 1, "text": "=1+1"}])

    assert b"'=1+1" in gzip.decompress(packed.csv.content)
    assert json.loads(gzip.decompress(packed.json.content))["rows"][0]["text"] == "=1+1"


def test_files_repacked_are_those_that_would_have_been_packed_without_the_row():
    rows = [{"id": 1, "text": 'a\n,"]'}, {"id": 2, "text": None}, {"id": 3, "text": "]}, é"}]
    head, names = {"name": "essais", "generated_at": "2026"}, ["id", "text"]

    again = repacked(pack(head, names, rows).json.content, names, "id", {"2"})

    assert again == pack(head, names, [rows[0], rows[2]])


@pytest.mark.slow
def test_same_data_makes_no_edition(db):
    first = publish(NETWORK, version="1")

    assert first
    assert publish(NETWORK, version="1") is None
    assert DataEdition.objects.get() == first


@pytest.mark.slow
def test_a_second_edition_of_a_day_has_a_number_and_shares_what_has_not_changed(db):
    first = publish(NETWORK, version="1")
    Country.objects.filter(pk="SN").update(capital="Ndakaaru")

    second = publish(NETWORK, version="1")

    assert second.name == f"{first.name}-2"
    shared = set(first.tables.all()) & set(second.tables.all())
    assert {table.name for table in shared} == {"postes", "couverture", "adresses-fonctionnelles"}


@pytest.mark.slow
def test_another_version_of_the_schemas_is_another_edition(db):
    publish(NETWORK, version="1")

    assert publish(NETWORK, version="2").schema_version == "2"
    assert DataTable.objects.count() == len(NETWORK)


def test_tables_that_do_not_hold_together_are_not_published(db):
    broken = a_table([(1, "ZZ")], foreign_keys=[ForeignKey("text", "pays", "iso2")])

    with pytest.raises(ValidationError, match="ZZ"):
        publish([COUNTRIES, broken], version="1")

    assert not DataTable.objects.exists()


def test_two_rows_of_one_key_are_not_published(db):
    with pytest.raises(ValidationError, match="même clé"):
        publish([a_table([(1, "a"), (1, "b")])], version="1")


def test_a_row_is_withdrawn_from_every_edition_once_it_is_no_longer_published(db):
    rows = [(1, "un"), (2, "deux")]
    table = a_table(rows)
    publish([table], version="1")
    rows[0] = (1, "Un")
    publish([table], version="1")

    with pytest.raises(ValidationError, match="encore publié"):
        withdraw(table, "2")
    del rows[1]

    assert withdraw(table, "2") == 2
    for version in DataTable.objects.all():
        assert "deux" not in gzip.decompress(version.csv).decode()
        assert "deux" not in gzip.decompress(version.json).decode()
        assert (version.rows, version.withdrawn) == (1, 1)
        assert version.redacted_at
    assert publish([table], version="1") is None
