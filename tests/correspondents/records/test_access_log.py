"""Who read internal contact data is kept, and is not rewritten."""

import io

import pytest
from dateutil.relativedelta import relativedelta
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from correspondents.imports.batches import plan_batch, receive
from correspondents.models import AccessRecord

from ...factories import CorrespondentFactory, EditionFactory, UserFactory
from ..at_post import days

LIST = "/admin/correspondents/correspondent/"
EDITIONS = "/admin/correspondents/edition/"


def reads():
    return list(AccessRecord.objects.order_by("pk").values_list("what", "subject", "rows"))


def save(response):
    """Take the file whole, as a browser does; fails on a page."""
    assert "attachment" in response.headers["Content-Disposition"]
    list(response)


def test_a_record_opened_is_noted(delegation_client, delegation, dakar):
    person = CorrespondentFactory(post=dakar)

    delegation_client.get(f"{LIST}{person.pk}/change/")
    delegation_client.get(f"{LIST}{person.pk}/history/")

    assert reads() == [("record", str(person.pk), 1), ("history", str(person.pk), 1)]
    assert AccessRecord.objects.first().user == delegation


def test_a_list_is_noted_with_its_filters_and_its_size(delegation_client, dakar):
    CorrespondentFactory(post=dakar)
    CorrespondentFactory(post=dakar, rank=2)

    delegation_client.get(LIST, {"role": "correspondent"})

    assert reads() == [("list", "role=correspondent", 2)]


def test_a_public_list_is_not_noted(delegation_client, dakar):
    CorrespondentFactory(post=dakar)

    save(delegation_client.post(f"{LIST}export/", {"format": "csv", "preset": "public"}))

    assert reads() == []


def test_a_file_is_noted_and_its_form_is_not(delegation_client, dakar):
    CorrespondentFactory(post=dakar)

    delegation_client.get(f"{LIST}export/")
    assert reads() == []
    save(delegation_client.post(f"{LIST}export/", {"format": "csv", "preset": "internal"}))

    assert [what for what, *_ in reads()] == ["export"]


def test_the_space_is_noted(client, dakar):
    person = CorrespondentFactory(post=dakar)
    client.force_login(UserFactory(post=dakar))

    client.get("/espace-poste/contacts/")
    client.get(f"/espace-poste/contacts/{person.pk}/")

    assert reads() == [("space", "", 1), ("space", str(person.pk), 1)]


def test_somebody_elses_record_is_not_read_hence_not_noted(client, dakar):
    person = CorrespondentFactory()
    client.force_login(UserFactory())

    client.get(f"/espace-poste/contacts/{person.pk}/")

    assert reads() == []


def test_a_public_page_is_not_noted(client, dakar):
    CorrespondentFactory(post=dakar)

    client.get("/pays/sn/")

    assert reads() == []


def test_the_log_is_not_rewritten(delegation):
    AccessRecord.objects.create(user=delegation, what="record", subject="1")

    with pytest.raises(IntegrityError, match="ne se modifie pas"), transaction.atomic():
        AccessRecord.objects.update(subject="2")


def test_a_deleted_account_leaves_its_records(db):
    account = UserFactory()
    AccessRecord.objects.create(user=account, what="record", subject="1")

    account.delete()

    assert AccessRecord.objects.get().user is None


def test_what_is_old_expires(delegation, settings):
    months = settings.RETENTION_ACCESS_MONTHS
    for extra in (1, -1):
        at = timezone.now() - relativedelta(months=months, days=extra)
        AccessRecord.objects.create(user=delegation, what="record", at=at)

    assert AccessRecord.objects.expired().count() == 1


def test_the_log_is_the_superusers(delegation_client):
    assert delegation_client.get("/admin/correspondents/accessrecord/").status_code == 403


def test_what_was_searched_for_is_not_kept(delegation_client, dakar):
    CorrespondentFactory(post=dakar, last_name="Zylberfictif")

    assert delegation_client.get(LIST, {"q": "Zylberfictif"}).status_code == 200

    assert reads() == [("list", "q=…", 1)]


def test_a_lookup_that_is_refused_reads_nothing(delegation_client, dakar):
    CorrespondentFactory(post=dakar)

    assert delegation_client.get(LIST, {"phone": "+221 33 000 00 00"}).status_code == 400

    assert reads() == []


@pytest.mark.parametrize(("preset", "rows"), [("internal", 2), ("mailing", 1)])
def test_a_file_is_noted_with_its_size(delegation_client, dakar, preset, rows):
    CorrespondentFactory(post=dakar)
    CorrespondentFactory(post=dakar, rank=2, ended_on=days(-1))

    save(delegation_client.post(f"{LIST}export/", {"format": "csv", "preset": preset}))

    assert reads() == [("export", "", rows)]


def test_a_list_of_a_day_is_noted_with_its_size(delegation_client, dakar):
    CorrespondentFactory(post=dakar)
    today = timezone.localdate().isoformat()

    save(delegation_client.post(f"{LIST}a-une-date/", {"day": today, "format": "csv"}))

    assert reads() == [("dated", today, 1)]


def test_the_internal_list_of_an_edition_is_noted(delegation_client, dakar):
    CorrespondentFactory(post=dakar)
    edition = EditionFactory()

    save(delegation_client.get(f"{EDITIONS}{edition.pk}/liste.csv"))

    assert reads() == [("dated", f"édition n° {edition.number}", 1)]


@pytest.mark.slow
def test_what_changed_between_two_editions_is_noted(delegation_client, dakar):
    before = EditionFactory()
    CorrespondentFactory(post=dakar)
    after = EditionFactory()
    period = {"avant": before.pk, "apres": after.pk}

    delegation_client.get(f"{EDITIONS}changements/", period)
    save(delegation_client.get(f"{EDITIONS}changements.csv", period))

    assert [what for what, *_ in reads()] == ["dated", "dated"]


@pytest.mark.slow
def test_what_an_import_refused_is_noted(delegation_client, db):
    text = "Pays;Nom;Courriel\nNulle Part;Fictif;a@diplomatie.example\n"
    batch = plan_batch(receive(io.BytesIO(text.encode()), "liste.csv"))

    delegation_client.get(batch.get_absolute_url())
    delegation_client.get(f"/admin/correspondents/importbatch/{batch.pk}/rejets/")

    assert [what for what, *_ in reads()] == ["import", "import"]


def test_the_log_is_not_erased_before_its_time(delegation):
    AccessRecord.objects.create(user=delegation, what="record", subject="1")

    with pytest.raises(IntegrityError, match="ne s’efface qu’à son terme"), transaction.atomic():
        AccessRecord.objects.all().delete()


def test_the_log_is_erased_at_its_term(delegation, settings):
    months = settings.RETENTION_ACCESS_MONTHS
    for extra in (1, -1):
        at = timezone.now() - relativedelta(months=months, days=extra)
        AccessRecord.objects.create(user=delegation, what="record", subject=str(extra), at=at)

    call_command("apply_retention")

    assert [subject for _, subject, _ in reads()] == ["-1"]
