"""The list of a published edition, as anybody reads it: on its page and as a file."""

import csv
import io

import pytest
from django.utils import timezone

from correspondents.models import Correspondent

from ...factories import CorrespondentFactory, EditionFactory

pytestmark = pytest.mark.django_db

FILE = "/correspondants/editions/1/liste.csv"


def listed(client):
    response = client.get(FILE)
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def test_the_list_is_that_of_the_edition(client, dakar):
    person = CorrespondentFactory(last_name="Restée", name_is_public=True)
    EditionFactory()
    CorrespondentFactory(post=dakar, role="backup", last_name="Venue", name_is_public=True)

    page = client.get("/correspondants/editions/1/").content.decode()

    assert [row["Personne"] for row in listed(client)] == [person.full_name]
    assert person.full_name in page
    assert "Venue" not in page
    assert f'href="{FILE}"' in page


def test_a_name_that_is_no_longer_public_is_in_no_list_of_the_past(client):
    CorrespondentFactory(last_name="Discrète", name_is_public=True)
    EditionFactory()
    Correspondent.objects.update(name_is_public=False)

    assert [row["Personne"] for row in listed(client)] == [""]
    assert "Discrète" not in client.get("/correspondants/editions/1/").content.decode()


def test_the_name_of_the_file_says_which_edition(client):
    EditionFactory()

    name = f"liste-des-correspondants-edition-1-{timezone.localdate():%Y-%m-%d}.csv"
    assert client.get(FILE)["Content-Disposition"] == f'attachment; filename="{name}"'


@pytest.mark.parametrize("address", [FILE.replace("1", "2"), FILE.replace("csv", "vcf")])
def test_a_draft_or_an_unknown_format_has_no_file(client, address):
    EditionFactory()
    EditionFactory(number=2, is_draft=True)

    assert client.get(address).status_code == 404
