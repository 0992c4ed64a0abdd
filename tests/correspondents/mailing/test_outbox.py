"""Mails: written with what they tell, sent once, tried again, given up and shown."""

import html5lib
import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from correspondents.mailing import mail
from correspondents.models import Message
from correspondents.models.mail import BACK_OFF
from correspondents.sending.delivery import send_ready

from ...factories import CorrespondentFactory
from ...mailserver import html, letterbox, plain

TO = "élodie.fictive@diplomatie.example".replace("é", "e")


def write(key="essai", to=TO, **context):
    person = CorrespondentFactory.build(first_name="Élodie", last_name="L’Œuvre")
    context = {"person": person, "url": "https://annuaire.example/depart/a:b/", "link_days": 30}
    person.post.name = "Ambassade de France à N’Djaména"
    return mail.write("departure", to=to, key=key, context=context)


def test_a_mail_arrives_whole(box, dakar):
    write()

    assert send_ready() == (1, 0)

    (message,) = box.mails
    assert message["To"] == TO
    assert message["Subject"].strip() == (
        "Départ annoncé : Élodie L’Œuvre, Ambassade de France à N’Djaména"
    )
    assert message["Reply-To"] == "delegation@diplomatie.example"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Message-ID"].startswith("<message-")
    assert "https://annuaire.example/depart/a:b/" in plain(message)
    assert 'href="https://annuaire.example/depart/a:b/"' in html(message)
    assert "L’Œuvre" in plain(message)
    html5lib.HTMLParser(strict=True).parse(html(message))


def test_a_plain_text_is_not_escaped_and_html_is(box, dakar):
    person = CorrespondentFactory.build(first_name="", last_name="<b>Piège</b> & Cie", post=dakar)
    context = {"person": person, "url": "https://annuaire.example/", "link_days": 30}

    mail.write("departure", to=TO, key="piège", context=context)

    message = Message.objects.get()
    assert "<b>Piège</b> & Cie" in message.text
    assert "&lt;b&gt;Piège&lt;/b&gt; &amp; Cie" in message.html


def test_a_subject_is_one_line(dakar):
    person = CorrespondentFactory.build(last_name="Nom\r\nBcc: piege@exemple.example", post=dakar)
    context = {"person": person, "url": "https://annuaire.example/", "link_days": 30}

    message = mail.write("departure", to=TO, key="piège", context=context)

    assert "\n" not in message.subject


def test_the_same_key_is_the_same_mail(dakar):
    assert write() is not None
    assert write() is None
    assert Message.objects.count() == 1


def test_a_mail_goes_back_with_what_it_tells(dakar):
    with transaction.atomic():
        write()
        transaction.set_rollback(True)

    assert not Message.objects.exists()


def test_a_sent_mail_keeps_no_text(box, dakar):
    write()

    send_ready()

    message = Message.objects.get()
    assert (message.text, message.html) == ("", "")
    assert message.sent_at is not None
    with pytest.raises(IntegrityError):
        Message.objects.update(text="un lien")


def test_a_sent_mail_is_not_sent_again(box, dakar):
    write()
    send_ready()

    assert send_ready() == (0, 0)
    assert len(box.mails) == 1


def test_a_server_that_is_away_is_tried_again_later(settings, dakar):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with letterbox() as box:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", box.port
    write()

    send_ready()

    message = Message.objects.get()
    assert message.tries == 1
    assert message.next_try_at > timezone.now()
    assert message.last_error
    assert message.text


def test_a_mail_is_given_up_after_the_last_attempt_and_can_be_retried(dakar):
    message = write()

    for _ in BACK_OFF:
        message.note_failure("panne")
        assert message.dead_at is None
    message.note_failure("panne")

    assert list(Message.objects.dead()) == [message]
    message.retry()
    assert list(Message.objects.ready()) == [message]


def test_each_wait_is_longer():
    assert sorted(BACK_OFF) == BACK_OFF


def test_an_address_refused_for_good_is_flagged_at_once(box, dakar):
    person = CorrespondentFactory(email=TO, post=dakar)
    box.refuse[TO] = "550 5.1.1 Boîte inconnue".encode().decode("latin-1")
    write()

    assert send_ready() == (0, 1)

    person.refresh_from_db()
    assert Message.objects.dead().count() == 1
    assert person.is_unreachable
    assert person.to_confirm_since == timezone.localdate()


def test_an_address_refused_for_now_is_tried_again(box, dakar):
    person = CorrespondentFactory(email=TO, post=dakar)
    box.refuse[TO] = "450 4.2.1 Plus tard"
    write()

    send_ready()

    person.refresh_from_db()
    assert not person.is_unreachable
    assert Message.objects.waiting().count() == 1


def test_one_refusal_holds_nobody_back(box, dakar):
    box.refuse["refusee@diplomatie.example"] = "550 non"
    write(key="un", to="refusee@diplomatie.example")
    write(key="deux")

    assert send_ready() == (1, 1)
    assert len(box.to(TO)) == 1


def test_the_command_says_how_many(box, dakar, capsys):
    write()

    call_command("send_mails")

    assert capsys.readouterr().out == "1 message envoyé, 0 en échec.\n"


def test_a_server_that_takes_nothing_makes_the_command_fail(box, dakar, settings):
    settings.EMAIL_PORT = 1
    write()

    with pytest.raises(CommandError, match="Aucun courriel n’est parti : vérifiez EMAIL_HOST"):
        call_command("send_mails")

    assert Message.objects.waiting().count() == 1
