"""Cards for address books, read back by a vCard library."""

from datetime import date

import pytest
import vobject

from correspondents.directory.publication import publish
from correspondents.directory.vcards import card, escaped, folded

from ...factories import CorrespondentFactory


def test_a_card_says_who_where_and_how_to_write(dakar):
    dakar.mailbox = "cooperation.dakar@diplomatie.example"
    dakar.phone = "+221 33 839 51 00"
    person = CorrespondentFactory(
        post=dakar,
        civility="Mme",
        first_name="Anaïs",
        last_name="N’Diaye; de La Tour, dite \\o/",
        function="Chargée de mission\nà l’ambassade",
        verified_on=date(2026, 11, 23),
    )

    read = vobject.readOne(card(publish(person)))

    assert (read.n.value.family, read.n.value.given) == (person.last_name, "Anaïs")
    assert read.fn.value == f"Anaïs {person.last_name}"
    assert read.title.value == person.function
    assert read.org.value == [dakar.name]
    assert read.adr.value.city == "Dakar"
    assert [email.value for email in read.email_list] == [dakar.mailbox]
    assert [tel.value for tel in read.tel_list] == [dakar.phone]
    assert read.url.value.endswith("/postes/dakar/")
    assert read.rev.value == "2026-11-23T00:00:00Z"
    assert "Sénégal" in read.categories.value
    assert read.note.value == "Vérifié le 23 novembre 2026."


def test_a_card_follows_the_page(client, dakar):
    shown = CorrespondentFactory(post=dakar, email_is_public=True, phone_is_public=True)
    hidden = CorrespondentFactory(post=dakar, rank=2)

    cards = [
        b"".join(client.get(f"/correspondants/{person.pk}.vcf").streaming_content).decode()
        for person in (shown, hidden)
    ]

    assert [shown.email in cards[0], "+221 33 000" in cards[0]] == [True, True]
    assert [hidden.email in cards[1], "+221 33 000" in cards[1]] == [False, False]


def test_a_card_of_who_left_is_not_found(client, dakar):
    person = CorrespondentFactory(post=dakar, ended_on=date(2020, 1, 1))

    assert client.get(f"/correspondants/{person.pk}.vcf").status_code == 404


def test_the_cards_of_a_list_are_read_one_by_one(client, dakar):
    for rank in [1, 2, 3]:
        CorrespondentFactory(post=dakar, rank=rank, last_name=f"Rang{rank}")

    data = b"".join(client.get("/correspondants/export.vcf?pays=sn").streaming_content).decode()

    read = list(vobject.readComponents(data))
    assert [one.n.value.family for one in read] == ["Rang1", "Rang2", "Rang3"]
    assert len({one.uid.value for one in read}) == 3


def test_a_service_without_a_name_goes_by_its_function(dakar):
    service = CorrespondentFactory(post=dakar, service=True, function="Service de coopération")

    read = vobject.readOne(card(publish(service)))

    assert read.fn.value == "Service de coopération"
    assert [email.value for email in read.email_list][-1] == service.email


@pytest.mark.parametrize("text", ["é" * 200, "漢字" * 60, "a" + "𝄞" * 40, "x" * 75, "x" * 74, ""])
def test_a_long_line_is_folded_between_characters(text):
    pieces = folded(text).encode().split(b"\r\n")

    assert all(len(piece) <= 75 for piece in pieces)
    assert all(piece.decode() for piece in pieces) or not text
    assert folded(text).replace("\r\n ", "") == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [("a;b,c\\d", "a\\;b\\,c\\\\d"), ("a\r\nb\rc", "a\\nb\\nc"), ("END:VCARD\x0b", "END:VCARD")],
)
def test_what_separates_values_is_escaped(text, expected):
    assert escaped(text) == expected
