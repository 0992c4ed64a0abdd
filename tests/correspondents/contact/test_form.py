"""« Écrire au poste »: to a mailbox, never to a person; counted, not kept."""

import re
import time
from datetime import timedelta
from unittest.mock import patch

import html5lib
import pytest
from django.utils import timezone

from correspondents.mailing.robots import signer
from correspondents.models import ContactRequest, Country, Message, Post
from correspondents.sending.delivery import send_ready

from ...factories import CorrespondentFactory
from ...mailserver import html, plain
from ...test_pages import queries_of

FILLED = {
    "theme": "partner",
    "message": "Bonjour,\r\nNotre école cherche une école.\r\n",
    "name": "Élise Inventée",
    "authority": "Commune de Villeneuve-l’Exemple",
    "email": "elise@commune.example",
}
MAILBOX = "cooperation.dakar@diplomatie.example"


@pytest.fixture
def mailbox(dakar):
    Post.objects.filter(pk=dakar.pk).update(mailbox=MAILBOX)
    return MAILBOX


def opened(seconds_ago=10):
    with patch("django.core.signing.time.time", return_value=time.time() - seconds_ago):
        return signer.sign("form")


def write(client, country="sn", **values):
    return client.post(f"/pays/{country}/ecrire/", {**FILLED, "opened": opened(), **values})


def requests():
    return Message.objects.filter(kind="contact_request")


def receipts():
    return Message.objects.filter(kind="contact_receipt")


def test_the_page_of_a_country_leads_to_the_form_of_its_post(client, mailbox):
    text = client.get("/pays/sn/").content.decode()

    assert 'href="/pays/sn/ecrire/?poste=dakar"' in text
    assert f"mailto:{MAILBOX}" in text
    assert 'href="/pays/sn/ecrire/"' not in text  # the desk comes after the post


def test_without_a_mailbox_the_page_leads_to_the_form_of_the_desk(client, db):
    assert 'href="/pays/sn/ecrire/"' in client.get("/pays/sn/").content.decode()


@pytest.mark.slow
def test_the_page_of_a_country_asks_no_more_of_the_base_with_a_mailbox(client, dakar):
    CorrespondentFactory()
    without = queries_of(client, "/pays/sn/")

    Post.objects.filter(pk=dakar.pk).update(mailbox=MAILBOX)

    assert queries_of(client, "/pays/sn/") == without


def test_a_message_arrives_at_the_mailbox_and_the_answer_goes_to_its_sender(client, mailbox, box):
    response = write(client)
    send_ready()

    assert response.headers["Location"] == "/pays/sn/ecrire/envoye/?poste=dakar"
    (arrived,) = box.to(MAILBOX)
    assert arrived["Reply-To"] == "elise@commune.example"
    assert arrived["Subject"].strip() == (
        "Recherche de partenaire : Sénégal, message reçu par l’annuaire"
    )
    for text in ["Notre école cherche une école.", "Élise Inventée", "Villeneuve-l’Exemple"]:
        assert text in plain(arrived)
        assert text in html(arrived)


def test_an_address_with_accents_is_answered_too(client, mailbox, box):
    write(client, email="elise@villenéuve.example")

    assert send_ready() == (2, 0)
    assert box.to(MAILBOX)[0]["Reply-To"] == "elise@xn--villenuve-g4a.example"


def test_the_receipt_holds_the_message_inert_and_nothing_else_of_the_form(client, mailbox, box):
    write(client, message="Notre école cherche : https://piege.example, ici@piege.example.")
    send_ready()

    (receipt,) = box.to("elise@commune.example")
    told = f"{receipt['Subject']} {plain(receipt)} {html(receipt)}"
    assert "Recherche de partenaire" in told
    assert "Sénégal" in told
    assert receipt["Reply-To"] == "delegation@diplomatie.example"
    assert "> Notre école cherche : https[:]//piege[.]example, ici[at]piege[.]example." in told
    for written in ["Élise", "Villeneuve", "piege.example", "ici@"]:
        assert written not in told
    (arrived,) = box.to(MAILBOX)
    number = re.search(r"Numéro : ([0-9A-F]{4}-[0-9A-F]{4})", plain(arrived))[1]
    assert number in plain(receipt)
    assert number in receipt["Subject"]


def test_the_page_after_a_message_says_what_comes_next(client, mailbox):
    page = client.get(write(client).headers["Location"]).content.decode()

    assert "accusé de réception" in page
    assert f"mailto:{MAILBOX}" in page
    assert 'href="/pays/sn/"' in page


def test_what_is_kept_is_country_post_theme_and_moment(client, mailbox, dakar):
    write(client)

    row = ContactRequest.objects.get()
    assert (row.country_id, row.post, row.theme) == ("SN", dakar, "partner")
    assert {field.name for field in ContactRequest._meta.get_fields()} == {
        "id",
        "country",
        "post",
        "theme",
        "sent_at",
    }


def test_once_sent_neither_text_nor_address_stays_with_the_message(client, mailbox, box):
    write(client)
    send_ready()

    message = requests().get()
    kept = f"{message.text}{message.html}{message.headers}{message.subject}{message.key}"
    assert message.sent_at
    assert "elise" not in kept
    assert "école" not in kept


def test_what_could_not_leave_is_deleted_after_its_days(client, mailbox, settings):
    write(client)
    old = timezone.now() - timedelta(days=settings.CONTACT_TEXT_DAYS, minutes=1)
    Message.objects.update(created_at=old)
    other = Message.objects.create(key="autre", kind="digest", to=MAILBOX, subject="Autre")
    Message.objects.filter(pk=other.pk).update(created_at=old)

    write(client, message="Un autre message")

    assert requests().count() == receipts().count() == 1
    assert "Un autre message" in requests().get().text
    assert Message.objects.filter(pk=other.pk).exists()


def test_the_chosen_post_receives(client, db):
    Post.objects.filter(slug="ottawa").update(mailbox="ottawa@diplomatie.example")
    Post.objects.filter(slug="quebec").update(mailbox="quebec@diplomatie.example")

    write(client, "ca", post="quebec")

    assert requests().get().to == "quebec@diplomatie.example"
    assert ContactRequest.objects.get().post.slug == "quebec"


def test_the_first_post_that_answers_is_chosen_beforehand(client, db):
    Post.objects.filter(slug__in=["ottawa", "quebec"]).update(mailbox="p@diplomatie.example")

    assert '<option value="ottawa" selected>' in client.get("/pays/ca/ecrire/").content.decode()
    quebec = client.get("/pays/ca/ecrire/?poste=quebec").content.decode()
    assert '<option value="quebec" selected>' in quebec


@pytest.mark.parametrize("slug", ["dakar", "kaboul", "", "nulle-part"])
def test_a_post_that_does_not_answer_for_the_country_is_refused(client, mailbox, slug):
    Post.objects.filter(slug__in=["ottawa", "quebec"]).update(mailbox="p@diplomatie.example")

    response = write(client, "ca", post=slug)

    assert response.status_code == 422
    assert "fr-error-text" in response.content.decode()
    assert not Message.objects.exists()


@pytest.mark.parametrize("country", ["eh", "gp", "af"])
def test_where_no_post_can_be_written_to_the_desk_receives(client, db, country):
    Post.objects.update(mailbox="")
    Post.objects.filter(slug="kaboul").update(mailbox="kaboul@diplomatie.example")
    zone = Country.objects.get(pk=country.upper()).zone

    write(client, country)

    assert requests().get().to == zone.mailbox
    assert ContactRequest.objects.get().post is None


def test_a_country_answered_from_elsewhere_writes_there(client, mailbox, dakar):
    write(client, "gm")

    assert requests().get().to == MAILBOX
    assert ContactRequest.objects.get().country_id == "GM"


@pytest.mark.parametrize(
    "values",
    [
        {"email": "elise@commune.example\nBcc: autre@commune.example"},
        {"email": "elise@commune.example, autre@commune.example"},
        {"email": '"a\x0bb"@commune.example'},
        {"email": "elise"},
        {"email": ""},
        {"theme": "partner\nX: y"},
        {"theme": ""},
        {"message": " \r\n "},
        {"message": "a" * 5001},
        {"name": ""},
        {"name": "\n"},
        {"name": "n" * 121},
        {"authority": ""},
    ],
)
def test_what_cannot_be_sent_is_refused_beside_its_field(client, mailbox, values):
    response = write(client, **values)

    assert response.status_code == 422
    assert "fr-error-text" in response.content.decode()
    assert not Message.objects.exists()
    assert not ContactRequest.objects.exists()


def test_no_header_comes_from_what_is_written(client, mailbox, box):
    write(
        client,
        name="Élise\r\nBcc: autre@commune.example",
        authority="Commune\x00\x1b\nSubject: autre",
        message="Objet : autre\r\n\r\nX-Piege: oui\r\n.\r\nMAIL FROM:<x@y.example>",
    )
    send_ready()

    (arrived,) = box.to(MAILBOX)
    assert arrived["Bcc"] is None
    assert arrived["X-Piege"] is None
    assert len(arrived.get_all("Subject")) == 1
    assert "Nom : Élise Bcc: autre@commune.example" in plain(arrived).splitlines()
    assert [to for to, _ in box.arrived] == [[MAILBOX], ["elise@commune.example"]]


def test_what_is_written_is_text_and_nothing_else(client, mailbox, box):
    write(client, message='<a href="https://piege.example">ici</a> https://piege.example')
    send_ready()

    (arrived,) = box.to(MAILBOX)
    html5lib.HTMLParser(strict=True).parse(html(arrived))
    assert 'href="https://piege.example"' not in html(arrived)
    assert '<a href="https://piege.example">ici</a>' in plain(arrived)


@pytest.mark.parametrize("values", [{"suite": "x"}, {"opened": ""}, {"opened": "faux:a:b"}])
def test_a_robot_gets_the_same_page_and_nothing_is_written(client, mailbox, values):
    response = write(client, **values)

    assert response.headers["Location"] == "/pays/sn/ecrire/envoye/?poste=dakar"
    assert not Message.objects.exists()
    assert not ContactRequest.objects.exists()


def test_too_quick_is_a_robot(client, mailbox):
    write(client, opened=opened(seconds_ago=0))

    assert not Message.objects.exists()


def test_the_same_page_sent_twice_is_one_message(client, mailbox):
    page = opened()

    write(client, opened=page)
    write(client, opened=page)

    assert requests().count() == receipts().count() == ContactRequest.objects.count() == 1


def test_one_origin_sends_so_many_an_hour(client, mailbox, settings):
    settings.FORMS_PER_HOUR = 2
    for number in range(2):
        write(client, message=f"Message {number}")

    response = write(client, message="Message de trop")

    assert response.status_code == 429
    assert "Trop de messages sont partis de votre connexion" in response.content.decode()
    assert "Message de trop" in response.content.decode()  # nothing typed is lost
    assert requests().count() == 2


def test_one_mailbox_receives_so_many_a_day(client, mailbox, settings):
    settings.CONTACTS_PER_DAY = 1
    write(client)

    response = client.post(
        "/pays/sn/ecrire/", {**FILLED, "opened": opened()}, REMOTE_ADDR="192.0.2.7"
    )

    assert response.status_code == 429
    assert f"mailto:{MAILBOX}" in response.content.decode()
    assert requests().count() == 1


def test_one_address_is_sent_so_many_receipts_a_day(client, mailbox, settings):
    settings.RECEIPTS_PER_DAY = 1

    write(client, message="Un")
    response = write(client, message="Deux", email="Elise@Commune.example")

    assert response.status_code == 302  # nobody learns that an address has had its receipts
    assert requests().count() == 2
    assert receipts().count() == 1


def test_opening_the_form_changes_nothing(client, mailbox):
    client.get("/pays/sn/ecrire/")
    client.head("/pays/sn/ecrire/")

    assert not Message.objects.exists()
    assert client.put("/pays/sn/ecrire/").status_code == 405


@pytest.mark.parametrize("address", ["/pays/zz/ecrire/", "/pays/zz/ecrire/envoye/"])
def test_an_unknown_country_has_no_form(client, db, address):
    assert client.get(address).status_code == 404
    assert client.post(address).status_code in {404, 405}


def test_no_word_of_embassy_where_there_is_none(client, db):
    Post.objects.filter(slug="taipei").update(mailbox="taipei@diplomatie.example")

    text = client.get("/pays/tw/ecrire/").content.decode()

    assert "Bureau français de Taipei" in text
    assert "mbassad" not in text


@pytest.mark.parametrize("field", [*FILLED, "post", "suite", "opened", "inconnu"])
@pytest.mark.parametrize("odd", ["\x00", "\u2028", "😀\u200d", "²", "\u202e", "é" * 6000])
def test_no_field_breaks_the_page(client, mailbox, field, odd):
    response = write(client, **{field: f"{FILLED.get(field, '')}{odd}"})

    assert response.status_code in {302, 422}
    send_ready()
    assert not Message.objects.waiting().exists()
