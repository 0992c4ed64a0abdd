"""Editions: a number given to a moment, published once, compared without a name too many."""

import json
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from correspondents.editions.as_of import current_state, state_of
from correspondents.editions.changes import changes
from correspondents.models import Correspondent, Edition, Post

from ...factories import CorrespondentFactory, EditionFactory


def yesterday():
    return timezone.localdate() - timedelta(days=1)


def since(edition):
    return changes(state_of(edition), current_state())


def page(client, number=2):
    return client.get(f"/correspondants/editions/{number}/").content.decode()


# What an edition may be


def test_a_published_edition_counts_the_public_contacts_of_its_day(dakar):
    CorrespondentFactory(post=dakar)
    CorrespondentFactory(post=Post.objects.get(slug="tirana"), vacant=True)
    CorrespondentFactory(post=dakar, rank=2, ended_on=yesterday())

    assert EditionFactory().contact_count == 1


@pytest.mark.parametrize(
    "write",
    [
        lambda editions: editions.update(note="autre"),
        lambda editions: editions.update(published_at=None),
        lambda editions: editions._raw_delete("default"),
    ],
    ids=["update", "unpublish", "delete"],
)
def test_the_base_refuses_to_touch_a_published_edition(db, write):
    EditionFactory()

    with pytest.raises(IntegrityError, match="ne se modifie pas"), transaction.atomic():
        write(Edition.objects.all())


def test_a_draft_is_edited_and_deleted(db):
    EditionFactory(is_draft=True)

    assert Edition.objects.update(note="relue") == 1
    assert Edition.objects.all().delete()[0] == 1


def test_an_edition_is_published_once(db):
    edition = EditionFactory()

    with pytest.raises(ValidationError, match="ne se modifie pas"):
        edition.publish()


@pytest.mark.parametrize("later", [{"number": 7}, {"number": 1, "closed_on": date(2026, 2, 2)}])
def test_editions_follow_each_other(db, later):
    draft = EditionFactory(number=2, closed_on=date(2026, 1, 1), is_draft=True)
    EditionFactory(**{"closed_on": date(2026, 1, 1), **later})

    with pytest.raises(ValidationError, match="plus récente"):
        draft.publish()


def test_a_list_is_not_closed_on_a_day_to_come(db):
    tomorrow = timezone.localdate() + timedelta(days=1)

    with pytest.raises(ValidationError, match="à venir"):
        EditionFactory(closed_on=tomorrow)


@pytest.mark.parametrize("wrong", [{"number": 0}, {"validated_by": ""}, {"number": 1}], ids=str)
def test_the_base_refuses_what_an_edition_cannot_be(db, wrong):
    EditionFactory(number=1, is_draft=True)

    with pytest.raises(IntegrityError), transaction.atomic():
        EditionFactory(**{"number": 2, "is_draft": True, **wrong})


@pytest.mark.slow
def test_the_demonstration_has_one_edition_however_often_it_is_prepared(db, capsys):
    call_command("prepare_demo")
    call_command("prepare_demo")

    assert [edition.number for edition in Edition.objects.published()] == [1]


# What changed


def test_arrivals_and_departures(dakar):
    leaving = CorrespondentFactory(post=dakar, last_name="Partante")
    CorrespondentFactory(post=dakar, rank=2, last_name="Restante")
    edition = EditionFactory()
    leaving.end_tenure(on=yesterday())
    CorrespondentFactory(post=dakar, last_name="Arrivante", started_on=timezone.localdate())

    found = since(edition)

    assert [p.last_name for p in found.arrivals] == ["Arrivante"]
    assert [p.last_name for p in found.departures] == ["Partante"]


def test_a_corrected_spelling_is_no_arrival(dakar):
    person = CorrespondentFactory(post=dakar, last_name="Fotive")
    edition = EditionFactory()
    Correspondent.objects.filter(pk=person.pk).update(last_name="Fautive", phone="+221 1")

    found = since(edition)

    assert (found.arrivals, found.departures) == ([], [])
    assert found.fields == [("nom", 1), ("téléphone", 1)]


def test_an_entry_made_anew_for_the_same_person_is_no_arrival(dakar):
    CorrespondentFactory(post=dakar, first_name="Élodie", last_name="Refaite", email="")
    edition = EditionFactory()
    Correspondent.objects.all().delete()
    CorrespondentFactory(post=dakar, first_name="Elodie", last_name="REFAITE", email="")

    found = since(edition)

    assert (found.arrivals, found.departures) == ([], [])


def test_a_vacancy_filled_is_an_arrival(dakar):
    place = CorrespondentFactory(post=dakar, vacant=True)
    edition = EditionFactory()
    Correspondent.objects.filter(pk=place.pk).update(is_vacant=False, last_name="Nommée")

    found = since(edition)

    assert [p.last_name for p in found.arrivals] == ["Nommée"]
    assert found.departures == []


def test_another_post_is_a_departure_and_an_arrival(dakar):
    person = CorrespondentFactory(post=dakar)
    edition = EditionFactory()
    Correspondent.objects.filter(pk=person.pk).update(post=Post.objects.get(slug="tirana"))

    found = since(edition)

    assert [p.post.slug for p in found.arrivals] == ["tirana"]
    assert [p.post.slug for p in found.departures] == ["dakar"]


def test_another_role_at_the_same_post_is_a_move(dakar):
    person = CorrespondentFactory(post=dakar, role="backup")
    edition = EditionFactory()
    Correspondent.objects.filter(pk=person.pk).update(role="correspondent")

    found = since(edition)

    assert [(m.before.role, m.after.role) for m in found.moves] == [("backup", "correspondent")]
    assert (found.arrivals, found.departures) == ([], [])


def test_posts_opened_closed_and_relocated(dakar):
    tirana, banjul = (Post.objects.get(slug=slug) for slug in ["tirana", "banjul"])
    Post.objects.filter(pk=tirana.pk).update(status="suspended")
    edition = EditionFactory()
    Post.objects.filter(pk=tirana.pk).update(status="open")
    Post.objects.filter(pk=dakar.pk).update(status="closed", status_since=yesterday())
    Post.objects.filter(pk=banjul.pk).update(status="relocated", operates_from=dakar)
    Post.objects.create(
        slug="neuve", kind="office", name="Bureau neuf", country=dakar.country, city="Ziguinchor"
    )

    found = since(edition)

    assert {change.post.slug for change in found.opened} == {"tirana", "neuve"}
    assert [(c.post.slug, c.before, c.after) for c in found.closed] == [
        ("dakar", "ouvert", "fermé")
    ]
    assert [change.post.slug for change in found.otherwise] == ["banjul"]


def test_nothing_changed_is_empty(dakar):
    CorrespondentFactory(post=dakar)

    assert since(EditionFactory()).is_empty


# What the public reads


def two_editions(act):
    """An edition before the act, one after it."""
    EditionFactory(number=1)
    act()
    return EditionFactory(number=2)


def test_an_arrival_is_named_when_its_name_is_public(client, dakar):
    two_editions(lambda: CorrespondentFactory(post=dakar, last_name="Arrivante"))

    text = page(client)

    assert "Arrivante" in text
    assert "Correspondant « coopération décentralisée »" in text


@pytest.mark.parametrize(
    "then",
    [
        {"ended_on": date(2026, 1, 1)},
        {"name_is_public": False},
        {"last_name": "Autre", "first_name": "Toute"},
        {
            "is_vacant": True,
            "last_name": "",
            "first_name": "",
            "civility": "",
            "email": "",
            "phone": "",
        },
    ],
    ids=["left", "hidden", "somebody else now", "vacant"],
)
def test_an_arrival_whose_name_is_no_longer_public_is_not_named(client, dakar, then):
    two_editions(lambda: CorrespondentFactory(post=dakar, last_name="Éphémère"))
    Correspondent.objects.update(**then)

    text = page(client)

    assert "Arrivées (1)" in text
    assert "Éphémère" not in text
    assert "Toute Autre" not in text


def test_a_deleted_arrival_is_not_named(client, dakar):
    two_editions(lambda: CorrespondentFactory(post=dakar, last_name="Effacée"))
    Correspondent.objects.all().delete()

    assert "Effacée" not in page(client)


def test_a_discreet_post_names_nobody(client, dakar):
    two_editions(lambda: CorrespondentFactory(post=dakar, last_name="Discrète"))
    Post.objects.filter(pk=dakar.pk).update(is_discreet=True)

    text = page(client)

    assert "Arrivées (1)" in text
    assert "Discrète" not in text


def test_a_departure_is_never_named(client, dakar):
    person = CorrespondentFactory(post=dakar, last_name="Partante")
    two_editions(lambda: person.end_tenure(on=yesterday()))

    text = page(client)

    assert "Départs (1)" in text
    assert dakar.name in text
    assert "Partante" not in text


def test_a_suspended_post_is_told_and_its_people_have_not_left(client, dakar):
    CorrespondentFactory(post=dakar)
    two_editions(lambda: Post.objects.filter(pk=dakar.pk).update(status="suspended"))

    text = page(client)

    assert "Postes fermés ou suspendus (1)" in text
    assert "Départs" not in text


def test_who_arrives_at_a_closed_post_is_not_told(client, dakar):
    Post.objects.filter(pk=dakar.pk).update(status="suspended")
    two_editions(lambda: CorrespondentFactory(post=dakar, last_name="Invisible"))

    text = page(client)

    assert "Personne n’est arrivé" in text
    assert "Invisible" not in text


def test_who_validated_is_internal(client, db):
    two_editions(lambda: None)

    for address in ["", "1/", "2/"]:
        text = client.get(f"/correspondants/editions/{address}").content.decode()
        assert "Inventée" not in text


def test_a_draft_is_not_public(client, db):
    EditionFactory(number=1, is_draft=True)

    assert client.get("/correspondants/editions/1/").status_code == 404
    assert "n° 1" not in client.get("/correspondants/editions/").content.decode()
    assert "editions/1/" not in client.get("/sitemap.xml").content.decode()


def test_the_list_says_each_edition_and_its_count(client, dakar):
    CorrespondentFactory(post=dakar)
    two_editions(lambda: CorrespondentFactory(post=dakar, rank=2))

    text = client.get("/correspondants/editions/").content.decode()

    assert text.index("Édition n° 2") < text.index("Édition n° 1")
    assert "2 contacts" in text
    assert "1 contact " in text


def test_a_post_that_moved_its_page_is_linked_to_the_new_one(client, dakar):
    two_editions(lambda: CorrespondentFactory(post=dakar))
    Post.objects.filter(pk=dakar.pk).update(slug="dakar-plateau")

    assert 'href="/postes/dakar-plateau/"' in page(client)


@pytest.mark.slow
@pytest.mark.parametrize("address", ["/correspondants/editions/2/", ".csv", ".json"])
def test_a_page_of_changes_costs_the_same_whatever_changed(client, dakar, address):
    if address.startswith("."):
        address = f"/correspondants/editions/2/changements{address}"

    def cost():
        with CaptureQueriesContext(connection) as queries:
            response = client.get(address)
            assert b"".join(response) if response.streaming else response.content
        return len(queries)

    def arrive():
        CorrespondentFactory(post=dakar)

    def much():
        Post.objects.filter(slug__in=["tirana", "berlin"]).update(status="suspended")
        for rank in range(2, 9):
            CorrespondentFactory(post=dakar, rank=rank)

    two_editions(arrive)
    cost()
    one = cost()
    much()
    EditionFactory(number=3)

    address = address.replace("/2/", "/3/")
    assert cost() == one


def test_the_sheet_says_what_the_page_says(client, dakar):
    leaving = CorrespondentFactory(post=dakar, last_name="Partante")

    def act():
        leaving.end_tenure(on=yesterday())
        CorrespondentFactory(
            post=dakar,
            first_name="Anne",
            last_name="Arrivante",
            started_on=timezone.localdate(),
        )
        CorrespondentFactory(post=dakar, rank=2, last_name="Secrète", name_is_public=False)

    two_editions(act)

    response = client.get("/correspondants/editions/2/changements.json")
    text = b"".join(response.streaming_content).decode()

    rows = [(row["change"], row["person"]) for row in json.loads(text)["rows"]]
    assert rows == [("Arrivée", "Anne Arrivante"), ("Arrivée", ""), ("Départ", "")]
    assert "Partante" not in text
    assert "Secrète" not in text


@pytest.mark.parametrize("extension", ["xlsx", "ods", "csv", "json"])
def test_every_format_is_given(client, dakar, extension):
    two_editions(lambda: CorrespondentFactory(post=dakar))

    response = client.get(f"/correspondants/editions/2/changements.{extension}")

    assert response.status_code == 200
    assert len(b"".join(response.streaming_content)) > 100


@pytest.mark.parametrize(
    "address", ["1/changements.csv", "2/changements.exe", "9/", "99999999999/"]
)
def test_what_is_not_published_is_a_404(client, dakar, address):
    two_editions(lambda: None)

    assert client.get(f"/correspondants/editions/{address}").status_code == 404
