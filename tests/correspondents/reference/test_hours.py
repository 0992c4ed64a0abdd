"""A post reads hours and deadlines where it is, said so."""

from datetime import UTC, date, datetime

import pytest

from correspondents.models import Post
from correspondents.reference.hours import last_day, moment_at


def post(timezone, city):
    return Post(timezone=timezone, city=city)


@pytest.mark.parametrize(
    ("zone", "city", "words"),
    [
        ("Africa/Dakar", "Dakar", "30 novembre 2026 à 23 h, heure de Dakar"),
        ("Africa/Abidjan", "Abidjan", "30 novembre 2026 à 23 h, heure d’Abidjan"),
        ("Africa/Cairo", "Le Caire", "1er décembre 2026 à 1 h, heure du Caire"),
        ("Asia/Kathmandu", "Katmandou", "1er décembre 2026 à 4 h 45, heure de Katmandou"),
        ("", "Ailleurs", "1er décembre 2026 à 0 h, heure de Paris"),
    ],
)
def test_a_moment_is_said_in_the_hour_of_the_post(zone, city, words):
    moment = datetime(2026, 11, 30, 23, tzinfo=UTC)

    assert moment_at(moment, post(zone, city)) == words


@pytest.mark.parametrize(
    ("zone", "city", "words"),
    [
        (
            "Africa/Dakar",
            "Dakar",
            "ce jour compris à Paris, soit jusqu’à 23 h, heure de Dakar",
        ),
        (
            "Asia/Tokyo",
            "Tokyo",
            "ce jour compris à Paris, soit jusqu’au dimanche 13 décembre à 8 h, heure de Tokyo",
        ),
        ("Europe/Berlin", "Berlin", "ce jour compris, heure de Berlin"),
        ("", "Ailleurs", "ce jour compris, heure de Paris"),
    ],
)
def test_the_last_moment_of_a_deadline_is_said_in_the_hour_of_the_post(zone, city, words):
    assert last_day(date(2026, 12, 12), post(zone, city)) == words


def test_the_last_moment_of_a_deadline_follows_the_summer_of_paris():
    assert last_day(date(2026, 7, 14), post("Africa/Dakar", "Dakar")).endswith(
        "jusqu’à 22 h, heure de Dakar"
    )
