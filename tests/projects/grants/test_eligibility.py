"""« Peut déposer » : what anybody reads, and what the delegation alone is told."""

from datetime import timedelta

import pytest
from django.utils import timezone

from projects.applications.appraisal import appraisal
from projects.applications.rules import flags
from projects.grants.eligibility import answers_to, may_apply
from projects.grants.schedule import to_open
from projects.grants.tasks import grant_groups
from projects.models import Application, Derogation, Grant
from scripts.demonstration.grants import STATES, invent_grants

from ...factories import (
    ApplicationFactory,
    CallFactory,
    DecisionFactory,
    LocalAuthorityFactory,
    ReportFactory,
    UserFactory,
)
from ...reviews import read_and_done, read_first

pytestmark = pytest.mark.django_db
OWED = "Il manque des comptes rendus"


@pytest.fixture
def owed():
    return ReportFactory(due_in=-20)


@pytest.fixture
def authority(owed):
    return owed.grant.application.lead


def open_call(**values):
    return CallFactory(title="Appel ouvert inventé", **values)


def section(client, authority):
    shown = client.get(authority.get_absolute_url()).content.decode()
    return shown.partition('id="deposer"')[2].partition("</section>")[0]


def test_a_kind_that_the_call_does_not_name_may_not_apply():
    call = CallFactory(applicant_types=["region", "departement"])

    answer = may_apply(LocalAuthorityFactory(), call)

    assert not answer.is_yes
    assert answer.reasons == ("Peuvent déposer : région, département (ici : commune).",)
    assert may_apply(LocalAuthorityFactory(type="region"), call).is_yes
    assert may_apply(LocalAuthorityFactory(), CallFactory()).is_yes


def test_the_page_of_an_authority_answers_for_each_open_call(client):
    open_call()
    CallFactory(title="Appel clos inventé", windows=[(-20, -10)])
    CallFactory(title="Brouillon inventé", draft=True)
    CallFactory(title="Réservé inventé", applicant_types=["region"])

    shown = section(client, LocalAuthorityFactory(siren="900000009"))

    assert "Appel ouvert inventé" in shown
    assert "<strong>oui</strong>" in shown
    assert "<strong>non</strong>" in shown
    assert "clos inventé" not in shown
    assert "Brouillon" not in shown


@pytest.mark.slow
def test_missing_reports_are_told_to_the_delegation_only(client, owed, authority, dakar):
    open_call()
    authority.siren = "900000009"
    authority.save()

    def told():
        shown = client.get(authority.get_absolute_url()).content.decode()
        return OWED in shown, owed.grant.number in shown, "<strong>oui</strong>" in shown

    assert told() == (False, False, True)
    client.force_login(UserFactory(post=dakar))
    assert told() == (False, False, True)
    client.force_login(UserFactory(delegation=True))
    assert told() == (True, True, False)


def test_an_authority_that_was_replaced_is_told_nothing(delegation):
    open_call()
    successor = LocalAuthorityFactory()

    assert answers_to(LocalAuthorityFactory(successor=successor), delegation) == []


# The rule of an appraisal


def flag(dossier):
    read = Application.objects.whole().get(pk=dossier.pk)
    (found,) = [flag for flag in flags(read) if flag.name == "comptes rendus antérieurs"]
    return found


def test_missing_reports_bar_the_next_dossier_of_the_lead(owed, authority):
    mine, other = ApplicationFactory(lead=authority), ApplicationFactory()

    due = f"{owed.due_on:%d/%m/%Y}"
    assert flag(mine).is_met is False
    assert flag(mine).sentence == (
        f"il manque : compte rendu intermédiaire n° 1 de la subvention {owed.grant.number}, "
        f"attendu le {due}"
    )
    assert flag(other).is_met is True


def test_a_dossier_is_not_barred_by_its_own_reports(owed):
    assert flag(owed.grant.application).is_met is True


def test_a_partial_report_accepted_until_a_day_bars_nothing(owed, authority, delegation):
    about = {"report": owed, "until": timezone.localdate() + timedelta(days=5)}
    Derogation.objects.grant(
        owed.grant.application, "partial_report", reason="Crue.", by=delegation, **about
    )

    assert flag(ApplicationFactory(lead=authority)).is_met is True


@pytest.mark.slow
def test_the_delegation_derogates_where_it_appraises(delegation_client, owed, authority):
    mine = ApplicationFactory(lead=authority)
    page = f"/admin/projects/application/{mine.pk}/instruction/"
    assert "Passer outre" in delegation_client.get(page).content.decode()
    refused = delegation_client.post(page, {"act": "derogate", "reason": " "})
    assert "Dites pourquoi" in refused.content.decode()

    sent = {"act": "derogate", "reason": "Crue au printemps."}
    assert "Crue au printemps." in read_first(delegation_client, page, sent).content.decode()
    assert not mine.derogations.exists()
    read_and_done(delegation_client, page, sent)

    found = flag(mine)
    assert found.is_met is True
    assert found.sentence.startswith("dérogation (Crue au printemps.")
    shown = delegation_client.get(page).content.decode()
    assert "Comptes rendus antérieurs manquants : Crue au printemps." in shown
    again = delegation_client.post(page, {"act": "derogate", "reason": "Encore."})
    assert "déjà accordée" in again.content.decode()


def test_an_appraisal_shows_every_derogation_of_the_dossier(owed, delegation):
    dossier = owed.grant.application
    Derogation.objects.grant(dossier, "without_opinion", reason="R.", by=delegation)
    read = Application.objects.whole().get(pk=dossier.pk)

    assert len(appraisal(read, delegation)["derogations"]) == 1


# The demonstration


@pytest.mark.slow
def test_the_demonstration_shows_each_state(delegation):
    for _ in STATES:
        DecisionFactory(application=ApplicationFactory(requested=9_000), closed=True)

    assert invent_grants(to_open()) == len(STATES)

    kinds = {group.kind for group in grant_groups(delegation)}
    assert kinds == {"reports_late", "reports_received", "instalments_payable"}
    states = set(Grant.objects.with_state().values_list("state", flat=True))
    assert states == {"running", "settled", "abandoned"}
    assert not to_open().exists()
