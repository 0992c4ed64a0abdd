"""What a call may be, which calls a country finds, and what the base refuses."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from atlas.models import Theme
from correspondents.models import Country
from correspondents.records.refusals import refusal_of
from projects.models import Call, CallCountry, Ceiling, Envelope, Postponement, Window

from ...factories import CallFactory, UserFactory, WindowFactory

pytestmark = pytest.mark.django_db


def refusal(write):
    """The French sentence with which the base refuses."""
    with pytest.raises(IntegrityError) as raised, transaction.atomic():
        write()
    return refusal_of(raised.value)


def states():
    return dict(Call.objects.with_dates().values_list("title", "state"))


def test_a_call_says_whether_it_is_open(db):
    CallFactory(title="ouvert")
    CallFactory(title="à venir", windows=[(3, 20)])
    CallFactory(title="clos", windows=[(-20, -3)])
    CallFactory(title="entre deux", windows=[(-20, -3), (5, 9)])
    CallFactory(title="annulé", cancelled_on=timezone.localdate(), cancelled_because="Crédits.")
    CallFactory(title="sans date", windows=[])

    assert states() == {
        "ouvert": "open",
        "à venir": "coming",
        "clos": "closed",
        "entre deux": "coming",
        "annulé": "cancelled",
        "sans date": "closed",
    }


def test_the_day_told_is_the_one_that_comes_next(db):
    both = CallFactory(windows=[(-20, -3), (5, 9), (15, 20)])

    call = Call.objects.with_dates().get(pk=both.pk)

    assert call.next_day == both.windows.all()[1].opens_at


def test_the_moment_of_the_closing_is_too_late(db):
    window = WindowFactory()

    def at(moment):
        return Call.objects.with_dates(at=moment).get().state

    assert at(window.opens_at) == "open"
    assert at(window.closes_at - timedelta(microseconds=1)) == "open"
    assert at(window.closes_at) == "closed"


def test_open_calls_come_first_by_closing(db):
    for title, windows in [
        ("clos ancien", [(-50, -40)]),
        ("clos", [(-20, -3)]),
        ("à venir", [(3, 20)]),
        ("ouvert tard", [(-3, 30)]),
        ("ouvert tôt", [(-3, 2)]),
    ]:
        CallFactory(title=title, windows=windows)

    found = Call.objects.with_dates().in_reading_order()

    assert [c.title for c in found] == [
        "ouvert tôt",
        "ouvert tard",
        "à venir",
        "clos",
        "clos ancien",
    ]


def test_a_general_call_excludes_the_countries_of_a_joint_one(senegal):
    everywhere, but, only = CallFactory(), CallFactory(), CallFactory(every_country=False)
    CallCountry.objects.create(call=but, country=senegal, is_excluded=True)
    CallCountry.objects.create(call=only, country=senegal)
    japan = Country.objects.get(pk="JP")

    assert set(Call.objects.open_to(senegal)) == {everywhere, only}
    assert set(Call.objects.open_to(japan)) == {everywhere, but}


@pytest.mark.parametrize("every_country", [True, False])
@pytest.mark.parametrize("row", [None, "listed", "excluded"])
def test_who_is_eligible_is_what_the_rows_say(senegal, every_country, row):
    call = CallFactory(every_country=every_country)
    CallCountry.objects.create(call=call, country_id="JP", is_excluded=row == "listed")
    if row:
        CallCountry.objects.create(call=call, country=senegal, is_excluded=row == "excluded")

    found = Call.objects.open_to(senegal).exists()

    assert found == (row == "listed" if row else every_country)


def test_a_call_without_theme_is_of_every_theme(db):
    health = Theme.objects.filter(level=1).first()
    other = Theme.objects.filter(level=1).last()
    of_all, of_one = CallFactory(), CallFactory(themes=[health])
    below = CallFactory(themes=list(health.children.all()[:1]))

    assert set(Call.objects.about(health)) == {of_all, of_one, below}
    assert set(Call.objects.about(other)) == {of_all}


def test_a_draft_is_the_delegations(delegation, cocac):
    draft = CallFactory(draft=True)

    assert draft in Call.objects.visible_to(delegation)
    assert draft not in Call.objects.visible_to(cocac)


def test_publishing_says_what_is_missing(delegation):
    call = CallFactory(draft=True, filing_url="", windows=[], every_country=False)

    with pytest.raises(ValidationError) as refused:
        call.publish(by=delegation)

    assert refused.value.messages == [
        "Il manque à cet appel : l’adresse où déposer, une période de dépôt, un pays au moins."
    ]
    assert not Call.objects.published().exists()


def test_announced_dates_move_by_postponing_only(delegation):
    window = CallFactory().windows.get()
    later = window.closes_at + timedelta(days=7)
    sentence = "L’appel est publié : ses dates sont annoncées. Reportez la clôture, avec la raison."

    moved = Window.objects.filter(pk=window.pk)
    assert refusal(lambda: moved.update(closes_at=later)) == sentence
    assert refusal(lambda: moved.update(opens_at=window.opens_at - timedelta(1))) == sentence
    assert refusal(moved.delete) == sentence

    window.postpone(later, because="La plateforme était fermée.", by=delegation)

    assert moved.get().closes_at == later
    report = Postponement.objects.get()
    assert (report.reason, report.decided_by) == ("La plateforme était fermée.", delegation)
    assert refusal(lambda: Postponement.objects.update(reason="Autre")) == (
        "Un report de clôture annoncé ne se réécrit pas."
    )


def test_a_draft_moves_freely(db):
    window = CallFactory(draft=True).windows.get()

    Window.objects.filter(pk=window.pk).update(opens_at=window.opens_at - timedelta(days=1))
    window.delete()

    assert not Window.objects.exists()


@pytest.mark.parametrize(
    ("days", "because", "said"),
    [(7, " ", "Dites pourquoi"), (-1, "Retard", "suit celle"), (0, "Retard", "suit celle")],
)
def test_postponing_is_to_later_and_with_a_reason(delegation, days, because, said):
    window = CallFactory().windows.get()

    with pytest.raises(ValidationError, match=said):
        window.postpone(window.closes_at + timedelta(days=days), because=because, by=delegation)

    assert not Postponement.objects.exists()


def test_two_windows_of_a_call_do_not_overlap(db):
    call = CallFactory(draft=True, windows=[(-10, 20)])

    said = refusal(lambda: WindowFactory(call=call, opens=5, closes=30))

    assert said == "Deux périodes de dépôt de l’appel se recouvrent."
    first = call.windows.get()
    WindowFactory(call=call, opens_at=first.closes_at, closes=30)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"minimum_share": 101}, "Une part va de 0 à 100 %."),
        ({"shortest_months": 12, "longest_months": 6}, "La durée maximale"),
        ({"family": "joint"}, "Un appel conjoint dit avec qui."),
        ({"filing_url": ""}, "Un appel publié dit où déposer le dossier."),
        ({"cancelled_on": "2026-01-01"}, "Seul un appel publié s’annule"),
        ({"draft": True, "cancelled_on": "2026-01-01", "cancelled_because": "x"}, "Seul un"),
    ],
)
def test_what_a_call_never_is(db, values, said):
    assert refusal(lambda: CallFactory(**values)).startswith(said)


def test_amounts_are_positive_and_one_a_currency(db):
    call = CallFactory()
    Envelope.objects.create(call=call, amount=100, currency="EUR")
    Envelope.objects.create(call=call, amount=100, currency="XOF")

    assert "déjà une enveloppe" in refusal(
        lambda: Envelope.objects.create(call=call, amount=5, currency="EUR")
    )
    assert "plus grand que zéro" in refusal(
        lambda: Ceiling.objects.create(call=call, tier="A", amount=0)
    )


def test_a_call_is_cancelled_once_with_its_reason(db):
    call = CallFactory()

    with pytest.raises(ValidationError, match="Dites pourquoi"):
        call.cancel(because=" ")
    call.cancel(because="Les crédits manquent.")

    assert Call.objects.with_dates().get().state == "cancelled"
    with pytest.raises(ValidationError, match="une seule fois"):
        call.cancel(because="Encore.")


def test_next_years_call_begins_as_a_copy(senegal):
    call = CallFactory(slug="general-2026", minimum_share=10, themes=Theme.objects.all()[:2])
    CallCountry.objects.create(call=call, country=senegal, tier="A")
    Ceiling.objects.create(call=call, tier="A", amount=50_000)

    new, again = call.copy(), call.copy()

    assert (new.slug, again.slug) == ("general-2026-2", "general-2026-3")
    assert not new.is_published
    assert not new.windows.exists()
    assert new.minimum_share == 10
    assert list(new.themes.all()) == list(call.themes.all())
    assert [(row.country, row.tier) for row in new.call_countries.all()] == [(senegal, "A")]
    assert new.ceilings.get().amount == 50_000
    assert Call.objects.get(pk=call.pk).ceilings.count() == 1


def test_history_says_who_moved_a_closing(delegation):
    window = CallFactory().windows.get()

    window.postpone(window.closes_at + timedelta(days=7), because="Retard", by=delegation)

    assert Window.pgh_event_model.objects.filter(pgh_obj=window.pk).count() == 2


def test_a_closing_at_midnight_in_paris_is_that_day_in_paris(client):
    paris = ZoneInfo("Europe/Paris")
    closing = datetime(2099, 3, 29, 23, 59, tzinfo=paris)  # the clocks change on that day
    call = CallFactory(slug="nuit", windows=[])
    Window.objects.create(call=call, opens_at=closing - timedelta(days=9), closes_at=closing)

    assert b"DTSTART;VALUE=DATE:20990329" in client.get("/appels-a-projets/nuit/agenda.ics").content


def test_an_account_that_leaves_does_not_take_the_postponement_away(db):
    staff = UserFactory(delegation=True)
    window = CallFactory().windows.get()
    window.postpone(window.closes_at + timedelta(days=7), because="Retard", by=staff)

    staff.delete()

    assert Postponement.objects.get().decided_by is None


def test_a_period_says_paris_once():
    window = CallFactory().windows.get()
    opens_at, closes_at = (
        timezone.make_aware(datetime(2027, *day)) for day in [(1, 1), (3, 14, 23, 59)]
    )

    window.opens_at, window.closes_at = opens_at, closes_at

    assert window.period == (
        "du 1er janvier 2027 à 0\xa0h\xa000 au 14 mars 2027 à 23\xa0h\xa059, heure de Paris"
    )
