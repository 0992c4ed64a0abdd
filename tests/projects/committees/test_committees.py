"""The decisions of a committee in one grid, its minutes, its letters, its pages."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from correspondents.models import Message
from projects.committees.letters import letters, notify
from projects.models import Decision, LetterTemplate, Notification, Opinion

from ...factories import (
    ApplicationFactory,
    CallFactory,
    CommitteeFactory,
    DecisionFactory,
    OpinionRequestFactory,
    UserFactory,
)
from ...reviews import confirmed, read_and_done, read_first

pytestmark = pytest.mark.django_db


@pytest.fixture
def committee():
    return CommitteeFactory(call=CallFactory(opinions_told="reasons"))


@pytest.fixture
def dossiers(committee):
    """Three dossiers whose post did not answer in time."""
    return [
        OpinionRequestFactory(
            application=ApplicationFactory(
                call=committee.call, contact_email=f"porteur.{number}@commune.example"
            ),
            due_in=-1,
        ).application
        for number in range(3)
    ]


def address(committee, page):
    return f"/admin/projects/committee/{committee.pk}/{page}/"


def grid(dossiers, act="decide", **rows):
    """What the grid sends: d0=(outcome, amount, rank, reason), p1=(rank, amount)."""
    sent = {"act": act}
    for name, values in rows.items():
        key = f"{name[0]}{dossiers[int(name[1:])].pk}"
        names = ["outcome", "amount", "rank", "reason"] if name[0] == "d" else ["rank", "amount"]
        sent |= {f"{key}-{field}": value for field, value in zip(names, values, strict=False)}
    return sent


@pytest.mark.slow
def test_one_grid_writes_all_the_decisions(delegation_client, committee, dossiers):
    rows = {
        "d0": ("retained", "", 1),
        "d1": ("retained", "4 000,50", 2),
        "d2": ("reserve", "", 3),
    }

    delegation_client.post(address(committee, "decisions"), grid(dossiers, **rows))

    found = {row.application_id: row for row in committee.decisions.all()}
    assert [found[d.pk].in_words for d in dossiers] == [
        "retenu",
        "retenu pour 4\xa0000,50\xa0€",
        "liste complémentaire, rang 3",
    ]
    assert all(row.version and row.decided_by for row in found.values())


@pytest.mark.slow
def test_two_dossiers_exchange_their_ranks(delegation_client, committee, dossiers):
    page = address(committee, "decisions")
    delegation_client.post(page, grid(dossiers, d0=("retained", "", 1), d1=("retained", "", 2)))

    delegation_client.post(page, grid(dossiers, d0=("retained", "", 2), d1=("retained", "", 1)))

    ranks = committee.decisions.order_by("application").values_list("rank", flat=True)
    assert list(ranks) == [2, 1]


@pytest.mark.slow
def test_money_freed_on_a_line_is_there_for_another(delegation_client, committee, dossiers):
    committee.call.envelopes.create(amount=10_000, currency="EUR")
    page = address(committee, "decisions")
    delegation_client.post(page, grid(dossiers, d0=("retained", "10000", 1)))

    delegation_client.post(
        page, grid(dossiers, d0=("retained", "4000", 1), d1=("retained", "6000", 2))
    )

    amounts = committee.decisions.order_by("application").values_list("amount", flat=True)
    assert list(amounts) == [4_000, 6_000]


@pytest.mark.slow
def test_one_refusal_keeps_the_whole_grid_out_and_is_told_on_its_line(
    delegation_client, committee, dossiers
):
    committee.call.envelopes.create(amount=15_000, currency="EUR")
    rows = {
        "d0": ("retained", "", 1),
        "d1": ("retained", "", 2),
        "d2": ("rejected", "", "", ""),
    }

    shown = delegation_client.post(
        address(committee, "decisions"), grid(dossiers, **rows)
    ).content.decode()

    assert not Decision.objects.exists()
    assert "L’enveloppe de l’appel serait dépassée" in shown
    assert "Donnez le motif d’un ajournement ou d’un refus" in shown
    assert "Rien n’a été enregistré" in shown


def test_an_illegible_amount_is_told_and_kept_on_screen(delegation_client, committee, dossiers):
    shown = delegation_client.post(
        address(committee, "decisions"), grid(dossiers, d0=("retained", "beaucoup", 1))
    ).content.decode()

    assert "Montant retenu" in shown
    assert 'value="beaucoup"' in shown
    assert not Decision.objects.exists()


def test_a_decision_is_taken_away_while_the_committee_is_open(
    delegation_client, committee, dossiers
):
    page = address(committee, "decisions")
    delegation_client.post(page, grid(dossiers, d0=("retained", "", 1)))

    delegation_client.post(page, grid(dossiers, d0=("", "", "")))

    assert not Decision.objects.exists()


def test_proposals_are_kept_before_the_day_and_decisions_are_not(delegation_client):
    committee = CommitteeFactory(held_on=timezone.localdate() + timedelta(days=3))
    dossier = OpinionRequestFactory(
        application=ApplicationFactory(call=committee.call), due_in=-1
    ).application
    page = address(committee, "decisions")

    delegation_client.post(page, grid([dossier], act="propose", p0=(1, "900")))
    shown = delegation_client.post(page, grid([dossier], d0=("retained", "", 1))).content.decode()

    dossier.refresh_from_db()
    assert (dossier.proposed_rank, dossier.proposed_amount) == (1, 900)
    assert "pas encore réuni" in shown


def test_more_than_what_is_asked_is_not_proposed(delegation_client, committee, dossiers):
    shown = delegation_client.post(
        address(committee, "decisions"), grid(dossiers, act="propose", p0=(1, "10000,01"))
    ).content.decode()

    assert "Le montant proposé va jusqu’à celui qui est demandé" in shown
    dossiers[0].refresh_from_db()
    assert dossiers[0].proposed_rank is None


def settle(committee, by):
    committee.members.create(name="Awa Inventée", is_chair=True, attendance="present")
    committee.close(by=by)


def test_minutes_wait_for_a_decision_of_each_and_for_a_chair(committee, dossiers, delegation):
    with pytest.raises(ValidationError, match="n’ont pas de décision"):
        committee.close(by=delegation)
    for dossier in dossiers:
        DecisionFactory(committee=committee, application=dossier)
    with pytest.raises(ValidationError, match="qui a présidé : côté français"):
        committee.close(by=delegation)

    settle(committee, delegation)

    assert committee.is_closed
    with pytest.raises(ValidationError, match="plus rien du comité ne change"):
        committee.close(by=delegation)


def test_a_joint_committee_has_two_chairs(delegation):
    call = CallFactory(family="joint", joint_with="Fonds inventé")
    committee = CommitteeFactory(call=call)
    committee.members.create(name="Awa Inventée", is_chair=True, attendance="present")
    with pytest.raises(ValidationError, match="côté partenaire"):
        committee.close(by=delegation)

    committee.members.create(
        name="Fatou Inventée", side="partner", is_chair=True, attendance="present"
    )

    committee.close(by=delegation)
    assert committee.is_closed


def test_the_minutes_tell_who_was_there_who_stood_aside_and_what_was_decided(
    delegation_client, committee, dossiers
):
    member = committee.members.create(name="Awa Inventée", is_chair=True, attendance="present")
    read_and_done(
        delegation_client,
        address(committee, "actes"),
        {
            "act": "recuse",
            "member": member.pk,
            "application": dossiers[0].pk,
            "reason": "Élue de la commune.",
        },
    )
    for dossier in dossiers:
        DecisionFactory(committee=committee, application=dossier, rejected=True)

    shown = delegation_client.get(address(committee, "proces-verbal")).content.decode()

    assert "Awa Inventée, préside : présent ou présente" in shown
    assert "Élue de la commune." in shown
    assert "non retenu. Motif inventé." in shown
    assert "Projet : le procès-verbal n’est pas arrêté." in shown


def given(application, **values):
    request = application.opinion_requests.get()
    opinion = Opinion.objects.create(
        request=request,
        application=application,
        verdict="favourable",
        reasons="Besoin réel.",
        security_note="Secret de sécurité.",
        committee_note="Secret du comité.",
        validated_at=timezone.now() - timedelta(days=3),
        validated_by="Dominique Inventé",
        version=application.versions.create(number=1, record=[], sha256="0"),
    )
    return opinion


@pytest.mark.parametrize(
    ("told", "expected", "hidden"),
    [
        ("nothing", "Il a été retenu", "favorable"),
        ("verdict", "favorable", "Besoin réel."),
        ("reasons", "Besoin réel.", "Secret"),
    ],
)
def test_a_letter_tells_of_the_opinions_what_the_call_lets_be_read(
    told, expected, hidden, committee, dossiers
):
    committee.call.opinions_told = told
    committee.call.save()
    given(dossiers[0])
    DecisionFactory(committee=committee, application=dossiers[0])

    ((_, _, text),) = letters(committee)

    assert expected in text
    assert hidden not in text
    assert "\n\n\n" not in text


@pytest.mark.slow
def test_each_applicant_is_told_once(delegation_client, committee, dossiers, delegation):
    dossiers[2].contact_email = ""
    dossiers[2].postal_address = "1 rue Inventée\n35000 Rennes"
    dossiers[2].save()
    for dossier in dossiers:
        DecisionFactory(committee=committee, application=dossier, rejected=True)
    page = address(committee, "actes")
    refused = delegation_client.post(page, {"act": "notify"}).content.decode()
    assert "Arrêtez d’abord le procès-verbal" in refused
    settle(committee, delegation)
    address_of_the_third = "<p>1 rue Inventée<br>35000 Rennes</p>"
    to_send = delegation_client.get(address(committee, "lettres")).content.decode()
    assert to_send.count(address_of_the_third) == 1

    read_and_done(delegation_client, page, {"act": "notify"})
    again = delegation_client.post(page, {"act": "notify"}).content.decode()

    assert "Toutes les décisions sont déjà notifiées" in again
    assert Notification.objects.count() == 3
    sent = Message.objects.filter(kind="decision").values_list("to", flat=True)
    assert sorted(sent) == ["porteur.0@commune.example", "porteur.1@commune.example"]
    shown = delegation_client.get(address(committee, "lettres")).content.decode()
    assert "Motif inventé." in shown
    assert "par courrier" in shown
    assert shown.count(address_of_the_third) == 1


def test_the_letter_of_a_call_goes_before_that_of_all(committee, dossiers, delegation):
    texts = {"subject": "Dossier {dossier}", "body": "À {collectivité}."}
    LetterTemplate.objects.create(call=committee.call, outcome="retained", **texts)
    DecisionFactory(committee=committee, application=dossiers[0])

    ((decision, subject, text),) = letters(committee)

    assert subject == f"Dossier {dossiers[0].reference}"
    assert text == f"À {decision.application.lead.name}."


@pytest.mark.parametrize("body", ["{collectivite}", "{", "a } b", "{{dossier}}"])
def test_a_field_that_does_not_exist_is_refused(body):
    letter = LetterTemplate(outcome="retained", subject="Objet", body=body, call=None)

    with pytest.raises(ValidationError, match="n’est pas un champ"):
        letter.full_clean(validate_constraints=False)


def test_a_value_is_never_read_as_a_text_again(committee, dossiers):
    dossiers[0].title = "{motif} {x}"
    dossiers[0].save()
    DecisionFactory(committee=committee, application=dossiers[0])

    ((_, _, text),) = letters(committee)

    assert "« {motif} {x} »" in text


def test_two_people_at_once_tell_once(committee, dossiers, delegation):
    for dossier in dossiers:
        DecisionFactory(committee=committee, application=dossier)
    settle(committee, delegation)
    notify(committee, by=delegation)

    with pytest.raises(ValidationError, match="déjà notifiées"):
        notify(committee, by=UserFactory(delegation=True))


@pytest.mark.slow
def test_a_derogation_is_granted_where_the_committee_is(delegation_client, committee):
    dossier = ApplicationFactory(call=committee.call)
    sent = {"act": "derogate", "application": dossier.pk, "rule": "without_opinion"}
    page = address(committee, "actes")

    refused = delegation_client.post(page, {**sent, "reason": " "}).content.decode()
    review = read_first(delegation_client, page, {**sent, "reason": "Calamité."})
    for text in [str(dossier), "décision sans l’avis du poste", "Calamité."]:
        assert text in review.content.decode()
    assert not dossier.derogations.exists()
    confirmed(delegation_client, review, page)

    assert "obligatoire" in refused or "vide" in refused
    derogation = dossier.derogations.get()
    assert (derogation.reason, bool(derogation.granted_by_name)) == ("Calamité.", True)
    assert "Calamité." in delegation_client.get(page).content.decode()


def test_results_are_public_once_announced(delegation_client, committee, dossiers, delegation):
    for dossier in dossiers:
        DecisionFactory(committee=committee, application=dossier)
    assert not Decision.objects.published().exists()
    settle(committee, delegation)
    assert not Decision.objects.published().exists()

    read_and_done(delegation_client, address(committee, "actes"), {"act": "announce"})

    assert Decision.objects.published().count() == 3


@pytest.mark.slow
@pytest.mark.parametrize("page", ["actes", "decisions", "proces-verbal", "lettres"])
def test_the_pages_cost_as_much_for_one_dossier_as_for_four(
    page, delegation_client, committee, django_assert_max_num_queries, delegation
):
    def add(count):
        for _ in range(count):
            DecisionFactory(
                committee=committee, application=ApplicationFactory(call=committee.call)
            )

    add(1)
    url = address(committee, page)
    delegation_client.get(url)
    with django_assert_max_num_queries(200) as one:
        delegation_client.get(url)
    add(3)
    with django_assert_max_num_queries(len(one)):
        delegation_client.get(url)


@pytest.mark.slow
def test_the_desk_tells_what_waits(delegation_client, committee, dossiers, delegation):
    def told():
        return delegation_client.get("/admin/").content.decode()

    for dossier in dossiers:
        DecisionFactory(committee=committee, application=dossier, rejected=True)
    assert "Procès-verbaux à arrêter" in told()
    settle(committee, delegation)
    assert "Procès-verbaux à arrêter" not in told()
    assert "Décisions à notifier" in told()
    assert "Résultats à publier" in told()
    notify(committee, by=delegation)
    committee.announce()

    shown = told()
    assert "Décisions à notifier" not in shown
    assert "Résultats à publier" not in shown
