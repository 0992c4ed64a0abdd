"""An inventory invented to measure with: the same for a seed, never in a base that is in use."""

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from atlas.models import ForeignAuthority, Partnership
from scripts.demonstration.scale import SOURCE, Scale

from ..factories import CorrespondentFactory, PartnershipFactory


def drawn(rows):
    """The content of an inventory, without its keys."""
    return list(
        rows.order_by("source_id").values_list(
            "source_id", "lead__local_code", "partner__name", "kind", "status", "confirmed_on"
        )
    )


@pytest.mark.slow
def test_it_fills_an_empty_base_with_what_says_to_be_invented(db, capsys):
    call_command("seed_scale", "300")

    assert Partnership.objects.filter(source=SOURCE).count() == 300
    assert not ForeignAuthority.objects.filter(is_invented=False).exists()
    assert "300 partenariats" in capsys.readouterr().out
    assert Partnership.pgh_event_model.objects.filter(source=SOURCE).count() == 300


@pytest.mark.slow
def test_a_seed_gives_the_same_inventory_and_another_one_another(db):
    with transaction.atomic():
        Scale(120, 1917).write()
        first = drawn(Partnership.objects.all())
        transaction.set_rollback(True)

    Scale(120, 1917).write()
    again = drawn(Partnership.objects.all())
    Scale(120, 2026).write()
    other = drawn(Partnership.objects.filter(source_id__startswith="2026-"))

    assert again == first
    assert [row[1:] for row in other] != [row[1:] for row in first]


@pytest.mark.slow
def test_few_countries_have_much_of_it(db):
    Scale(600, 1917).write()

    counts = sorted(
        (Partnership.objects.in_country(iso2).count() for iso2 in ("DE", "GB", "TV", "NR")),
        reverse=True,
    )
    assert counts[0] > 60 > 10 > counts[-1]


@pytest.mark.parametrize("spoil", ["person", "confirmed"])
def test_a_base_in_use_is_not_filled(db, spoil):
    if spoil == "person":
        CorrespondentFactory(email="quelquun@diplomatie.exemple-reel")
    else:
        PartnershipFactory(confirmed_on="2026-01-01", confirmed_by="Dakar")

    with pytest.raises(CommandError, match="--throw-away"):
        call_command("seed_scale", "10")

    assert not Partnership.objects.filter(source=SOURCE).exists()


@pytest.mark.parametrize("count", ["0", "1000001"])
def test_a_size_out_of_bounds_is_refused(db, count):
    with pytest.raises(CommandError, match="de 1 à"):
        call_command("seed_scale", count)


@pytest.mark.slow
def test_an_invented_inventory_is_not_added_to(db):
    call_command("seed_scale", "5")

    with pytest.raises(CommandError, match="jetez-la"):
        call_command("seed_scale", "5", "--throw-away")
