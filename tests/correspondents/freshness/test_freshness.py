"""The figures of freshness: computed from acts, with their denominators."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from correspondents.freshness.chart import chart
from correspondents.freshness.months import Month, by_zone, month_ends, months
from correspondents.models import Correspondent, Post, fresh_since
from tests.factories import CorrespondentFactory

from ...hypothesis_profiles import examples

TODAY = date(2026, 3, 15)


def last(found):
    return found[-1].verified, found[-1].total


def test_the_months_are_the_twelve_whole_ones_before_today():
    days = month_ends(TODAY)

    assert (days[0], days[-1], len(days)) == (date(2025, 3, 31), date(2026, 2, 28), 12)


def test_an_act_counts_for_six_months(db):
    CorrespondentFactory(started_on=date(2020, 1, 1)).verify(by="X", on=date(2025, 6, 29))

    shares = {month.day: month.verified for month in months(TODAY)}

    assert shares[date(2025, 5, 31)] == 0
    assert shares[date(2025, 6, 30)] == 1
    assert shares[date(2025, 11, 30)] == 1
    assert shares[date(2025, 12, 31)] == 0


def test_an_act_is_remembered_once_another_has_followed(db):
    person = CorrespondentFactory(started_on=date(2020, 1, 1))
    person.verify(by="X", on=date(2025, 4, 10))
    person.verify(by="X", on=date(2026, 3, 1))

    assert months(TODAY)[1].verified == 1
    assert last(months(TODAY)) == (0, 1)


def test_an_entry_without_a_first_day_counts_from_its_first_trace(db):
    CorrespondentFactory().verify(by="X", on=date(2026, 1, 10))

    assert [month.total for month in months(TODAY)[-3:]] == [0, 1, 1]


def test_a_vacancy_and_one_who_left_are_not_in_the_denominator(db):
    CorrespondentFactory(vacant=True, started_on=date(2020, 1, 1))
    CorrespondentFactory(rank=2, started_on=date(2020, 1, 1), ended_on=date(2026, 2, 27))

    assert last(months(TODAY)) == (0, 0)


def test_an_import_that_corrects_a_phone_is_no_act(db):
    person = CorrespondentFactory(started_on=date(2020, 1, 1))
    person.phone = "+221 33 111 11 11"
    person.save()

    assert last(months(TODAY)) == (0, 1)


days = st.dates(date(2024, 6, 1), date(2026, 4, 1))
people = st.lists(
    st.tuples(st.none() | days, st.none() | days, st.lists(days, max_size=3), st.booleans()),
    max_size=5,
)


def naive(acts_of, on):
    """The same by hand: for each month, look at everybody."""
    for day in month_ends(on):
        total = verified = 0
        for person in Correspondent.objects.filter(is_vacant=False):
            events = Correspondent.pgh_event_model.objects.filter(pgh_obj_id=person.pk)
            seen = [
                timezone.localdate(at) for at in events.values_list("pgh_created_at", flat=True)
            ]
            acts = acts_of[person.pk]
            since = person.started_on or min([*seen, *acts])
            if since > day or (person.ended_on and person.ended_on < day):
                continue
            total += 1
            verified += any(fresh_since(day) <= act <= day for act in acts)
        yield Month(verified, total, day)


@given(histories=people)
@examples(40)
def test_one_query_counts_as_one_would_by_hand(db, histories):
    Correspondent.objects.all().delete()
    acts_of = {}
    for rank, (start, end, acts, is_vacant) in enumerate(histories, start=2):
        if start and end and end < start:
            start, end = end, start
        person = CorrespondentFactory(
            rank=rank, started_on=start, ended_on=end, vacant=is_vacant, role="backup"
        )
        for act in acts:
            person.verify(by="X", on=act)
        acts_of[person.pk] = acts

    assert months(TODAY) == list(naive(acts_of, TODAY))


def test_a_zone_tells_its_contacts_and_its_posts_without_a_correspondent(dakar):
    before = {zone.zone: zone for zone in by_zone()}[dakar.country.zone.name]
    CorrespondentFactory(verified_on=timezone.localdate())
    CorrespondentFactory(rank=2, verified_on=timezone.localdate() - timedelta(days=400))

    after = {zone.zone: zone for zone in by_zone()}[dakar.country.zone.name]

    assert (after.total, after.verified, after.to_confirm, after.percent) == (2, 1, 1, 50)
    assert after.vacant == before.vacant - 1
    assert sum(zone.posts for zone in by_zone()) == Post.objects.working().count()


@pytest.mark.parametrize(
    ("verified", "total", "percent"), [(0, 0, None), (1, 3, 33), (299, 300, 99)]
)
def test_a_percent_is_never_rounded_up(verified, total, percent):
    assert Month(verified, total, TODAY).percent == percent


def test_a_bar_is_as_high_as_its_share():
    found = chart([Month(0, 0, date(2025, 12, 31)), Month(1, 2, date(2026, 1, 31))])

    nobody, half = found["bars"]
    assert (nobody.height, nobody.text) == (0, "–")
    assert half.height * 2 == found["lines"][0].y - found["lines"][-1].y
    assert half.y + half.height == found["lines"][0].y


def test_the_page_has_the_chart_and_the_same_figures_in_a_table(client, db):
    CorrespondentFactory(started_on=date(2020, 1, 1), verified_on=timezone.localdate())

    text = client.get("/fraicheur/").content.decode()

    assert text.count('<rect class="chart__bar"') == 12
    assert text.count(" sur ") >= 4
    assert 'role="img"' in text


def test_the_page_follows_the_figures_of_the_home_page(client, db, settings):
    settings.SHOW_FRESHNESS_FIGURES = False

    assert client.get("/fraicheur/").status_code == 404
    assert "/fraicheur/" not in client.get("/").content.decode()
