"""What the database itself refuses, and the reference data it starts from."""

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from correspondents.models import (
    Correspondent,
    Country,
    CountryAlias,
    Coverage,
    Place,
    Post,
    UnrecognisedEntity,
)
from correspondents.reference.load import FOLDER, ReferenceLoader
from correspondents.reference.places import load_places

from ...factories import CorrespondentFactory, UserFactory

pytestmark = pytest.mark.django_db


def refused_by_the_database(name, **values):
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        CorrespondentFactory(**values)
    return caught.value.__cause__.diag.constraint_name == name


def test_a_tenure_ends_after_it_starts():
    assert refused_by_the_database(
        "tenure_ends_after_it_starts", started_on=date(2026, 2, 1), ended_on=date(2026, 1, 31)
    )


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ((None, None), (None, None)),
        ((None, None), (date(2026, 1, 1), None)),
        ((date(2026, 1, 1), date(2026, 6, 30)), (date(2026, 6, 30), None)),
        ((None, date(2026, 6, 30)), (date(2026, 1, 1), date(2026, 12, 31))),
    ],
)
def test_two_first_correspondents_do_not_overlap(first, second):
    CorrespondentFactory(started_on=first[0], ended_on=first[1])

    assert refused_by_the_database(
        "one_first_correspondent_at_a_time", started_on=second[0], ended_on=second[1]
    )


def test_tenures_may_follow_each_other_and_a_second_person_takes_rank_two():
    CorrespondentFactory(ended_on=date(2026, 6, 30))
    CorrespondentFactory(started_on=date(2026, 7, 1))
    CorrespondentFactory(rank=2)
    CorrespondentFactory(role="backup")

    assert Correspondent.objects.count() == 4


def test_a_person_is_in_office_on_the_last_day_and_gone_on_the_next():
    today = timezone.localdate()
    leaving = CorrespondentFactory(ended_on=today)

    assert leaving in Correspondent.objects.in_office()
    assert leaving not in Correspondent.objects.in_office(today + timedelta(days=1))
    assert leaving in Correspondent.objects.departed(today + timedelta(days=1))


def test_a_refusal_is_a_french_sentence():
    CorrespondentFactory()
    second = CorrespondentFactory.build(post=Post.objects.get(slug="dakar"), source="Test")

    with pytest.raises(ValidationError, match="Ce poste a déjà un correspondant de rang 1"):
        second.full_clean()


def test_a_closed_post_has_a_date(dakar):
    dakar.status = Post.Status.CLOSED

    with pytest.raises(ValidationError, match="Un poste fermé porte la date de sa fermeture"):
        dakar.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        dakar.save()


def test_a_relocated_post_says_from_where(dakar):
    dakar.status = Post.Status.RELOCATED

    with pytest.raises(ValidationError, match="dit lequel"):
        dakar.full_clean()


def test_vacancy_names_nobody():
    assert refused_by_the_database("vacancy_names_nobody", is_vacant=True)


def test_another_posts_people_are_invisible(dakar):
    mine, other = CorrespondentFactory(), CorrespondentFactory(post=Post.objects.get(slug="praia"))
    agent = UserFactory(post=dakar)

    assert list(Correspondent.objects.visible_to(agent)) == [mine]
    assert list(Post.objects.visible_to(agent)) == [dakar]
    assert list(Correspondent.objects.visible_to(UserFactory())) == []
    assert other in Correspondent.objects.visible_to(UserFactory(delegation=True))


def test_history_records_bulk_writes():
    person = CorrespondentFactory(last_name="Avant")

    Correspondent.objects.filter(pk=person.pk).update(last_name="Après")
    Correspondent.objects.filter(pk=person.pk).delete()

    events = person.events.model.objects.filter(pgh_obj_id=person.pk).order_by("pgh_id")
    assert [event.last_name for event in events] == ["Avant", "Après", "Après"]


def test_the_whole_world_is_there():
    assert Country.objects.count() == 250
    assert Post.objects.count() == 172
    assert Coverage.objects.count() == 241
    assert Place.objects.count() > 30_000
    assert not CountryAlias.objects.filter(
        name_norm__in=UnrecognisedEntity.objects.values("name_norm")
    ).exists()


def test_loading_twice_changes_nothing():
    assert ReferenceLoader().load() == 0
    assert load_places() == 0


def test_loading_never_overwrites_what_staff_edited(tmp_path, dakar):
    for file in FOLDER.glob("*.csv"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    dakar.website = "https://edite.example"
    dakar.save()
    removed = CountryAlias.objects.filter(country="SN").first()
    removed.delete()
    path = tmp_path / "posts.csv"
    text = path.read_text(encoding="utf-8")
    text = text.replace("https://sn.ambafrance.org", "https://nouveau.example")
    path.write_text(text.replace("https://tg.ambafrance.org", "https://togo.example"), "utf-8")

    changes = ReferenceLoader(tmp_path).load()

    assert changes == 2
    assert Post.objects.get(slug="dakar").website == "https://edite.example"
    assert Post.objects.get(slug="lome").website == "https://togo.example"
    assert not CountryAlias.objects.filter(country="SN", name=removed.name).exists()


def test_the_fixtures_hold_the_shared_facts():
    shared = Path(__file__).resolve().parents[4] / "shared" / "reference"
    if not shared.exists():
        pytest.skip("the shared reference is not beside the project")
    with (shared / "coverage.csv").open(encoding="utf-8", newline="") as file:
        facts = {
            (r["country"], r["post"], r["relation"], int(r["rank"])) for r in csv.DictReader(file)
        }

    loaded = Coverage.objects.values_list("country_id", "post__slug", "relation", "rank")

    assert facts == set(loaded)
