"""Who read internal contact data is kept, and is not rewritten."""

import pytest
from dateutil.relativedelta import relativedelta
from django.db import IntegrityError, transaction
from django.utils import timezone

from correspondents.models import AccessRecord

from ..factories import CorrespondentFactory, UserFactory

LIST = "/admin/correspondents/correspondent/"


def reads():
    return list(AccessRecord.objects.order_by("pk").values_list("what", "subject", "rows"))


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


def test_a_file_is_noted_and_its_form_is_not(delegation_client, dakar):
    CorrespondentFactory(post=dakar)

    delegation_client.get(f"{LIST}export/")
    assert reads() == []
    response = delegation_client.post(f"{LIST}export/", {"format": "csv", "preset": "internal"})

    if "attachment" in response.headers.get("Content-Disposition", ""):
        list(response)
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
