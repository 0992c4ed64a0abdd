"""The contacts of authorities are personal data: found, handed over, erased, forgotten in time."""

import io
import json
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from atlas.models import AuthorityContact, Invitation
from correspondents.models import SignedLink

from ...factories import AuthorityContactFactory, InvitationFactory

pytestmark = pytest.mark.django_db
EMAIL = "awa.imaginaire@commune.example"


def run(*words, **options):
    out = io.StringIO()
    call_command(*words, stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def invitation():
    made = InvitationFactory(contact__email=EMAIL, contact__name="Awa Imaginaire")
    made.issue_link()
    made.reply("coming")
    return made


def test_a_contact_is_handed_what_is_kept(invitation, tmp_path):
    run("person_data", "export", EMAIL, output=str(tmp_path / "awa.json"))

    told = json.loads((tmp_path / "awa.json").read_text(encoding="utf-8"))["tables"]
    (row,) = told["contacts de collectivités"]
    assert row["email"] == EMAIL
    assert told["contacts de collectivités (historique)"]


def test_a_contact_is_erased_and_the_answer_stays_nameless(invitation):
    run("person_data", "erase", EMAIL, yes=True)

    assert not AuthorityContact.objects.exists()
    assert not AuthorityContact.pgh_event_model.objects.exists()
    assert not SignedLink.objects.exists()
    kept = Invitation.objects.get()
    assert (kept.contact, kept.answer) == (None, "coming")


@pytest.mark.parametrize(
    ("consented", "withdrawn", "is_kept"),
    [(-20, None, True), (-40, None, False), (-90, -20, True), (-90, -40, False)],
)
def test_an_agreement_is_kept_for_a_time(settings, consented, withdrawn, is_kept):
    settings.RETENTION_CONSENTS_MONTHS = 1
    today = timezone.localdate()
    AuthorityContactFactory(
        consented_on=today + timedelta(days=consented),
        withdrawn_on=withdrawn and today + timedelta(days=withdrawn),
    )

    run("apply_retention")

    assert AuthorityContact.objects.exists() == is_kept
    assert AuthorityContact.pgh_event_model.objects.exists() == is_kept
