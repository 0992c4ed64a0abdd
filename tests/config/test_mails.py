"""Every kind of mail: the same facts in both renderings, who is greeted, no token in the base."""

import re
from email import message_from_bytes
from email.header import decode_header, make_header
from html import unescape
from pathlib import Path

import html5lib
import pytest
from django.conf import settings
from django.db import connection
from django.test import override_settings
from icalendar import Calendar

from correspondents.mailing.mail import write
from correspondents.models import Message, SignedLink
from correspondents.sending.delivery import send_ready

from ..every_mail import LONG, WORD, write_each_kind
from ..mailserver import html, plain

KINDS = {path.stem for path in Path("templates/emails").glob("[!_]*.txt")}
TAG = re.compile(r"<(?:title>.*?</title|div.*?</div|[^>]+)>", re.DOTALL)
INLINE = re.compile(r"</?(?:a|b|span)\b[^>]*>")
TOKEN = r"[0-9a-f]{32}:[\w-]{16}|/oublie/[0-9a-z]+-[\w-]{16}"  # what opens something


@pytest.fixture
def mails(box, db):
    """{kind: the mail as it arrived}; the newest of a kind."""
    write_each_kind()
    keys = {message.message_id: message.kind for message in Message.objects.order_by("pk")}
    _, failed = send_ready()
    assert failed == 0
    return {keys[mail["Message-ID"]]: mail for mail in box.mails}


@pytest.mark.slow
def test_each_kind_is_written_and_both_renderings_hold_the_same_words(mails):
    assert set(mails) == KINDS
    for kind, mail in mails.items():
        shown = unescape(TAG.sub(" ", INLINE.sub("", html(mail))))
        for line in plain(mail).splitlines():
            words = line.removeprefix("> ").removeprefix("- ").strip().removesuffix(" :")
            assert squeezed(words) in squeezed(shown), (kind, line)


def squeezed(text):
    return " ".join(text.split())


@pytest.mark.slow
def test_each_kind_is_valid_and_short_enough_a_line(mails, box):
    for mail in mails.values():
        html5lib.HTMLParser(strict=True).parse(html(mail))
    for _, raw in box.arrived:
        assert max(len(line) for line in raw.split(b"\r\n")) <= 998
        assert not re.search(rb"^(?:Subject|From): ?\r\n", raw, re.MULTILINE)  # an empty first line


@pytest.mark.slow
def test_each_kind_says_who_writes_to_whom_and_how_its_links_begin(mails, box):
    for kind, mail in mails.items():
        text, page = plain(mail), html(mail)
        greeting = "Madame, Monsieur," if kind == "decision" else "Bonjour"
        assert text.startswith(greeting), kind
        assert f"Nos liens commencent toujours par {settings.SITE_URL}/" in text
        preheader = unescape(re.search(r'<div style="display:none[^>]*>(.*?)</div>', page)[1])
        assert len(preheader) > 10, kind
        assert preheader != mail["Subject"]
        assert len(mail["From"].addresses[0].display_name) < 60
        assert mail["Subject"][0].isupper()
    for kind in ("invitation", "sign_in_link", "password_changed", "digest", "opinion_validation"):
        assert plain(mails[kind]).startswith("Bonjour Anaïs Fictive,\r\n"), kind
    assert f"Bonjour {LONG}," in plain(mails["meeting"])
    line = f"Message-ID: {mails['meeting']['Message-ID']}\r\n".encode()
    (raw,) = (raw for _, raw in box.arrived if line in raw)
    sender = str(make_header(decode_header(message_from_bytes(raw)["From"])))
    name = "Ambassade de France au Sénégal (annuaire coopération)"
    assert sender == f"{name} <{settings.DEFAULT_FROM_EMAIL}>"


@pytest.mark.slow
def test_nothing_that_somebody_wrote_becomes_a_link(mails):
    for mail in mails.values():
        links = re.findall(r'href="([^"]+)"', html(mail))
        assert all(link.startswith((f"{settings.SITE_URL}/", "mailto:")) for link in links)
    assert "=> http[:]//x[.]example Lu" in plain(mails["contact_receipt"])
    assert WORD in plain(mails["contact_receipt"])


@pytest.mark.slow
def test_no_table_holds_a_token(db, box):
    write_each_kind()
    tokens = {link.token for link in SignedLink.objects.all()}

    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            quoted = connection.ops.quote_name(table)
            cursor.execute(f"SELECT t::text FROM {quoted} t WHERE t::text ~* %s LIMIT 1", [TOKEN])
            assert cursor.fetchone() is None, table
    send_ready()

    given = "\n".join(plain(mail) + html(mail) + str(mail.items()) for mail in box.mails)
    assert tokens == {token for token in tokens if token in given}
    assert not re.search(r"\.[a-z]+\.[0-9a-f]{32}/", given)


@pytest.mark.slow
def test_a_matter_is_one_conversation(mails, db):
    for first, kinds in {
        "opinion_request": ["opinion_reminder", "opinion_validation", "opinion_outcome"],
        "meeting": ["meeting_moved", "meeting_cancelled"],
    }.items():
        for kind in kinds:
            assert mails[kind]["In-Reply-To"] == mails[first]["Message-ID"]
            assert mails[kind]["References"] == mails[first]["Message-ID"]
        assert mails[first]["In-Reply-To"] is None


@pytest.mark.slow
def test_agendas_follow_a_meeting(mails):
    events = [event_of(mails[kind]) for kind in ("meeting", "meeting_moved", "meeting_cancelled")]

    assert [(method, event["SEQUENCE"]) for method, event in events] == [
        ("REQUEST", 0),
        ("REQUEST", 1),
        ("CANCEL", 2),
    ]
    (asked, moved, cancelled) = (event for _, event in events)
    assert asked["UID"] == moved["UID"] == cancelled["UID"]
    assert f"{asked.start:%H:%M %Z} {asked.end:%H:%M}" == "10:00 UTC 11:30"  # the hour of Dakar
    assert (moved.start - asked.start).days == 1
    assert cancelled["STATUS"] == "CANCELLED"
    invites = "Anaïs Fictive, Ambassade de France au Sénégal, vous invite à une réunion"
    assert invites in plain(mails["meeting"])
    for kind in ("meeting", "meeting_moved"):
        text = plain(mails[kind])
        assert "10 h à 11 h 30 à Dakar (1" in text
        assert "Anaïs Fictive, Ambassade de France au Sénégal\r\n+221 33 000 00 48\r\n" in text
        assert f"- {WORD}" in text


def event_of(mail):
    """(method, event) of the calendar that a mail carries."""
    (part,) = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    calendar = Calendar.from_ical(part.get_content())
    assert part.get_param("method") == calendar["METHOD"]
    (event,) = calendar.walk("VEVENT")
    return calendar["METHOD"], event


@pytest.mark.parametrize("phone", ["", "+33 1 00 00 00 00"])
def test_the_phone_of_the_delegation_is_a_line_of_its_own_or_none(db, phone):
    with override_settings(DELEGATION_PHONE=phone):
        mail = write("sign_in_link", to="qui@diplomatie.example", key="a", context={"url": "/"})

    name = f"{settings.DELEGATION_NAME} ({settings.DELEGATION_SHORT_NAME})"
    line = f"{phone}\n" if phone else ""
    assert f"{name}\n{line}Une question : {settings.REPLY_TO_EMAIL}\n" in mail.text
