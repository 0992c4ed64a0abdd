"""Delivery reports: whose address is flagged, and what flags nobody."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from correspondents.models import Correspondent, Message
from correspondents.sending.bounces import MOST_BYTES
from correspondents.sending.delivery import send_ready
from tests.factories import CorrespondentFactory

TO = "awa@diplomatie.example"

REPORT = """\
From: MAILER-DAEMON@relais.example
To: annuaire@diplomatie.example
Subject: Undelivered Mail
MIME-Version: 1.0
Auto-Submitted: auto-replied
Content-Type: multipart/report; report-type=delivery-status; boundary="B"

--B
Content-Type: text/plain; charset=us-ascii

I could not deliver your message.

--B
Content-Type: message/delivery-status

Reporting-MTA: dns; relais.example

Final-Recipient: rfc822; {to}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 no such user

--B
Content-Type: {kind}

Message-ID: {message_id}
Subject: Votre fiche

--B--
"""


@pytest.fixture
def sent(db):
    """A mail that left for the address of somebody in office."""
    CorrespondentFactory(email=TO, email_is_public=True, verified_on=timezone.localdate())
    return Message.objects.create(
        key="essai", kind="essai", to=TO, subject="Votre fiche", sent_at=timezone.now()
    )


def put(folder, name="un.eml", **values):
    """A report in the folder: a permanent failure unless told otherwise."""
    values = {"to": TO, "action": "failed", "status": "5.1.1", "kind": "text/rfc822-headers"} | {
        key: str(value) for key, value in values.items()
    }
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text(REPORT.format(**values), encoding="utf-8")


def run(folder, capsys):
    call_command("read_bounces", folder)
    return capsys.readouterr().out


@pytest.mark.parametrize("kind", ["text/rfc822-headers", "message/rfc822"])
def test_a_permanent_failure_flags_the_address(sent, tmp_path, capsys, kind):
    put(tmp_path, message_id=sent.message_id, kind=kind)

    assert run(tmp_path, capsys) == "1 adresses signalées, 0 fichiers ignorés.\n"

    person = Correspondent.objects.get(email=TO)
    assert person.is_unreachable
    assert person.to_confirm_since == timezone.localdate()
    sent.refresh_from_db()
    assert sent.dead_at
    assert sent.last_error == "5.1.1 smtp; 550 no such user"


def test_everybody_in_office_with_the_address_is_flagged(sent, tmp_path, capsys):
    second = CorrespondentFactory(email=TO.upper(), rank=2)
    gone = CorrespondentFactory(email=TO, rank=3, ended_on=date(2020, 1, 1))
    put(tmp_path, message_id=sent.message_id)

    run(tmp_path, capsys)

    second.refresh_from_db()
    gone.refresh_from_db()
    assert (second.is_unreachable, gone.is_unreachable) == (True, False)


def test_a_second_run_does_nothing(sent, tmp_path, capsys):
    put(tmp_path, message_id=sent.message_id)
    put(tmp_path, "new/1.relais", message_id=sent.message_id)
    run(tmp_path, capsys)

    assert run(tmp_path, capsys) == "0 adresses signalées, 0 fichiers ignorés.\n"
    assert len(list((tmp_path / "traités").iterdir())) == 2


def test_a_maildir_is_read_too(sent, tmp_path, capsys):
    put(tmp_path, "new/1763900000.relais", message_id=sent.message_id)

    assert run(tmp_path, capsys).startswith("1 adresses signalées")


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"action": "delayed", "status": "4.4.1"}, "aucun refus définitif"),
        ({"status": "4.2.2"}, "aucun refus définitif"),
        ({"action": "delivered", "status": "2.0.0"}, "aucun refus définitif"),
        ({"to": "autre@diplomatie.example"}, "une autre adresse"),
        ({"message_id": "<message-1@diplomatie.example>"}, "aucun de nos courriels"),
        ({"message_id": "<message-1-00ff@diplomatie.example>"}, "aucun de nos courriels"),
        ({"message_id": ""}, "aucun de nos courriels"),
    ],
)
def test_what_is_not_proved_flags_nobody(sent, tmp_path, capsys, values, reason):
    put(tmp_path, **{"message_id": sent.message_id, **values})

    out = run(tmp_path, capsys)

    assert reason in out
    assert out.endswith("0 adresses signalées, 1 fichiers ignorés.\n")
    assert not Correspondent.objects.unreachable().exists()
    assert [path.name for path in (tmp_path / "ignorés").iterdir()] == ["un.eml"]


def test_a_forged_report_about_a_mail_whose_number_is_guessed_flags_nobody(sent, tmp_path, capsys):
    digits = sent.message_id.split("-")[2]
    forged = sent.message_id.replace(digits, "0" * 24 + "@diplomatie.example>")
    put(tmp_path, message_id=forged)

    assert "aucun de nos courriels" in run(tmp_path, capsys)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "pas un rapport de remise"),
        (b"Subject: merci\n\nBien recu.", "pas un rapport de remise"),
        (b"Auto-Submitted: auto-replied\n\nEn conges.", "réponse automatique"),
        (b"\xff\xfe\x00" * 500, "pas un rapport de remise"),
        (b"x" * (MOST_BYTES + 5), "trop gros"),
        (b"Content-Type: multipart/report; boundary=B\n\n--B\n", "aucun refus définitif"),
        (
            b"Content-Type: multipart/report; boundary=B\n\n--B\n"
            b"Content-Type: message/delivery-status\n\nStatus: \xff\xfe\n\nAction: failed\x00\n",
            "aucun refus définitif",
        ),
        (
            b"Content-Type: multipart/report; boundary=B0\n\n"
            + b"".join(
                b"--B%d\nContent-Type: multipart/mixed; boundary=B%d\n\n" % (n, n + 1)
                for n in range(3000)
            ),
            "",
        ),
    ],
    ids=["empty", "mail", "reply", "noise", "huge", "cut", "bytes", "nested"],
)
def test_a_hostile_file_is_filed_away(sent, tmp_path, capsys, content, reason):
    (tmp_path / "un.eml").write_bytes(content)

    out = run(tmp_path, capsys)

    assert reason in out
    assert out.endswith("0 adresses signalées, 1 fichiers ignorés.\n")


def test_a_file_s_name_is_not_trusted(sent, tmp_path, capsys):
    (tmp_path / "a\x1b[31m\n.eml").write_bytes(b"rien")
    (tmp_path / "lien.eml").symlink_to("/etc/hostname")

    assert "a?[31m?.eml" in run(tmp_path, capsys)
    assert (tmp_path / "lien.eml").is_symlink()


def test_a_mail_that_came_back_is_not_sent_again_without_its_text(sent, tmp_path, capsys):
    put(tmp_path, message_id=sent.message_id)
    run(tmp_path, capsys)
    sent.refresh_from_db()

    sent.retry()

    assert send_ready() == (0, 0)
    assert list(Message.objects.returned()) == [sent]
    assert not Message.objects.dead().exists()


def test_a_folder_that_is_not_there_is_said(db, tmp_path):
    with pytest.raises(CommandError, match="Il n’y a pas de dossier"):
        call_command("read_bounces", tmp_path / "rien")
