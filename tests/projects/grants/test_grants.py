"""Subsidies as the delegation follows them: opened, edited, read by who may."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from dateutil.relativedelta import relativedelta
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from projects.grants.schedule import open_grant
from projects.grants.tasks import grant_groups
from projects.models import Derogation, Grant, Report, ReportFile

from ...factories import (
    ApplicationFactory,
    CallFactory,
    DecisionFactory,
    GrantFactory,
    ReportFactory,
    UserFactory,
)
from ...reviews import read_and_done

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
DAY = timedelta(days=1)
LIST = "/admin/projects/grant/"


def retained(**values):
    call = CallFactory(balance_share=80)
    starts_on = TODAY().replace(day=1) - relativedelta(months=21)
    dossier = ApplicationFactory(call=call, months=24, starts_on=starts_on, **values)
    return DecisionFactory(application=dossier, closed=True)


@pytest.fixture
def grant():
    """Two years, 5 000, 4 000 then 1 000 EUR, its first report late."""
    return open_grant(retained(), number="S-0042", contact_email="projets@commune.example")


def opening(**values):
    return {"number": "S-1", "starts_on": "2027-02-01", "months": "24", **values}


# Opening


@pytest.mark.slow
def test_retained_dossiers_without_a_subsidy_are_listed_and_opened(delegation_client):
    decision = retained(contact_email="mairie@commune.example")
    assert "Ouvrir une subvention" in delegation_client.get(LIST).content.decode()
    listed = delegation_client.get(f"{LIST}ouvrir/").content.decode()
    assert str(decision.application) in listed
    asked = delegation_client.get(f"{LIST}ouvrir/{decision.pk}/").content.decode()
    assert "mairie@commune.example" in asked
    assert "80 % avant le compte rendu final" in asked

    response = read_and_done(delegation_client, f"{LIST}ouvrir/{decision.pk}/", opening())

    grant = Grant.objects.get()
    assert response.headers["Location"] == f"{LIST}{grant.pk}/change/"
    assert grant.instalments.count() == 3
    assert (
        "chaque dossier retenu a sa subvention"
        in delegation_client.get(f"{LIST}ouvrir/").content.decode()
    )


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"number": ""}, "Donnez le numéro"),
        ({"number": "S-0042"}, "Une subvention a déjà ce numéro"),
        ({"starts_on": "demain"}, "Donnez un jour qui existe"),
        ({"months": ""}, "Donnez la durée"),
        ({"months": "²"}, "nombre entier"),
        ({"months": "9999999"}, "240"),
        ({"siret": "123"}, "quatorze chiffres"),
        ({"starts_on": "9999-12-31"}, "L’année du début va de 2000"),
        ({"starts_on": "1000-12-31"}, "L’année du début va de 2000"),
    ],
)
def test_what_cannot_be_opened_says_why(delegation_client, grant, values, said):
    decision = retained()

    response = delegation_client.post(f"{LIST}ouvrir/{decision.pk}/", opening(**values))

    assert said in response.content.decode()
    assert Grant.objects.count() == 1


def test_a_decision_that_retains_nothing_opens_nothing(delegation_client):
    waiting = DecisionFactory()

    assert delegation_client.get(f"{LIST}ouvrir/{waiting.pk}/").status_code == 404


# The list and the form


@pytest.mark.slow
def test_the_list_is_filtered_searched_and_exported(delegation_client, grant):
    other = GrantFactory(ends_on=TODAY() + DAY)

    for query, found, hidden in [
        ("q=S-0042", "S-0042", other.number),
        (f"q={other.application.lead.name}", other.number, "S-0042"),
        ("etat=running", other.number, None),
        ("suivi=reports_late", "S-0042", other.number),
        (
            f"decision__application__call__id__exact={other.application.call_id}",
            other.number,
            "S-0042",
        ),
        ("decision__application__countries__iso2__exact=SN", "S-0042", None),
    ]:
        shown = delegation_client.get(f"{LIST}?{query}").content.decode()
        assert found in shown, query
        assert hidden is None or hidden not in shown, query

    file = delegation_client.post(f"{LIST}export/?q=S-0042", {"format": "csv"})
    body = b"".join(file.streaming_content).decode("utf-8-sig").splitlines()
    assert len(body) == 2
    row = dict(zip(body[0].split(";"), body[1].split(";"), strict=True))
    assert (row["Montant"], row["Tranches"], row["Versé"]) == ("10000,00", "10000,00", "0,00")
    assert (row["Payable"], row["Reste à verser"], row["Retards"]) == ("5000,00", "10000,00", "1")


@pytest.mark.slow
def test_the_list_costs_as_much_for_one_subsidy_as_for_four(
    delegation_client, django_assert_max_num_queries
):
    GrantFactory()
    with django_assert_max_num_queries(60) as one:
        delegation_client.get(LIST)
    for _ in range(3):
        GrantFactory()
    with django_assert_max_num_queries(len(one)):
        delegation_client.get(LIST)


def form_of(client, grant):
    """The fields of the change form as they are shown."""
    page = client.get(f"{LIST}{grant.pk}/change/")
    values = {}
    forms = [page.context["adminform"].form]
    for inline in page.context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    for form in forms:
        for field in form:
            values[field.html_name] = "" if field.value() is None else field.value()
    return values


@pytest.mark.slow
def test_a_sum_moves_from_one_instalment_to_another(delegation_client, grant):
    values = form_of(delegation_client, grant)
    values |= {"instalments-0-amount": "6000", "instalments-1-amount": "3000"}

    response = delegation_client.post(f"{LIST}{grant.pk}/change/", values)

    assert response.status_code == 302
    amounts = list(grant.instalments.values_list("amount", flat=True))
    assert amounts == [Decimal(6_000), Decimal(3_000), Decimal(1_000)]


@pytest.mark.slow
def test_the_plan_stays_within_the_subsidy(delegation_client, grant):
    values = form_of(delegation_client, grant) | {"instalments-0-amount": "5000.01"}

    shown = delegation_client.post(f"{LIST}{grant.pk}/change/", values).content.decode()

    assert "Le total dépasse le montant de la subvention." in shown


@pytest.mark.slow
@pytest.mark.parametrize("kept", ["instalments", "years"])
def test_a_subsidy_is_not_lowered_below_its_plan(delegation_client, grant, kept):
    (grant.years if kept == "instalments" else grant.instalments).all().delete()
    values = form_of(delegation_client, grant)

    shown = delegation_client.post(f"{LIST}{grant.pk}/change/", values | {"amount": "9999.99"})
    assert "baissez-les d’abord, puis le montant" in shown.content.decode()
    raised = delegation_client.post(f"{LIST}{grant.pk}/change/", values | {"amount": "10000"})

    assert raised.status_code == 302
    grant.refresh_from_db()
    assert grant.amount == 10_000


@pytest.mark.slow
def test_an_instalment_waits_for_a_report_of_its_subsidy(delegation_client, grant):
    values = form_of(delegation_client, grant)
    values["instalments-1-report"] = ReportFactory().pk

    shown = delegation_client.post(f"{LIST}{grant.pk}/change/", values).content.decode()

    assert "Sélectionnez un choix valide" in shown


# Files


def test_a_file_goes_to_who_may_see_its_subsidy(delegation_client, client, dakar):
    report = ReportFactory()
    upload = SimpleUploadedFile("bilan.pdf", b"%PDF-1.7")
    file = ReportFile.objects.keep(upload, by=None, report=report, part="technical")

    answer = delegation_client.get(f"{LIST}fichiers/{file.pk}/")

    assert answer.content == b"%PDF-1.7"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    post, other = UserFactory(post=dakar), UserFactory(post=type(dakar).objects.get(slug="hanoi"))
    assert file in ReportFile.objects.visible_to(post)
    assert file not in ReportFile.objects.visible_to(other)


def test_nothing_in_the_base_keeps_bank_details():
    words = set()
    for model in apps.get_app_config("projects").get_models():
        for field in model._meta.get_fields():
            words.update(field.name.split("_"))
            words.update(str(getattr(field, "verbose_name", "")).lower().split())

    assert not words & {"iban", "bic", "rib", "swift", "bancaire", "bancaires", "bank"}


# The desk


@pytest.mark.slow
def test_the_desk_tells_what_waits(delegation_client, delegation, grant):
    groups = {group.kind: group for group in grant_groups(delegation)}

    assert groups["reports_late"].count == 1
    assert groups["reports_late"].since == TODAY().replace(day=1) - relativedelta(months=9)
    assert groups["instalments_payable"].count == 1
    assert "reports_received" not in groups
    shown = delegation_client.get("/admin/").content.decode()
    assert "Comptes rendus en retard" in shown
    assert "Tranches payables" in shown
    listed = delegation_client.get(groups["reports_late"].url).content.decode()
    assert "S-0042" in listed


def test_a_report_that_came_whole_waits_to_be_accepted(delegation, grant):
    grant.reports.filter(number=1, stage="intermediate").update(
        technical_on=TODAY(), financial_on=TODAY()
    )

    kinds = {group.kind for group in grant_groups(delegation)}

    assert "reports_received" in kinds
    assert "reports_late" not in kinds


def test_nothing_of_an_abandoned_project_waits(delegation, grant):
    grant.abandon(on=TODAY(), because="Le partenaire se retire.")

    assert grant_groups(delegation) == []


def test_a_subsidy_that_nobody_can_be_written_to_about_is_told(delegation, grant):
    Grant.objects.update(contact_email="")

    assert "reports_unwritten" in {group.kind for group in grant_groups(delegation)}


def test_an_instalment_is_payable_in_its_year_once_its_report_is_accepted(grant, delegation):
    second = grant.instalments.get(rank=2)
    report = second.report
    payable = type(second).objects.payable
    assert second not in payable()

    about = {"report": report, "until": TODAY() + DAY}
    Derogation.objects.grant(
        grant.application, "partial_report", reason="Crue.", by=delegation, **about
    )
    assert second in payable()
    assert second not in payable(TODAY() + 2 * DAY)

    Report.objects.filter(pk=report.pk).update(technical_on=TODAY(), financial_on=TODAY())
    report.refresh_from_db()
    report.accept(by=delegation)
    assert second in payable(TODAY() + 2 * DAY)
    assert second not in payable(date(second.year - 1, 12, 31))


def test_a_post_has_no_desk(dakar):
    assert grant_groups(UserFactory(post=dakar)) == []
