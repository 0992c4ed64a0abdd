"""What a project keeps to itself is nowhere public; four projects cost a page no more than one."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from atlas.models import Theme
from projects.models import ApplicationVersion, Derogation, Opinion
from tests.factories import (
    ApplicationFactory,
    CallFactory,
    CommitteeFactory,
    DecisionFactory,
    EditionFactory,
    EvaluationFactory,
    ForeignAuthorityFactory,
    GrantFactory,
    LocalAuthorityFactory,
    NewsItemFactory,
    OpinionRequestFactory,
    PartnershipFactory,
    ReportFactory,
    UserFactory,
)
from tests.opendata import publish_all
from tests.test_pages import ADDRESSES, body, queries_of

pytestmark = pytest.mark.slow

SECRET = "Confidence"
OPINION = ["reasons", "reservations", "security_note", "committee_note"]
OPINION += ["drafted_by", "validated_by"]


@pytest.fixture
def world(db):
    """What the public addresses name, and a project that says nothing but « Confidence » inside."""
    EditionFactory(number=1)
    NewsItemFactory(pk=90_001)
    partnership = PartnershipFactory(pk=1, partner__pk=1, notes=SECRET)
    dossier = ApplicationFactory(
        pk=1,
        title="Un puits inventé",
        call=CallFactory(slug="exemple-appel-general"),
        partnership=partnership,
        lead=partnership.lead,
        partner=partnership.partner,
        notes=SECRET,
        contact_name=SECRET,
        contact_email=f"{SECRET}@porteur.example",
        proposed_rank=5,
        proposed_amount=9_000,
    )
    ask_and_derogate(dossier)
    committee = CommitteeFactory(call=dossier.call, minutes=SECRET, place=SECRET)
    committee.members.create(name=SECRET, function=SECRET)
    decision = DecisionFactory(
        application=dossier, committee=committee, rank=7, reason=SECRET, closed=True
    )
    committee.announce()
    follow(decision)
    return dossier


def ask_and_derogate(dossier):
    """An opinion of the post, validated, and a derogation."""
    request = OpinionRequestFactory(application=dossier, due_in=5)
    Opinion.objects.create(
        request=request,
        application=dossier,
        verdict=Opinion.Verdict.FAVOURABLE,
        version=ApplicationVersion.objects.keep(dossier, by=None),
        validated_at=timezone.now() - timedelta(days=3),
        **dict.fromkeys(OPINION, SECRET),
    )
    Derogation.objects.grant(
        dossier, "over_envelope", reason=SECRET, by=UserFactory(delegation=True)
    )


def follow(decision):
    """Its subsidy, a report and an evaluation."""
    grant = GrantFactory(
        decision=decision, number=SECRET, contact_email=f"{SECRET}@service.example"
    )
    ReportFactory(grant=grant, remarks=SECRET)
    evaluation = EvaluationFactory(grant=grant, summary=SECRET, drafted_by=SECRET)
    evaluation.marks.update(text=SECRET)
    evaluation.validate(SECRET)
    grant.abandon(on=timezone.localdate(), because=SECRET)


def test_what_a_project_keeps_to_itself_is_on_no_page_and_in_no_file(client, world):
    edition = publish_all()
    edition.name = "essai"
    edition.save()
    more = [world.lead.get_absolute_url(), f"/projets/?appel={world.call.slug}"]

    for address in [*ADDRESSES, *more]:
        response = client.get(address)
        text = body(response).decode(errors="replace")
        assert response.status_code == 200, address
        assert SECRET.lower() not in text.lower(), address


@pytest.mark.parametrize("address", ["/projets/", "/projets/1/", "/projets/export.json"])
def test_no_rank_is_told(client, world, address):
    text = body(client.get(address)).decode()

    assert "Un puits inventé" in text
    assert not re.search(r"\brang\b|\brank\b", text, re.IGNORECASE)


def retain(partnership, call):
    """One more project of the partnership, with several of each side."""
    dossier = ApplicationFactory(
        call=call, partnership=partnership, lead=partnership.lead, partner=partnership.partner
    )
    dossier.themes.set(Theme.objects.all()[:2])
    dossier.other_authorities.add(LocalAuthorityFactory())
    dossier.other_partners.add(ForeignAuthorityFactory())
    committee = CommitteeFactory(call=call, name=f"Comité {dossier.reference}")
    DecisionFactory(application=dossier, committee=committee, closed=True)
    committee.announce()
    return dossier


def test_pages_cost_the_same_with_one_project_and_with_four(client, db):
    partnership, call = PartnershipFactory(), CallFactory()
    project = retain(partnership, call)
    owners = [partnership, call, partnership.lead, partnership.partner, partnership.partner.country]
    addresses = [owner.get_absolute_url() for owner in owners]
    addresses += [f"/projets/{project.pk}/", "/projets/", "/projets/export.json", "/sitemap.xml"]
    addresses.append(f"/projets/?territoire={partnership.partner.pk}")
    one = {address: queries_of(client, address) for address in addresses}

    for _ in range(3):
        retain(partnership, call)

    assert {address: queries_of(client, address) for address in addresses} == one


def test_a_project_costs_the_same_with_one_side_and_with_four(client, db):
    project = retain(PartnershipFactory(), CallFactory())
    address = f"/projets/{project.pk}/"
    one = queries_of(client, address)

    for _ in range(3):
        project.other_authorities.add(LocalAuthorityFactory())
        project.other_partners.add(ForeignAuthorityFactory())
    project.themes.set(Theme.objects.all()[:5])

    assert queries_of(client, address) == one
