"""Two foreign authorities that are one: proposed, decided by a person, given back."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from atlas.models import (
    AlreadySettled,
    CannotMerge,
    ForeignAuthority,
    ForeignMember,
    Partnership,
    Rapprochement,
)
from atlas.rapprochements import propose
from correspondents.models import Country

from ...factories import ApplicationFactory, ForeignAuthorityFactory, PartnershipFactory

pytestmark = pytest.mark.django_db


def authority(name, abroad="SN", **values):
    values["country"] = Country.objects.get(pk=abroad)
    return ForeignAuthorityFactory(name=name, **values)


@pytest.fixture
def pair():
    kept, merged = authority("Feinte-sur-Mer"), authority("Feinte s/ Mer")
    return Rapprochement.objects.create(kept=kept, merged=merged, reason="essai")


def test_what_referred_to_one_refers_to_the_other(pair, delegation):
    led = PartnershipFactory(partner=pair.merged)
    joined = ForeignMember.objects.create(partnership=PartnershipFactory(), authority=pair.merged)
    child = authority("Quartier feint", parent=pair.merged)

    pair.merge(by=delegation)

    for row in (led, joined, child):
        row.refresh_from_db()
    assert (led.partner, joined.authority, child.parent) == (pair.kept,) * 3
    pair.refresh_from_db()
    assert (pair.state, pair.decided_by) == ("merged", delegation)


def test_a_dossier_names_the_one_kept_and_once(pair, delegation):
    one, both = ApplicationFactory(), ApplicationFactory()
    one.other_partners.set([pair.merged])
    both.other_partners.set([pair.merged, pair.kept])

    pair.merge(by=delegation)
    assert list(one.other_partners.all()) == [pair.kept]

    pair.undo()
    assert list(one.other_partners.all()) == [pair.merged]
    assert set(both.other_partners.all()) == {pair.merged, pair.kept}


def test_the_name_of_the_one_finds_the_other(pair, delegation):
    pair.merged.names.create(name="Feintemer")

    pair.merge(by=delegation)

    assert {name.name for name in pair.kept.names.all()} == {"Feinte s/ Mer", "Feintemer"}
    assert pair.merged not in ForeignAuthority.objects.standing()


def test_the_other_of_the_two_may_be_kept(pair, delegation):
    led = PartnershipFactory(partner=pair.kept)
    other = pair.merged

    pair.merge(by=delegation, keep=other)

    led.refresh_from_db()
    assert led.partner == other


def test_undone_it_gives_back_all_but_what_changed_since(pair, delegation):
    given, sent = PartnershipFactory(partner=pair.merged), PartnershipFactory(partner=pair.merged)
    own = PartnershipFactory(partner=pair.kept)
    child = authority("Quartier feint", parent=pair.merged)
    pair.merge(by=delegation)
    third = authority("Ailleurs")
    Partnership.objects.filter(pk=sent.pk).update(partner=third)

    pair.undo()

    for row in (given, sent, own, child):
        row.refresh_from_db()
    assert (given.partner, child.parent) == (pair.merged, pair.merged)
    assert (sent.partner, own.partner) == (third, pair.kept)
    assert not pair.kept.names.exists()
    pair.refresh_from_db()
    assert (pair.state, pair.moved, pair.decided_at) == ("pending", {}, None)


def test_it_is_decided_once(pair, delegation):
    late = Rapprochement.objects.get(pk=pair.pk)
    pair.refuse(by=delegation)

    with pytest.raises(AlreadySettled, match="bien différentes"):
        late.merge(by=delegation)
    with pytest.raises(AlreadySettled, match="bien différentes"):
        late.refuse(by=delegation)
    late.undo()
    with pytest.raises(AlreadySettled):
        pair.undo()


def test_one_that_has_become_another_is_not_merged_again(pair, delegation):
    other = Rapprochement.objects.create(
        kept=authority("Ailleurs"), merged=pair.merged, reason="essai"
    )
    pair.merge(by=delegation)

    with pytest.raises(AlreadySettled, match="« Feinte s/ Mer » est déjà réunie à « Feinte-sur"):
        other.merge(by=delegation)


def test_a_reunion_is_undone_after_the_one_that_followed_it(pair, delegation):
    next_one = Rapprochement.objects.create(
        kept=authority("Ailleurs"), merged=pair.kept, reason="essai"
    )
    pair.merge(by=delegation)
    next_one.merge(by=delegation)

    with pytest.raises(CannotMerge, match="annulez d’abord"):
        pair.undo()


def test_two_twinnings_of_one_authority_are_refused_and_nothing_is_written(pair, delegation):
    twinning = PartnershipFactory(partner=pair.kept)
    second = PartnershipFactory(partner=pair.merged, lead=twinning.lead)
    free = PartnershipFactory(partner=pair.merged)

    with pytest.raises(CannotMerge, match=f"« {twinning.lead} » a un jumelage avec chacune"):
        pair.merge(by=delegation)

    for row in (second, free):
        row.refresh_from_db()
        assert row.partner == pair.merged
    pair.refresh_from_db()
    assert (pair.state, pair.moved) == ("pending", {})
    assert not pair.kept.names.exists()


def test_two_partners_of_one_partnership_are_not_one(pair, delegation):
    partnership = PartnershipFactory(partner=pair.kept)
    ForeignMember.objects.create(partnership=partnership, authority=pair.merged)

    with pytest.raises(CannotMerge, match="un même partenariat"):
        pair.merge(by=delegation)


def test_a_territory_and_what_it_contains_are_not_one(pair, delegation):
    between = authority("Cercle feint", parent=pair.merged)
    ForeignAuthority.objects.filter(pk=pair.kept_id).update(parent=between)

    with pytest.raises(CannotMerge, match="située dans"):
        pair.merge(by=delegation)


def test_what_the_base_refuses_to_give_back_is_said_in_french(pair, delegation):
    moved = PartnershipFactory(partner=pair.merged)
    pair.merge(by=delegation)
    PartnershipFactory(partner=pair.merged, lead=moved.lead)

    with pytest.raises(CannotMerge, match=r"Ces deux collectivités ont déjà un jumelage\. Rien"):
        pair.undo()

    moved.refresh_from_db()
    assert moved.partner == pair.kept


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ("Diofior", "Dioffior", "noms qui se ressemblent"),
        ("Ouagadougou", "Ouaga", "un nom est le début de l’autre"),
        ("Saint-Louis", "St Louis", "même nom"),
        ("Guédiawaye-Est", "Guediawaye Ouest", "noms qui se ressemblent"),
        ("Tivaouane", "Tivawane", "au même endroit, noms voisins"),
    ],
)
def test_probable_pairs_are_proposed(one, other, reason):
    authority(one)
    authority(other)

    assert propose() == 1

    proposed = Rapprochement.objects.get()
    assert (proposed.reason, proposed.state) == (reason, "pending")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"name": "Thiès"}, {"name": "Kaolack"}),
        ({"name": "Saint-Louis"}, {"name": "Saint-Louis", "abroad": "ML"}),
        ({"name": "Saint-Louis"}, {"name": "Saint-Louis", "level": "region"}),
        ({"name": "Diofior"}, {"name": "Dioffior", "latitude": 16.0}),
        ({"name": "Fou"}, {"name": "Foundiougne", "latitude": 14.8}),
    ],
    ids=["other names", "other country", "other level", "far away", "three letters"],
)
def test_others_are_not(one, other):
    for values in (one, other):
        authority(**values)

    assert propose() == 0


def test_another_name_counts():
    authority("Ndar").names.create(name="Saint-Louis")
    authority("Saint Louis")

    assert propose() == 1


def test_a_territory_is_not_proposed_with_what_contains_it():
    around = authority("Podor", level="unknown")
    authority("Podor", parent=around)

    assert propose() == 0


def test_the_better_known_of_the_two_is_kept():
    authority("Diofior")
    known = PartnershipFactory(partner=authority("Dioffior")).partner

    propose()

    assert Rapprochement.objects.get().kept == known


@pytest.mark.parametrize("decide", ["wait", "refuse", "merge"])
def test_a_pair_is_proposed_once(delegation, decide):
    authority("Diofior")
    authority("Dioffior")
    propose()
    if decide != "wait":
        getattr(Rapprochement.objects.get(), decide)(by=delegation)

    assert propose() == 0


def test_proposing_merges_nothing_and_costs_one_query():
    led = PartnershipFactory(partner=authority("Dioffior"))
    PartnershipFactory(partner=authority("Diofior"))

    with CaptureQueriesContext(connection) as queries:
        propose()

    assert len(queries) == 1
    before = led.partner
    led.refresh_from_db()
    assert led.partner == before


def test_the_command_tells_how_many():
    authority("Diofior")
    authority("Dioffior")
    told = StringIO()

    call_command("propose_rapprochements", stdout=told)

    assert told.getvalue() == "1 rapprochements proposés\n"
