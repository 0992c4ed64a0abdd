"""An agent is told of the publication; on the official site no name is shown before."""

import pytest
from django.core.management import call_command
from django.utils import timezone

from correspondents.models import Correspondent, Message, Post

from ..factories import CorrespondentFactory, EditionFactory

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
    "/correspondants/editions/1/",
    "/fraicheur/",
]


def text_of(response):
    return (b"".join(response) if response.streaming else response.content).decode(errors="replace")


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


@pytest.mark.parametrize("address", SURFACES)
def test_no_name_before_the_person_is_told(client, official, dakar, address):
    CorrespondentFactory(first_name="Zéphyrine", last_name="Secretin", email_is_public=True)
    EditionFactory(number=1)

    # The surname may be there: a page repeats what was searched for.
    assert "phyrine" not in text_of(client.get(address))


@pytest.mark.parametrize("address", SURFACES[:3])
def test_the_name_is_there_once_the_person_is_told(client, official, dakar, address):
    CorrespondentFactory(last_name="Secretin", informed_on=timezone.localdate())

    assert "Secretin" in text_of(client.get(address))


def test_a_card_names_nobody_before(client, official, dakar):
    person = CorrespondentFactory(last_name="Secretin")

    assert "Secretin" not in text_of(client.get(f"/correspondants/{person.pk}.vcf"))


def test_what_is_not_private_is_there_all_the_same(client, official, dakar):
    Post.objects.filter(pk=dakar.pk).update(mailbox="scac.dakar@diplomatie.example")
    CorrespondentFactory(last_name="Secretin")

    text = text_of(client.get("/pays/sn/"))

    assert "scac.dakar@diplomatie.example" in text
    assert "Chargée de coopération" in text
