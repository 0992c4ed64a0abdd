"""The pages where proposals are reviewed: who sees them, who decides, what they say."""

import pytest
from django.utils import timezone

from correspondents.models import Post, Proposal
from tests.factories import CorrespondentFactory, ProposalFactory, UserFactory

LIST = "/espace-poste/propositions/"


@pytest.fixture
def cocac(dakar):
    return UserFactory(post=dakar, post_function="validates")


@pytest.fixture
def cocac_client(client, cocac):
    client.force_login(cocac)
    return client


def decision(proposal, answer="accept", reason=""):
    return {f"decision_{proposal.pk}": answer, f"reason_{proposal.pk}": reason}


def text_of(response):
    return response.content.decode()


def test_a_post_sees_its_own_proposals_and_no_other(cocac_client):
    ProposalFactory(target=CorrespondentFactory(last_name="Dakaroise"))
    other = CorrespondentFactory(post=Post.objects.get(slug="banjul"), last_name="Banjulaise")
    ProposalFactory(target=other)

    text = text_of(cocac_client.get(LIST))

    assert "Dakaroise" in text
    assert "Banjulaise" not in text


@pytest.mark.parametrize("method", ["get", "head", "post"])
def test_another_posts_proposal_is_a_404(cocac_client, method):
    other = CorrespondentFactory(post=Post.objects.get(slug="banjul"))
    proposal = ProposalFactory(target=other)

    response = getattr(cocac_client, method)(proposal.get_absolute_url(), decision(proposal))

    assert response.status_code == 404
    proposal.refresh_from_db()
    assert proposal.is_pending


def test_who_drafts_reads_and_does_not_decide(client, dakar):
    proposal = ProposalFactory()
    client.force_login(UserFactory(post=dakar, post_function="drafts"))

    page = client.get(proposal.get_absolute_url())

    assert "Attachée de coopération" in text_of(page)
    assert "Enregistrer ces décisions" not in text_of(page)
    assert client.post(proposal.get_absolute_url(), decision(proposal)).status_code == 403


def test_a_visitor_is_asked_to_sign_in(client, db):
    assert client.get(LIST).status_code == 302
    assert client.get(ProposalFactory().get_absolute_url()).status_code == 302


def test_the_page_says_what_was_what_is_proposed_and_what_is_public(cocac_client):
    person = CorrespondentFactory(last_name="Interne", name_is_public=False)
    proposal = ProposalFactory(target=person)

    text = text_of(cocac_client.get(proposal.get_absolute_url()))

    for words in ["Chargée de coopération", "Attachée de coopération", "Interne", "non publié"]:
        assert words in text
    assert "Awa Inventée" in text


def test_the_page_says_that_the_value_has_changed_meanwhile(cocac_client):
    proposal = ProposalFactory()
    proposal.target.function = "Conseillère"
    proposal.target.save()

    text = text_of(cocac_client.get(proposal.get_absolute_url()))

    assert "Changé depuis" in text


def test_accepting_from_the_page(cocac_client):
    proposal = ProposalFactory()

    response = cocac_client.post(proposal.get_absolute_url(), decision(proposal), follow=True)

    proposal.target.refresh_from_db()
    assert proposal.target.function == "Attachée de coopération"
    assert "<strong>Acceptée</strong> par" in text_of(response)


def test_accepting_everything_with_one_button(cocac_client):
    person = CorrespondentFactory()
    one = ProposalFactory(target=person)
    two = ProposalFactory(
        target=person, submission=one.submission, field="phone", new="+221 33 111 11 11"
    )

    cocac_client.post(
        one.get_absolute_url(),
        {"everything": "on", **decision(one, "later"), **decision(two, "later")},
    )

    person.refresh_from_db()
    assert person.phone == "+221 33 111 11 11"
    assert person.verified_on == timezone.localdate()


def test_a_refusal_says_why(cocac_client):
    proposal = ProposalFactory()

    response = cocac_client.post(proposal.get_absolute_url(), decision(proposal, "refuse"))

    assert "Dites pourquoi vous refusez." in text_of(response)
    proposal.refresh_from_db()
    assert proposal.is_pending


def test_a_refused_value_names_its_field(cocac_client):
    proposal = ProposalFactory(field="email", new="pas une adresse")

    response = cocac_client.post(proposal.get_absolute_url(), decision(proposal))

    assert response.status_code == 422
    assert "Courriel : " in text_of(response)
    assert "Rien n’a été enregistré." in text_of(response)


def test_nothing_ticked_is_said(cocac_client):
    proposal = ProposalFactory()

    response = cocac_client.post(proposal.get_absolute_url(), decision(proposal, "later"))

    assert "Aucune décision n’est cochée" in text_of(response)


def test_the_second_to_decide_reads_who_was_first(cocac_client, delegation):
    proposal = ProposalFactory()
    proposal.refuse(by=delegation, reason="Ce n’est pas exact.")

    response = cocac_client.post(proposal.get_absolute_url(), decision(proposal), follow=True)

    assert f"déjà refusée par {delegation}" in text_of(response)
    assert "Pourquoi : Ce n’est pas exact." in text_of(response)


def test_decided_ones_have_a_list_of_their_own(cocac_client, delegation):
    ProposalFactory(target=CorrespondentFactory(last_name="Attendue"))
    done = ProposalFactory(target=CorrespondentFactory(last_name="Décidée", rank=2))
    done.accept(by=delegation)

    assert "Décidée" not in text_of(cocac_client.get(LIST)).replace("Décidées", "")
    assert "Attendue" not in text_of(cocac_client.get(LIST, {"etat": "decidees"}))


def test_the_list_costs_the_same_for_more_rows(cocac_client, django_assert_max_num_queries):
    for rank in range(1, 9):
        ProposalFactory(target=CorrespondentFactory(rank=rank))

    with django_assert_max_num_queries(7):
        cocac_client.get(LIST)


def test_the_delegation_s_table_leads_to_the_review(delegation_client):
    proposal = ProposalFactory()

    table = delegation_client.get("/admin/correspondents/proposal/?decision=pending")
    row = delegation_client.get(f"/admin/correspondents/proposal/{proposal.pk}/change/")

    assert str(proposal.target) in text_of(table)
    assert row.url == proposal.get_absolute_url()


def refused_whole(client, reason):
    """Two fields proposed together, and the answer to « Tout refuser »."""
    one = ProposalFactory()
    two = ProposalFactory(target=one.target, submission=one.submission, field="phone", new="+221 1")
    undecided = {**decision(one, "later"), **decision(two, "later")}
    response = client.post(
        one.get_absolute_url(), {"nothing": "on", "reason_of_all": reason, **undecided}, follow=True
    )
    return Proposal.objects.filter(submission=one.submission), response


def test_everything_is_refused_for_one_reason(cocac_client):
    proposals, _ = refused_whole(cocac_client, "C’est une autre personne.")

    assert {p.decision for p in proposals} == {"refused"}
    assert {p.decision_reason for p in proposals} == {"C’est une autre personne."}


def test_everything_is_not_refused_without_a_reason(cocac_client):
    proposals, response = refused_whole(cocac_client, "")

    assert list(response.context["form"].errors) == ["reason_of_all"]
    assert response.content.decode().count("Dites pourquoi vous refusez.") == 2
    assert all(proposal.is_pending for proposal in proposals)
