"""What is kept no longer than promised: a day too young it stays, a day too old it goes."""

from datetime import timedelta
from io import StringIO

import pghistory
import pytest
from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.utils import timezone
from pghistory.models import Context

from correspondents.editions.as_of import state_of
from correspondents.imports.undo import NotUndoable, undo
from correspondents.models import (
    Absence,
    Check,
    Correspondent,
    Handover,
    ImportBatch,
    ImportFile,
    Message,
    Proposal,
    SignedLink,
    UnansweredSearch,
    User,
)
from correspondents.records.history import moments

from ...factories import CorrespondentFactory, EditionFactory, ProposalFactory, UserFactory
from .test_person_data import places_of

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
SIDES = pytest.mark.parametrize(("shift", "is_kept"), [(DAY, True), (-DAY, False)])


def retain(**options):
    out = StringIO()
    call_command("apply_retention", stdout=out, **options)
    return out.getvalue()


def months_ago(months):
    return timezone.now() - relativedelta(months=months)


def day_months_ago(months):
    return timezone.localdate() - relativedelta(months=months)


def days_ago(days):
    return timezone.now() - timedelta(days=days)


def departed(shift=-DAY, **values):
    last_day = day_months_ago(settings.RETENTION_DEPARTED_MONTHS) + shift
    return CorrespondentFactory(
        ended_on=last_day, last_name="Zylberfictif", other_data={"Né": "hier"}, **values
    )


def message(number=1, **values):
    return Message.objects.create(
        key=f"essai {number}", kind="essai", to="a@poste.example", subject="Essai", **values
    )


def batch(created_at, **values):
    made = ImportBatch.objects.create(
        file_name="liste.csv",
        sha256="0",
        size=3,
        report={"rows": [{"contacts": [{"name": "Zoé Zylberfictif"}]}]},
        **values,
    )
    ImportFile.objects.create(batch=made, content=b"Zylberfictif")
    ImportBatch.objects.filter(pk=made.pk).update(created_at=created_at)
    return made


@SIDES
def test_a_departed_person_is_named_for_a_time(shift, is_kept):
    person = departed(shift)

    retain()

    person.refresh_from_db()
    assert (person.last_name == "Zylberfictif") is is_kept
    assert bool(person.email and person.phone and person.other_data) is is_kept
    assert person.function == "Chargée de coopération"


@SIDES
def test_the_history_forgets_with_the_entry(shift, is_kept):
    person = departed(shift)
    Correspondent.objects.filter(pk=person.pk).update(phone="+221 33 111 11 11")

    retain()

    events = Correspondent.pgh_event_model.objects.filter(pgh_obj_id=person.pk)
    assert events.filter(last_name="Zylberfictif").exists() is is_kept
    assert events.exclude(email="").exists() is is_kept


def test_what_hangs_from_a_departed_person_goes_too():
    person = departed()
    Handover.objects.create(leaver=person, notes="Voir Zoé", written_by="Zoé Zylberfictif")
    Absence.objects.create(
        correspondent=person, starts_on=person.ended_on - DAY, ends_on=person.ended_on
    )
    proposal = ProposalFactory(target=person, field="last_name", new="Zylber")

    retain()

    proposal.refresh_from_db()
    assert (proposal.new, proposal.from_name) == ("", "")
    assert set(Handover.objects.values_list("notes", "written_by")) == {("", "")}
    assert set(Handover.pgh_event_model.objects.values_list("notes", "written_by")) == {("", "")}
    assert not Absence.objects.exists()
    assert not Absence.pgh_event_model.objects.exists()


@pytest.mark.slow
def test_nothing_names_the_departed_in_any_column_of_any_table(delegation_client):
    person = departed(verified_by="Zoé Zylberfictif")
    address = f"/admin/correspondents/correspondent/{person.pk}/change/"
    form = delegation_client.get(address).context["adminform"].form
    sent = {name: form[name].value() for name in form.fields if form[name].value()}
    delegation_client.post(address, {**sent, "function": "Attachée"})
    person.checks.create(
        reason="end", closed_at=timezone.now(), answer="exact", answered_by="Zoé Zylberfictif"
    )
    before = places_of("zylberfictif")

    retain()

    assert "django_admin_log.object_repr" in before
    assert places_of("zylberfictif") == set()


@SIDES
def test_the_log_of_the_admin_is_kept_for_a_time(delegation, shift, is_kept):
    entry = LogEntry.objects.create(user=delegation, object_repr="Zoé", action_flag=CHANGE)
    at = months_ago(settings.RETENTION_ACCESS_MONTHS) + shift
    LogEntry.objects.filter(pk=entry.pk).update(action_time=at)

    retain()

    assert LogEntry.objects.exists() is is_kept


@SIDES
def test_history_tells_which_page_was_used_for_a_time(shift, is_kept):
    with pghistory.context(user=7, url="/espace-poste/contacts/12/"):
        person = CorrespondentFactory()
    context = Context.objects.get(metadata__has_key="url")
    at = months_ago(settings.RETENTION_ACCESS_MONTHS) + shift
    Context.objects.update(created_at=at)
    Context.objects.filter(pk=context.pk).update(updated_at=at)

    retain()

    context.refresh_from_db()
    assert context.metadata == {"user": 7, "url": "/espace-poste/contacts/12/" if is_kept else ""}
    assert moments(Correspondent, person.pk)[0].who == "compte n° 7, supprimé"


@pytest.mark.slow
@SIDES
def test_a_closed_account_is_named_for_a_time(dakar, shift, is_kept):
    account = UserFactory(post=dakar, last_name="Zylberfictif", is_active=False)
    address = account.email
    closed_at = months_ago(settings.RETENTION_DEPARTED_MONTHS) + shift
    User.pgh_event_model.objects.update(pgh_created_at=closed_at)

    retain()

    assert bool(places_of("zylberfictif")) is is_kept
    assert bool(places_of(address)) is is_kept
    assert User.objects.filter(pk=account.pk, is_active=False).exists()


def test_an_account_in_use_stays_whole(dakar):
    account = UserFactory(post=dakar, last_name="Zylberfictif")
    User.pgh_event_model.objects.update(pgh_created_at=months_ago(120))

    retain()

    account.refresh_from_db()
    assert account.last_name == "Zylberfictif"


def test_who_is_in_office_stays_whole():
    person = CorrespondentFactory(started_on=day_months_ago(120))

    assert retain() == "Rien à effacer.\n"

    person.refresh_from_db()
    assert person.email


def test_a_departed_service_keeps_having_no_name():
    service = departed(service=True)
    Correspondent.objects.filter(pk=service.pk).update(last_name="")

    retain()

    service.refresh_from_db()
    assert (service.last_name, service.email) == ("", "")


@SIDES
def test_a_deleted_entry_is_told_for_a_time(shift, is_kept):
    person = CorrespondentFactory(last_name="Zylberfictif")
    person.delete()
    events = Correspondent.pgh_event_model.objects.filter(pgh_label="delete")
    events.update(pgh_created_at=months_ago(settings.RETENTION_DEPARTED_MONTHS) + shift)

    retain()

    told = Correspondent.pgh_event_model.objects.filter(last_name="Zylberfictif")
    assert told.exists() is is_kept


def test_an_edition_counts_whoever_is_erased_since():
    person = CorrespondentFactory(last_name="Zylberfictif")
    edition = EditionFactory()
    last_day = day_months_ago(settings.RETENTION_DEPARTED_MONTHS) - DAY
    Correspondent.objects.filter(pk=person.pk).update(ended_on=last_day)

    retain()

    assert [p.last_name for p in state_of(edition).published] == ["(nom effacé)"]
    assert edition.contact_count == 1


@pytest.mark.slow
def test_the_page_of_an_edition_still_opens(client):
    EditionFactory()
    person = CorrespondentFactory(last_name="Zylberfictif")
    edition = EditionFactory()
    last_day = day_months_ago(settings.RETENTION_DEPARTED_MONTHS) - DAY
    Correspondent.objects.filter(pk=person.pk).update(ended_on=last_day)

    retain()

    page = client.get(edition.get_absolute_url())
    assert page.status_code == 200
    assert "Zylberfictif" not in page.content.decode()


@SIDES
def test_a_sent_mail_is_kept_for_a_time(shift, is_kept):
    message(sent_at=months_ago(settings.RETENTION_MESSAGES_MONTHS) + shift)

    retain()

    assert Message.objects.exists() is is_kept


@SIDES
def test_the_text_of_a_dead_mail_is_kept_for_a_time(shift, is_kept):
    dead_at = days_ago(settings.CONTACT_TEXT_DAYS) + shift
    message(dead_at=dead_at, text="Bonjour", html="<p>", headers={"Reply-To": "b@ville.example"})

    retain()

    mail = Message.objects.get()
    assert bool(mail.text and mail.html and mail.headers) is is_kept


@SIDES
def test_a_visitors_mail_is_kept_for_a_time(shift, is_kept):
    message(created_at=days_ago(settings.CONTACT_TEXT_DAYS) + shift)
    Message.objects.update(kind="contact_request")

    retain()

    assert Message.objects.exists() is is_kept


@SIDES
def test_an_expired_link_is_kept_for_a_time(shift, is_kept):
    expired = days_ago(settings.RETENTION_LINKS_DAYS) + shift
    SignedLink.objects.create(
        purpose="confirm",
        target=CorrespondentFactory(),
        sent_to="a@poste.example",
        created_at=expired - DAY,
        expires_at=expired,
    )

    retain()

    assert SignedLink.objects.exists() is is_kept


@SIDES
@pytest.mark.parametrize("kind", [{}, {"report": True}])
def test_who_proposed_is_told_for_a_time(shift, is_kept, kind):
    decided_at = months_ago(settings.RETENTION_PROPOSALS_MONTHS) + shift
    ProposalFactory(decision="accepted", decided_at=decided_at, **kind)

    retain()

    for table in (Proposal, Proposal.pgh_event_model):
        assert table.objects.exclude(from_email="").exists() is is_kept
        assert table.objects.filter(comment__contains="a changé").exists() is (
            is_kept and bool(kind)
        )


@SIDES
def test_a_closed_check_is_kept_for_a_time(shift, is_kept):
    closed_at = months_ago(settings.RETENTION_CHECKS_MONTHS) + shift
    Check.objects.create(
        correspondent=CorrespondentFactory(), reason="period", closed_at=closed_at, answer="exact"
    )

    retain()

    assert Check.objects.exists() is is_kept


@SIDES
def test_an_imported_list_is_kept_for_a_time(shift, is_kept):
    made = batch(months_ago(settings.RETENTION_IMPORTS_MONTHS) + shift)

    retain()

    made.refresh_from_db()
    assert ("Zylberfictif" in str(made.report)) is is_kept
    assert (bytes(made.file.content) == b"Zylberfictif") is is_kept
    assert made.is_planned is is_kept


def test_an_erased_import_is_not_undone():
    made = batch(months_ago(24), state="applied", applied_at=months_ago(24))
    retain()

    with pytest.raises(NotUndoable, match="a été effacé : il ne s’annule plus"):
        undo(made.pk)


def test_the_page_of_an_erased_import_opens(delegation_client):
    waiting = batch(months_ago(24))
    applied = batch(months_ago(24), state="applied", applied_at=months_ago(24))
    retain()

    for made in (waiting, applied):
        assert delegation_client.get(made.get_absolute_url()).status_code == 200


@pytest.mark.parametrize(("shift", "is_kept"), [(DAY, True), (-DAY, False)])
def test_a_session_is_kept_until_it_expires(shift, is_kept):
    Session.objects.create(session_key="essai", expire_date=timezone.now() + shift)

    retain()

    assert Session.objects.exists() is is_kept


@SIDES
def test_a_search_is_kept_for_a_time(shift, is_kept):
    seen = timezone.localdate() - timedelta(days=settings.UNANSWERED_SEARCH_DAYS) + shift
    UnansweredSearch.objects.create(digest="d", first_seen_on=seen, last_seen_on=seen)

    retain()

    assert UnansweredSearch.objects.exists() is is_kept


def test_a_dry_run_counts_and_writes_nothing():
    person = departed()

    said = retain(dry_run=True)

    person.refresh_from_db()
    assert said == "Personnes parties : nom et coordonnées (à effacer) : 1.\n"
    assert person.last_name == "Zylberfictif"


def test_a_second_run_finds_nothing():
    person = departed()
    ProposalFactory(report=True, target=person, decision="accepted", decided_at=months_ago(30))
    batch(months_ago(24))
    message(dead_at=days_ago(60), text="Bonjour")
    retain()

    assert retain() == "Rien à effacer.\n"
