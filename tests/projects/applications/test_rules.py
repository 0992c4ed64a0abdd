"""The rules of a call, held against a dossier."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from atlas.models import Theme
from correspondents.models import Country
from projects.applications.rules import flags
from projects.models import Application, CallCountry, Ceiling, ExchangeRate, Piece, Window

from ...factories import ApplicationFactory, CallFactory, LocalAuthorityFactory

pytestmark = pytest.mark.django_db


def told(dossier):
    """{rule: (met or not, sentence)} as an appraisal reads them."""
    read = Application.objects.whole().get(pk=dossier.pk)
    return {flag.name: (flag.is_met, flag.sentence) for flag in flags(read)}


def dossier(call=None, lines=None, **values):
    made = {} if lines is None else {"lines": lines}
    return ApplicationFactory(call=call or CallFactory(**values.pop("rules", {})), **made, **values)


def test_the_share_of_the_authority_is_explained():
    lines = [("lead", 820, False), ("foreign", 1_180, False), ("requested", 8_000, False)]

    found = told(dossier(lines=lines, requested=8_000, rules={"minimum_share": 10}))

    assert found["part de la collectivité"] == (
        False,
        "part de la collectivité : 8,2 %, minimum 10 %",
    )


def test_the_exact_minimum_is_enough_and_a_cent_less_is_not():
    lines = [("lead", Decimal("1000"), False), ("requested", Decimal("9000"), False)]
    enough = told(dossier(lines=lines, requested=9_000, rules={"minimum_share": 10}))
    lines = [("lead", Decimal("999.99"), False), ("requested", Decimal("9000.01"), False)]
    short = told(dossier(lines=lines, requested=Decimal("9000.01"), rules={"minimum_share": 10}))

    assert enough["part de la collectivité"][0] is True
    assert short["part de la collectivité"] == (
        False,
        "part de la collectivité : 9,9999 %, minimum 10 %",
    )


def test_every_french_authority_counts_in_the_share_and_in_the_number():
    call = CallFactory(minimum_share=20, minimum_authorities=3)
    lines = [("lead", 1_000, False), ("french", 1_000, False), ("requested", 8_000, False)]
    row = dossier(call, lines, requested=8_000)
    row.other_authorities.set([LocalAuthorityFactory()])

    found = told(row)

    assert found["part de la collectivité"][0] is True
    assert found["collectivités"] == (False, "collectivités françaises : 2, minimum 3")


def test_what_is_in_kind_is_capped_within_the_authority_s_own_share():
    lines = [("lead", 400, False), ("lead", 600, True), ("foreign", 5_000, True)]
    lines.append(("requested", 4_000, False))

    found = told(dossier(lines=lines, requested=4_000, rules={"in_kind_cap": 50}))

    assert found["valorisation"] == (
        False,
        "valorisation : 60,0 % de la part de la collectivité, maximum 50 %",
    )


def test_amounts_of_another_currency_count_at_the_call_s_rate():
    call = CallFactory(minimum_share=50)
    row = dossier(call, [("lead", 10_000, False), ("requested", 5_000, False)], requested=5_000)
    row.budget_lines.create(funder="foreign", year=2027, amount=Decimal("3279785"), currency="XOF")
    before = told(row)
    on, source = date(2026, 1, 1), "Parité fixe"
    ExchangeRate.objects.create(
        call=call, currency="XOF", per_euro=Decimal("655.957"), on=on, source=source
    )

    assert before["part de la collectivité"] == (
        None,
        "part de la collectivité inconnue, minimum 50 %",
    )
    assert before["budget"] == (None, "l’appel n’a pas de taux pour : XOF")
    assert told(row)["part de la collectivité"][1].startswith("part de la collectivité : 50,0 %")
    assert told(row)["part de la collectivité"][0] is True


def test_the_lines_that_are_asked_for_make_the_amount_asked_for():
    row = dossier(lines=[("requested", 9_000, False)], requested=10_000)

    met, sentence = told(row)["budget"]

    assert met is False
    assert "9\u202f000\xa0€" in sentence or "9\xa0000\xa0€" in sentence


def test_the_monitoring_has_its_minimum():
    rules = {"minimum_monitoring": 7}
    assert told(dossier(rules=rules))["part du suivi"][0] is None
    assert told(dossier(rules=rules, monitoring=1_400))["part du suivi"][0] is True
    assert told(dossier(rules=rules, monitoring=1_399))["part du suivi"][0] is False


def test_the_length_is_between_its_limits():
    rules = {"shortest_months": 12, "longest_months": 36}
    states = {
        months: told(dossier(rules=rules, months=months))["durée"][0]
        for months in (11, 12, 36, 37, None)
    }

    assert states == {11: False, 12: True, 36: True, 37: False, None: None}


def test_each_country_of_the_project_must_be_open(senegal):
    mali = Country.objects.get(pk="ML")
    call = CallFactory()
    row = dossier(call, countries=[senegal, mali])
    assert told(row)["pays"][0] is True

    CallCountry.objects.create(call=call, country=mali, is_excluded=True)

    assert told(row)["pays"] == (False, "l’appel n’est pas ouvert à : Mali")
    assert told(dossier(call, countries=[]))["pays"][0] is None


def test_a_call_for_named_countries_is_open_to_no_other(senegal):
    call = CallFactory(every_country=False)
    CallCountry.objects.create(call=call, country=senegal)

    assert told(dossier(call, countries=[senegal]))["pays"][0] is True
    assert told(dossier(call, countries=[Country.objects.get(pk="ML")]))["pays"][0] is False


def test_the_ceiling_is_the_highest_of_the_project_s_countries(senegal):
    call = CallFactory()
    Ceiling.objects.create(call=call, tier="A", amount=12_000)
    Ceiling.objects.create(call=call, amount=9_000)
    CallCountry.objects.create(call=call, country=senegal, tier="A")
    mali = Country.objects.get(pk="ML")

    assert told(dossier(call, countries=[mali]))["plafond"][0] is False
    assert told(dossier(call, countries=[senegal, mali]))["plafond"][0] is True


def test_a_theme_below_one_that_is_asked_for_fits():
    theme = Theme.objects.filter(level=3).first()
    call = CallFactory(themes=[theme.parent])
    row = dossier(call)
    assert told(row)["thématiques"][0] is None

    row.themes.set([theme])

    assert told(row)["thématiques"][0] is True


def test_who_may_not_apply_is_told():
    row = dossier(rules={"applicant_types": ["region"]})

    met, sentence = told(row)["porteur"]

    assert met is False
    assert "peuvent déposer : région" in sentence


def test_each_missing_piece_is_named():
    call = CallFactory()
    asked = call.required_pieces.create(name="Délibération")
    call.required_pieces.create(name="Photos", is_required=False)
    row = dossier(call)
    assert told(row)["pièces"] == (False, "il manque : Délibération")

    piece = Piece.objects.receive(
        row, SimpleUploadedFile("a.pdf", b"%PDF-1.7"), by=None, asked=asked
    )
    assert told(row)["pièces"][0] is True

    piece.remove()
    assert told(row)["pièces"][0] is False


def test_the_declaration_of_aid_is_yes_no_or_unknown():
    assert [told(dossier(aid_declared=word))["e-APD"][0] for word in ("yes", "no", "unknown")] == [
        True,
        False,
        None,
    ]


@pytest.mark.parametrize(
    ("closes", "last"),
    [
        (datetime(2026, 3, 10, 12, 0), date(2026, 3, 10)),
        (datetime(2026, 3, 10, 23, 59), date(2026, 3, 10)),
        (datetime(2026, 3, 11, 0, 0), date(2026, 3, 10)),
    ],
)
def test_the_days_of_a_window_are_those_of_paris(closes, last):
    paris = ZoneInfo("Europe/Paris")
    window = Window(
        opens_at=datetime(2026, 3, 1, 0, 30, tzinfo=paris), closes_at=closes.replace(tzinfo=paris)
    )

    assert window.takes(date(2026, 3, 1))
    assert not window.takes(date(2026, 2, 28))
    assert window.takes(last)
    assert not window.takes(last + timedelta(days=1))


def test_a_late_dossier_is_told():
    late = timezone.localdate() + timedelta(days=60)
    assert told(dossier(filed_on=late))["dépôt"][0] is False
    assert told(dossier())["dépôt"][0] is True
    assert told(dossier(filed_on=None))["dépôt"][0] is None


def test_reading_the_rules_costs_as_much_for_one_dossier_as_for_four(django_assert_num_queries):
    for _ in range(4):
        dossier(rules={"minimum_share": 10, "in_kind_cap": 50})
    keys = list(Application.objects.values_list("pk", flat=True))

    for some in (keys[:1], keys):
        with django_assert_num_queries(14):
            for row in Application.objects.whole().filter(pk__in=some):
                flags(row)
