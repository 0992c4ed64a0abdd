"""States × actions of a subsidy: what each act does, and the sentence of each forbidden step."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from projects.models import Derogation, Instalment, Report, ReportFile

from ...factories import GrantFactory, ReportFactory, UserFactory
from ...reviews import sent_or_done

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
TODAY = timezone.localdate
DAY = timedelta(days=1)

WAITS = "attend son compte rendu"
PAID = "Une tranche versée ne se modifie plus."
ACCEPTED = "Un compte rendu accepté ne se modifie plus."
PARTS = "a ses deux parties"
STOPPED = "rien n’est plus versé"
DONE = ""


class Subsidy:
    """A subsidy with one report and the instalment that waits for it, in a state."""

    def __init__(self):
        self.grant = GrantFactory()
        self.report = ReportFactory(grant=self.grant, due_in=-20)
        self.instalment = Instalment.objects.create(
            grant=self.grant, rank=2, year=TODAY().year, amount=4_000, report=self.report
        )
        self.by = UserFactory(delegation=True)

    def receive(self, *parts):
        Report.objects.filter(pk=self.report.pk).update(**{f"{p}_on": TODAY() for p in parts})
        self.report.refresh_from_db()

    def accept(self):
        self.receive("technical", "financial")
        self.report.accept(by=self.by)

    def pay(self):
        self.accept()
        self.instalment.pay(on=TODAY(), number="DP-1")

    def excuse(self):
        about = {"report": self.report, "until": TODAY() + DAY}
        self.derogate("partial_report", **about)

    def derogate(self, rule, **about):
        Derogation.objects.grant(self.grant.application, rule, reason="Crue.", by=self.by, **about)

    def abandon(self):
        self.grant.abandon(on=TODAY(), because="Retrait.")


STATES = {
    "awaited": lambda s: None,
    "in part": lambda s: s.receive("technical"),
    "whole": lambda s: s.receive("technical", "financial"),
    "excused": Subsidy.excuse,
    "derogated": lambda s: s.derogate("payment", instalment=s.instalment),
    "accepted": Subsidy.accept,
    "paid": Subsidy.pay,
    "abandoned": Subsidy.abandon,
    "accepted, then abandoned": lambda s: (s.accept(), s.abandon()),
}
ACTS = ["receive", "accept", "pay", "derogate_payment", "derogate_report", "abandon"]
# What each act is answered in each state, in the order of ACTS.
TABLE = {
    "awaited": [DONE, PARTS, WAITS, DONE, DONE, DONE],
    "in part": [DONE, PARTS, WAITS, DONE, DONE, DONE],
    "whole": [DONE, DONE, WAITS, DONE, DONE, DONE],
    "excused": [DONE, PARTS, DONE, DONE, DONE, DONE],
    "derogated": [DONE, PARTS, DONE, "a déjà une dérogation", DONE, DONE],
    "accepted": [ACCEPTED, ACCEPTED, DONE, DONE, DONE, DONE],
    "paid": [ACCEPTED, ACCEPTED, PAID, DONE, DONE, DONE],
    "abandoned": [DONE, PARTS, WAITS, DONE, DONE, "déjà abandonné"],
    "accepted, then abandoned": [ACCEPTED, ACCEPTED, STOPPED, DONE, DONE, "déjà abandonné"],
}


def sent(subsidy, act):
    """What a person fills in for the act."""
    today, tomorrow = f"{TODAY():%Y-%m-%d}", f"{TODAY() + DAY:%Y-%m-%d}"
    about = {"report": subsidy.report.pk, "instalment": subsidy.instalment.pk}
    file = SimpleUploadedFile("bilan.pdf", b"%PDF-1.7")
    given = {"part": "financial", "file": file, "on": today, "until": tomorrow}
    return {"act": act, **about, **given, "number": "DP-2", "reason": "Crue."}


def page(subsidy):
    return f"/admin/projects/grant/{subsidy.grant.pk}/actes/"


@pytest.mark.parametrize(
    ("state", "act", "answer"),
    [
        (state, act, answer)
        for state, answers in TABLE.items()
        for act, answer in zip(ACTS, answers, strict=True)
    ],
)
def test_a_state_lets_an_act_through_or_says_why_not(delegation_client, state, act, answer):
    subsidy = Subsidy()
    STATES[state](subsidy)

    response = sent_or_done(delegation_client, page(subsidy), sent(subsidy, act))

    if answer == DONE:
        assert response.status_code == 302, response.context["refusal"]
    else:
        assert answer in response.context["refusal"]
        assert answer in response.content.decode()


def test_each_state_shows_its_page_and_only_acts_that_have_something_to_be_about(
    delegation_client,
):
    offered = {}
    for state, reach in STATES.items():
        subsidy = Subsidy()
        reach(subsidy)
        shown = delegation_client.get(page(subsidy))
        offered[state] = [act.name for act in shown.context["acts"]]

    assert offered["awaited"] == [act for act in ACTS if act != "accept"]
    assert "accept" in offered["whole"]
    assert offered["accepted"] == ["pay", "abandon"]
    assert offered["paid"] == ["abandon"]
    assert "abandon" not in offered["abandoned"]


def test_a_subsidy_from_its_first_report_to_its_payment(delegation_client, delegation):
    subsidy = Subsidy()
    for part in ("technical", "financial"):
        sent_or_done(delegation_client, page(subsidy), {**sent(subsidy, "receive"), "part": part})
    sent_or_done(delegation_client, page(subsidy), sent(subsidy, "accept"))
    sent_or_done(delegation_client, page(subsidy), sent(subsidy, "pay"))

    shown = delegation_client.get(page(subsidy)).content.decode()

    subsidy.instalment.refresh_from_db()
    assert (subsidy.instalment.paid_on, subsidy.instalment.payment_number) == (TODAY(), "DP-2")
    assert sorted(ReportFile.objects.values_list("part", flat=True)) == ["financial", "technical"]
    assert "versée le" in shown
    assert delegation.signature in shown


def test_what_is_refused_keeps_no_file(delegation_client):
    subsidy = Subsidy()
    subsidy.accept()

    sent_or_done(delegation_client, page(subsidy), sent(subsidy, "receive"))

    assert not ReportFile.objects.exists()


@pytest.mark.parametrize(
    ("act", "change", "said"),
    [
        ("", {}, "Choisissez un acte"),
        ("nothing", {}, "Choisissez un acte"),
        ("receive", {"file": ""}, "Joignez le fichier reçu"),
        ("receive", {"file": SimpleUploadedFile("a.exe", b"MZ")}, "n’est pas accepté"),
        ("receive", {"part": "other"}, "quelle partie"),
        ("receive", {"on": "2999-01-01"}, "2999 ne va pas"),
        ("receive", {"on": ""}, "Donnez le jour"),
        ("receive", {"report": "²"}, "Choisissez un compte rendu de cette subvention"),
        ("pay", {"number": " "}, "Donnez le numéro de la demande de paiement"),
        ("pay", {"on": "2999-01-01"}, "2999 ne va pas"),
        ("pay", {"instalment": ""}, "Choisissez une tranche de cette subvention"),
        ("derogate_payment", {"reason": " "}, "Dites pourquoi"),
        ("derogate_report", {"until": "2020-01-01"}, "dernier jour est passé"),
        ("abandon", {"reason": ""}, "Dites pourquoi"),
        ("abandon", {"on": "2999-01-01"}, "2999 ne va pas"),
    ],
)
def test_what_is_not_well_filled_in_says_why(delegation_client, act, change, said):
    subsidy = Subsidy()

    response = sent_or_done(delegation_client, page(subsidy), {**sent(subsidy, act), **change})

    assert response.status_code == 200
    assert said in response.content.decode()


def test_another_subsidy_s_report_is_not_reached(delegation_client):
    subsidy, other = Subsidy(), Subsidy()

    response = delegation_client.post(
        page(subsidy), {**sent(subsidy, "receive"), "report": other.report.pk}
    )

    assert "de cette subvention" in response.content.decode()
    other.report.refresh_from_db()
    assert other.report.financial_on is None


def test_a_payment_is_dated_within_the_derogation_that_allows_it(delegation_client):
    subsidy = Subsidy()
    subsidy.derogate("partial_report", report=subsidy.report, until=TODAY() - DAY)

    response = sent_or_done(delegation_client, page(subsidy), sent(subsidy, "pay"))

    assert WAITS in response.context["refusal"]


def test_instalments_that_do_not_make_the_subsidy_are_told(delegation_client):
    subsidy = Subsidy()

    shown = delegation_client.get(page(subsidy)).content.decode()

    assert "Les tranches font" in shown
