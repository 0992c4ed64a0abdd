"""An agent is told of the publication; on the official site no name is shown before."""

import io
import zipfile

import pytest
from django.core.management import call_command
from django.utils import timezone

from correspondents.imports.batches import apply_batch, plan_batch, receive
from correspondents.models import Absence, Correspondent, Message, Post

from ...factories import CorrespondentFactory, EditionFactory
from ..at_post import days

SURFACES = [
    "/pays/sn/",
    "/postes/dakar/",
    "/correspondants/",
    "/correspondants/?q=Secretin",
    "/recherche/?q=Secretin",
    "/correspondants/export.csv",
    "/correspondants/export.json",
    "/correspondants/export.vcf",
    "/correspondants/export.ods",
    "/correspondants/export.xlsx",
    "/correspondants/editions/2/",
    "/correspondants/editions/2/changements.csv",
    "/correspondants/editions/2/changements.xlsx",
]


def text_of(response):
    """What the answer says; a book is read unpacked, or no name could be found in it."""
    content = b"".join(response) if response.streaming else response.content
    if not content.startswith(b"PK"):
        return content.decode()
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return "".join(book.read(name).decode(errors="replace") for name in book.namelist())


@pytest.fixture
def official(settings):
    settings.REQUIRE_INFORMED = True


def test_each_person_is_told_once(db, capsys):
    person = CorrespondentFactory()
    CorrespondentFactory(role="cocac", informed_on=timezone.localdate())
    CorrespondentFactory(rank=2, email="")

    call_command("send_notices")
    call_command("send_notices")

    assert capsys.readouterr().out == "1 messages écrits\n0 messages écrits\n"
    message = Message.objects.get()
    assert message.to == person.email
    assert "protection-donnees@diplomatie.example" in message.text
    person.refresh_from_db()
    assert person.informed_on == timezone.localdate()


def test_one_person_with_two_entries_is_told_once_of_both(db):
    person = CorrespondentFactory()
    CorrespondentFactory(
        role="cocac",
        email=person.email,
        last_name=person.last_name,
        first_name=person.first_name,
    )

    call_command("send_notices")

    assert "COCAC" in Message.objects.get().text
    assert not Correspondent.objects.filter(informed_on=None).exists()


def test_the_staff_note_who_was_told_otherwise(delegation_client, dakar):
    person = CorrespondentFactory(email="")
    action = {"action": "mark_informed", "_selected_action": [person.pk]}

    delegation_client.post("/admin/correspondents/correspondent/", action)

    person.refresh_from_db()
    assert person.informed_on == timezone.localdate()


def arrival(**values):
    """A person who arrived between two editions, whom every surface names if it may."""
    EditionFactory(number=1)
    person = CorrespondentFactory(
        first_name="Zéphyrine", last_name="Secretin", email_is_public=True, **values
    )
    EditionFactory(number=2)
    return person


@pytest.mark.parametrize("address", SURFACES)
def test_no_name_before_the_person_is_told(client, official, dakar, address):
    arrival()

    # The surname may be there: a page repeats what was searched for.
    assert "phyrine" not in text_of(client.get(address))


@pytest.mark.parametrize("address", SURFACES)
def test_the_name_is_there_once_the_person_is_told(client, official, dakar, address):
    arrival(informed_on=timezone.localdate())

    assert "phyrine" in text_of(client.get(address))


def test_no_form_about_a_person_names_them_before(client, official, dakar):
    Post.objects.filter(pk=dakar.pk).update(mailbox="scac.dakar@diplomatie.example")
    person = arrival()

    pages = [
        client.get(address)
        for address in (f"/correspondants/{person.pk}/signaler/", "/pays/sn/ecrire/")
    ]

    assert [page.status_code for page in pages] == [200, 200]
    assert not any("phyrine" in text_of(page) for page in pages)


def test_who_stands_in_is_not_named_before(client, official, dakar):
    away = CorrespondentFactory(post=dakar, informed_on=timezone.localdate())
    stand_in = CorrespondentFactory(post=dakar, rank=2, last_name="Secretin")
    Absence.objects.create(
        correspondent=away, stand_in=stand_in, starts_on=days(-1), ends_on=days(1)
    )

    text = text_of(client.get("/postes/dakar/"))

    assert "Absent" in text
    assert "Secretin" not in text


def test_a_card_names_nobody_before(client, official, dakar):
    person = CorrespondentFactory(last_name="Secretin")

    assert "Secretin" not in text_of(client.get(f"/correspondants/{person.pk}.vcf"))


def test_what_is_not_private_is_there_all_the_same(client, official, dakar):
    Post.objects.filter(pk=dakar.pk).update(mailbox="scac.dakar@diplomatie.example")
    CorrespondentFactory(last_name="Secretin")

    text = text_of(client.get("/pays/sn/"))

    assert "scac.dakar@diplomatie.example" in text
    assert "Chargée de coopération" in text


def planned(delegation_client):
    text = "Pays;Nom;Prénom;Courriel\nSénégal;Secretin;Zéphyrine;z@diplomatie.example\n"
    batch = plan_batch(receive(io.BytesIO(text.encode()), "liste.csv"))
    return batch, delegation_client.get(batch.get_absolute_url()).content.decode()


def test_an_import_says_how_many_are_to_be_told(official, delegation_client):
    batch, page = planned(delegation_client)

    assert "soit publié : 1." in page
    apply_batch(batch.pk)
    untold = Correspondent.objects.in_office().filter(informed_on=None)
    assert untold.count() == batch.report["to_tell"]


@pytest.mark.slow
def test_an_import_says_nothing_of_it_where_it_is_no_duty(delegation_client):
    _, page = planned(delegation_client)

    assert "à informer" not in page


def test_an_import_of_whoever_is_known_has_nobody_to_tell(official, delegation_client, dakar):
    CorrespondentFactory(
        post=dakar,
        first_name="Zéphyrine",
        last_name="Secretin",
        email="z@diplomatie.example",
        informed_on=days(-1),
    )

    assert planned(delegation_client)[0].report["to_tell"] == 0


def test_the_command_says_how_many_are_to_be_told(official, db, tmp_path, capsys):
    file = tmp_path / "liste.csv"
    file.write_text("Pays;Nom;Prénom\nSénégal;Secretin;Zéphyrine\n")

    call_command("import_correspondents", file)

    assert "1 à informer avant que leur nom soit publié" in capsys.readouterr().out


def test_the_day_when_a_person_was_told_is_not_moved(delegation_client, dakar):
    person = CorrespondentFactory(informed_on=days(-100))
    action = {"action": "mark_informed", "_selected_action": [person.pk]}

    delegation_client.post("/admin/correspondents/correspondent/", action)

    person.refresh_from_db()
    assert person.informed_on == days(-100)


def test_whom_the_notice_did_not_reach_is_not_told(client, official, dakar, capsys):
    person = CorrespondentFactory(post=dakar, last_name="Secretin")
    call_command("send_notices")
    Message.objects.get().note_failure("550 inconnu", is_final=True)

    call_command("send_notices")

    person.refresh_from_db()
    assert person.informed_on is None
    assert "Secretin" not in text_of(client.get("/postes/dakar/"))
    assert Message.objects.count() == 1


def test_a_corrected_address_is_told_again(db):
    person = CorrespondentFactory()
    call_command("send_notices")
    Message.objects.get().note_failure("550 inconnu", is_final=True)
    call_command("send_notices")
    Correspondent.objects.filter(pk=person.pk).update(email="corrigee@diplomatie.example")

    call_command("send_notices")

    person.refresh_from_db()
    assert person.informed_on == timezone.localdate()
    assert Message.objects.filter(to="corrigee@diplomatie.example").count() == 1


def test_a_notice_sent_at_last_counts(db):
    person = CorrespondentFactory()
    call_command("send_notices")
    Message.objects.get().note_failure("Connection refused", is_final=True)
    call_command("send_notices")
    Message.objects.get().retry()

    call_command("send_notices")

    person.refresh_from_db()
    assert person.informed_on == timezone.localdate()


def test_who_was_told_otherwise_stays_told(db):
    person = CorrespondentFactory()
    call_command("send_notices")
    Correspondent.objects.filter(pk=person.pk).update(informed_on=days(-30))
    Message.objects.get().note_failure("550 inconnu", is_final=True)

    call_command("send_notices")

    person.refresh_from_db()
    assert person.informed_on == days(-30)
