"""What an authority proposes without an account: its address confirmed, the post reviews."""

import re
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from atlas.models import Contribution, ForeignAuthority, LocalAuthority, Partnership, Theme
from correspondents.mailing.robots import signer
from correspondents.models import Message, Post, Proposal, SignedLink
from tests.factories import (
    ContributionFactory,
    PartnershipFactory,
    UserFactory,
)
from tests.mailserver import leaving

pytestmark = pytest.mark.django_db
AUTHOR = {"from_name": "Camille Inventée", "from_email": "mairie@villefeinte.example"}
NEW = "/atlas/proposer/?collectivite=213502388&pays=sn&partenaire=Zzyxfeint&autorite=nouveau"


@pytest.fixture(autouse=True)
def patient_person(settings):
    """Somebody who has taken time to fill the form."""
    settings.FORM_MIN_SECONDS = 0


def filled(**values):
    return {"opened": signer.sign("form"), **AUTHOR, **values}


def correct(client, partnership, **values):
    url = f"/atlas/partenariats/{partnership.pk}/corriger/"
    form = client.get(url).context["form"]
    shown = {field.name: field.value() for field in form if field.value() not in (None, "")}
    return client.post(url, shown | filled(**values))


def opened(client):
    """The address of the link that was sent."""
    text = leaving(Message.objects.get(kind="contribution"))
    return re.search(r"(/atlas/proposer/[^\s]+/)", text)[1]


def test_nothing_reaches_the_post_before_the_address_is_confirmed(client):
    row = PartnershipFactory()

    response = correct(client, row, first_signed_year="1998")

    assert response.url == "/atlas/proposer/envoye/"
    assert not Proposal.objects.exists()
    client.get(opened(client))
    assert not Proposal.objects.exists()


def test_a_confirmed_correction_goes_to_the_post_of_the_country(client):
    row = PartnershipFactory()
    correct(client, row, first_signed_year="1998", comment="D’après notre délibération.")

    client.post(opened(client))
    client.post(opened(client))

    proposal = Proposal.objects.get()
    assert (proposal.target, proposal.field, proposal.new) == (row, "first_signed_year", "1998")
    assert (proposal.post, proposal.origin) == (Post.objects.get(slug="dakar"), "authority")
    assert proposal.from_email == AUTHOR["from_email"]
    assert Contribution.objects.get().from_email == ""


@pytest.mark.slow
def test_accepted_field_by_field_and_answered_once(client):
    row = PartnershipFactory()
    correct(client, row, first_signed_year="1998", context="Eau potable.")
    client.post(opened(client))
    year = Proposal.objects.get(field="first_signed_year")
    context = Proposal.objects.get(field="context")
    client.force_login(UserFactory(post=year.post, post_function="validates"))

    client.post(
        year.get_absolute_url(),
        {
            f"decision_{year.pk}": "accept",
            f"decision_{context.pk}": "refuse",
            f"reason_{context.pk}": "Trop bref.",
        },
    )

    row.refresh_from_db()
    assert (row.first_signed_year, row.context) == (1998, "")
    assert Message.objects.filter(kind="proposal_decided").count() == 1


@pytest.mark.slow
def test_a_new_partnership_is_created_by_the_first_field_accepted(client):
    client.post(NEW, filled(kind="agreement", started="2019"))
    client.post(opened(client))
    first = Proposal.objects.order_by("id").first()
    assert not ForeignAuthority.objects.filter(name="Zzyxfeint").exists()

    client.force_login(UserFactory(post=first.post, post_function="validates"))
    client.post(first.get_absolute_url(), {"everything": "on"})

    made = Partnership.objects.get(partner__name="Zzyxfeint")
    assert (made.lead.siren, made.kind, made.started) == ("213502388", "agreement", "2019")
    assert made.confirmed_on is None


def test_a_refused_partnership_creates_nothing(client):
    client.post(NEW, filled(kind="agreement"))
    client.post(opened(client))
    proposal = Proposal.objects.get()

    client.force_login(UserFactory(delegation=True))
    Proposal.objects.get().refuse(by=UserFactory(delegation=True), reason="Inconnu ici.")

    proposal.refresh_from_db()
    assert proposal.decision == "refused"
    assert not Partnership.objects.exists()


def test_an_authority_in_no_list_may_propose(client):
    url = "/atlas/proposer/?collectivite=Syndicat+feint+des+eaux&pays=sn&partenaire=Zzyxfeint"
    client.post(f"{url}&autorite=nouveau&absente=on", filled(kind="agreement"))
    client.post(opened(client))

    Proposal.objects.get().accept(by=UserFactory(delegation=True))

    lead = LocalAuthority.objects.get(name="Syndicat feint des eaux")
    assert lead.code.startswith("hors-liste-")
    assert Partnership.objects.get().lead == lead


def test_a_reserved_status_is_neither_shown_nor_written_over(client):
    row = PartnershipFactory(
        status="broken", status_reason="Interne", status_since="2023", status_source="Note"
    )

    page = client.get(f"/atlas/partenariats/{row.pk}/corriger/").content.decode()
    correct(client, row, context="Eau potable.")

    assert "rompu" not in page
    assert Contribution.objects.get().values == {"context": "Eau potable."}


def test_a_sensitive_partnership_is_not_found(client):
    row = PartnershipFactory(is_sensitive=True)

    assert client.get(f"/atlas/partenariats/{row.pk}/corriger/").status_code == 404


def test_a_sensitive_partnership_is_not_told_by_the_form_of_a_new_one(client):
    row = PartnershipFactory(is_sensitive=True, lead=LocalAuthority.objects.get(siren="213502388"))

    page = client.get(f"/atlas/proposer/?collectivite=213502388&pays=sn&partenaire={row.partner}")

    assert "L’Atlas connaît déjà" not in page.content.decode()


def test_nothing_changed_and_nothing_said_is_refused(client):
    page = correct(client, PartnershipFactory())

    assert "Rien ne diffère" in page.content.decode()
    assert not Contribution.objects.exists()


def test_a_robot_is_thanked_and_nothing_is_kept(client):
    response = correct(client, PartnershipFactory(), context="x", suite="x")

    assert response.url == "/atlas/proposer/envoye/"
    assert not Contribution.objects.exists()


@pytest.mark.slow
def test_an_address_is_written_to_a_few_times_a_day(client, settings):
    settings.RECEIPTS_PER_DAY = 2
    rows = PartnershipFactory.create_batch(3)

    statuses = [correct(client, row, context="Eau.").status_code for row in rows]

    assert statuses == [302, 302, 429]


def test_an_unconfirmed_contribution_is_erased(settings):
    old = ContributionFactory(made_at=timezone.now() - timedelta(days=8))
    recent = ContributionFactory()

    call_command("apply_retention")

    assert list(Contribution.objects.all()) == [recent]
    assert old.pk != recent.pk


def test_an_expired_link_sends_nothing(client):
    contribution = ContributionFactory()
    link = SignedLink.objects.issue(
        "contribution", contribution, to="x@commune.example", lasts=timedelta(days=1)
    )
    past = timezone.now() - timedelta(days=9)
    SignedLink.objects.filter(pk=link.pk).update(
        created_at=past, expires_at=past + timedelta(days=1)
    )

    client.post(f"/atlas/proposer/{link.token}/")

    assert not Proposal.objects.exists()
    assert client.get(f"/atlas/proposer/{link.token}/").status_code == 410


def proposals(client, number=1, **values):
    """New partnerships proposed by as many authorities, each by its link."""
    for _ in range(number):
        client.post(NEW, filled(**values))
        client.post(opened(client))
        Message.objects.filter(kind="contribution").delete()
    return list(Proposal.objects.order_by("id"))


@pytest.mark.slow
def test_a_new_partnership_is_called_so_to_whoever_decides(client):
    (proposal,) = proposals(client, kind="agreement")
    client.force_login(UserFactory(post=proposal.post, post_function="validates"))

    review = client.get(proposal.get_absolute_url()).content.decode()
    space = client.get("/espace-poste/").content.decode()
    row = client.get("/espace-poste/inventaire/sn/").content.decode()

    assert "Nouveau partenariat proposé : Rennes – Zzyxfeint" in review
    assert "crée une fiche publique" in review
    assert "« Zzyxfeint » est encore inconnu de l’Atlas" in review
    assert "Nouveau partenariat proposé : Rennes – Zzyxfeint" in space
    assert "Nouveau, pas encore public (1)" in row


def test_an_authority_of_no_list_is_said_at_the_decision(client):
    client.post(NEW.replace("213502388", "Syndicat+feint&absente=on"), filled(kind="agreement"))
    client.post(opened(client))
    proposal = Proposal.objects.get()
    client.force_login(UserFactory(post=proposal.post, post_function="validates"))

    review = client.get(proposal.get_absolute_url()).content.decode()

    assert "« Syndicat feint » n’est dans aucune liste officielle" in review


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["", "agreement"])
def test_two_equal_proposals_never_make_two(client, kind):
    first, second = proposals(client, number=2, kind=kind, started="2019")[:: 2 if kind else 1]
    client.force_login(UserFactory(post=first.post, post_function="validates"))
    client.post(first.get_absolute_url(), {"everything": "on"})

    known = client.get(second.get_absolute_url()).content.decode()
    response = client.post(second.get_absolute_url(), {"everything": "on"})

    assert "L’Atlas connaît déjà" in known
    assert "refusez cette proposition" in response.content.decode()
    assert Partnership.objects.filter(partner__name="Zzyxfeint").count() == 1


@pytest.mark.slow
def test_the_answer_says_what_was_created_and_where(client):
    (proposal,) = proposals(client, kind="agreement")
    client.force_login(UserFactory(post=proposal.post, post_function="validates"))

    page = client.post(proposal.get_absolute_url(), {"everything": "on"}, follow=True)

    made, mail = Partnership.objects.get(), Message.objects.get(kind="proposal_decided")
    assert "Le partenariat Rennes – Zzyxfeint est dans l’Atlas." in page.content.decode()
    assert "Le partenariat Rennes – Zzyxfeint est dans l’Atlas." in mail.text
    subject = "Nouveau partenariat proposé, Rennes – Zzyxfeint (Sénégal) : la réponse"
    assert mail.subject.startswith(subject)
    assert made.get_absolute_url() in mail.text


def test_both_sides_are_said_to_be_public_once_the_sheet_is(client):
    (proposal,) = proposals(client, kind="agreement")
    facts = proposal.review.facts()
    assert [fact.public for fact in facts[:2]] == ["", ""]

    proposal.accept(by="le poste")

    facts = Proposal.objects.get().review.facts()
    assert [fact.public for fact in facts[:2]] == [fact.internal for fact in facts[:2]]


@pytest.mark.slow
def test_a_second_submission_of_the_same_is_told_at_the_decision(client):
    first, _ = proposals(client, number=2, kind="agreement")
    client.force_login(UserFactory(post=first.post, post_function="validates"))

    assert "attend dans un autre envoi" in client.get(first.get_absolute_url()).content.decode()


def test_the_post_is_told_of_what_an_authority_proposes(client):
    dakar = Post.objects.get(slug="dakar")
    UserFactory(post=dakar, email="scac@diplomatie.example", post_function="validates")

    (proposal,) = proposals(client, kind="agreement")

    mail = Message.objects.get(kind="proposal_received")
    assert mail.to == "scac@diplomatie.example"
    assert "Nouveau partenariat proposé" in mail.subject
    assert proposal.get_absolute_url() in mail.text


def test_a_post_without_an_account_is_told_that_the_delegation_decides(client):
    Post.objects.filter(slug="dakar").update(mailbox="scac@diplomatie.example")

    (proposal,) = proposals(client, kind="agreement")

    mail = Message.objects.get(kind="proposal_received")
    assert mail.to == "scac@diplomatie.example"
    assert "Personne n’a encore de compte qui valide à votre poste" in mail.text
    assert proposal.get_absolute_url() not in mail.text


def test_who_wants_no_digest_is_not_told(client):
    Post.objects.filter(slug="dakar").update(mailbox="scac@diplomatie.example")
    UserFactory(
        post=Post.objects.get(slug="dakar"), email="scac@diplomatie.example", wants_digest=False
    )

    proposals(client, kind="agreement")

    assert not Message.objects.filter(kind="proposal_received").exists()


def undo(client, proposal):
    address = proposal.get_absolute_url()
    return client.post(address, {"act": "undo"}, follow=True).content.decode()


@pytest.mark.slow
@pytest.mark.parametrize("lead", ["213502388", "Syndicat+feint&absente=on"])
def test_a_partnership_accepted_by_mistake_goes_with_what_it_created(client, lead):
    client.post(NEW.replace("213502388", lead), filled(kind="agreement", context="De l’eau."))
    client.post(opened(client))
    proposal, known = Proposal.objects.first(), LocalAuthority.objects.count()
    client.force_login(UserFactory(post=proposal.post, post_function="validates"))
    client.post(proposal.get_absolute_url(), {"everything": "on"})
    told = Partnership.objects.get().get_absolute_url()

    undo(client, proposal)

    assert not Partnership.objects.exists()
    assert not ForeignAuthority.objects.filter(name="Zzyxfeint").exists()
    assert LocalAuthority.objects.count() == known
    assert Contribution.objects.get().partnership is None
    assert set(Proposal.objects.values_list("decision", flat=True)) == {"pending"}
    client.post(proposal.get_absolute_url(), {"everything": "on"})
    assert Partnership.objects.get().context == "De l’eau."
    assert Partnership.objects.get().get_absolute_url() == told


@pytest.mark.slow
def test_a_partnership_that_has_got_a_convention_stays(client):
    (proposal,) = proposals(client, kind="agreement")
    client.force_login(UserFactory(post=proposal.post, post_function="validates"))
    client.post(proposal.get_absolute_url(), {"everything": "on"})
    address = f"/espace-poste/inventaire/fiches/{Partnership.objects.get().pk}"
    adding = f"{address}/conventions/ajouter/"
    client.post(adding, {"object": "De l’eau", "seen": client.get(adding).context["seen"]})

    text = undo(client, proposal)

    assert "« De l’eau » (convention) a été ajouté depuis" in text
    assert Partnership.objects.exists()


@pytest.mark.slow
def test_themes_and_status_take_their_former_values(client):
    row = PartnershipFactory(status="running")
    former, new = Theme.objects.filter(level=1)[:2]
    row.set_themes([former])
    changes = [("status", "running", "dormant"), ("themes", former.code, new.code)]
    post = Post.objects.get(slug="dakar")
    proposal, _ = Proposal.objects.propose(row, changes, post=post, origin="authority")
    client.force_login(UserFactory(post=post, post_function="validates"))
    client.post(proposal.get_absolute_url(), {"everything": "on"})
    row.refresh_from_db()
    assert (row.status, list(row.themes.all())) == ("dormant", [new])

    undo(client, proposal)

    row.refresh_from_db()
    assert (row.status, list(row.themes.all())) == ("running", [former])
