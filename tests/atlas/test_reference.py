"""The registers of French authorities: loaded once, followed ever after, never over a person."""

import csv
import gzip
import io

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Max, Min
from pytest_django.asserts import assertContains

from atlas.models import LocalAuthority, LocalAuthorityName, Theme
from atlas.reference import FILE, NAMES, load_authorities, load_names
from correspondents.models import ReferenceRow


@pytest.fixture
def register(tmp_path):
    """Writes the file again, with what `change(rows by code)` made of it; returns its path."""

    def write(change):
        with gzip.open(FILE, "rt", encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            rows = {row["local_code"]: row for row in reader}
        change(rows)
        text = io.StringIO()
        writer = csv.DictWriter(text, reader.fieldnames, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows.values())
        path = tmp_path / FILE.name
        path.write_bytes(gzip.compress(text.getvalue().encode()))
        return path

    return write


def test_every_commune_is_there(db):
    communes = LocalAuthority.objects.existing().filter(type="commune")

    assert communes.count() == 34_969
    assert LocalAuthority.objects.filter(successor__isnull=True).count() > 36_300


def test_a_commune_knows_its_parents(db):
    rennes = LocalAuthority.objects.with_parents().get(siren="213502388")

    assert (rennes.name, rennes.insee) == ("Rennes", "35238")
    assert rennes.department.name == "Ille-et-Vilaine"
    assert rennes.region.name == "Bretagne"
    assert rennes.epci.name == "Rennes Métropole"
    assert rennes.population > 200_000
    assert rennes.latitude == pytest.approx(48.11, abs=0.05)


def test_a_commune_without_siren_has_an_address(db):
    noumea = LocalAuthority.objects.get(insee="98818")

    assert noumea.siren is None
    assert noumea.code == "commune-98818"


@pytest.mark.slow
def test_a_merged_commune_says_what_it_has_become(db):
    arbignieu = LocalAuthority.objects.get(name="Arbignieu")

    assert arbignieu.current.name == "Arboys en Bugey"
    assert arbignieu not in LocalAuthority.objects.existing()


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("01015", "Commune déléguée depuis le 1er janvier 2016 :"),
        ("49006", "Commune déléguée depuis le 15 décembre 2015 :"),
        ("26219", "Commune déléguée :"),  # merged after the source
    ],
)
def test_a_merged_commune_says_since_when_and_as_what(client, db, code, said):
    page = client.get(f"/atlas/collectivites/ancienne-commune-{code}/")

    assertContains(page, said)
    assertContains(page, "elle fait partie de")


def test_most_mergers_have_a_day(db):
    former = LocalAuthority.objects.replaced().filter(type="commune")

    dated = former.exclude(merged_on="")
    assert dated.count() / former.count() > 0.9
    assert not dated.exclude(merged_on__regex=r"^(19|20)\d\d-\d\d-\d\d$").exists()


@pytest.mark.parametrize(
    ("code", "successor"),
    [
        ("departement-67", "Collectivité européenne d’Alsace"),
        ("departement-2A", "Corse"),
        ("departement-75", "Paris"),
        ("departement-973", "Guyane"),
    ],
)
def test_a_departement_that_another_authority_replaced_says_so(db, code, successor):
    departement = LocalAuthority.objects.get(local_code=code)

    assert departement.successor.name == successor
    assert departement.merged_on


def test_loading_again_writes_nothing(db):
    assert load_authorities() == 0


@pytest.mark.slow
def test_loading_the_same_rows_under_another_print_writes_nothing(db):
    ReferenceRow.objects.filter(table="local_authorities").update(values={})

    assert load_authorities() == 0


@pytest.mark.slow
def test_a_row_that_the_file_changes_is_changed_alone(db, register):
    def rename(rows):
        rows["commune-35238"]["name"] = "Rennes-la-Neuve"

    assert load_authorities(register(rename)) == 1
    assert LocalAuthority.objects.get(siren="213502388").name == "Rennes-la-Neuve"


@pytest.mark.slow
def test_a_row_kept_by_hand_is_left_alone(db, register):
    LocalAuthority.objects.filter(siren="213502388").update(name="Roazhon", is_kept_by_hand=True)

    def rename(rows):
        rows["commune-35238"]["name"] = "Rennes-la-Neuve"

    assert load_authorities(register(rename)) == 0
    assert LocalAuthority.objects.get(siren="213502388").name == "Roazhon"


@pytest.mark.slow
def test_an_authority_made_by_hand_becomes_that_of_the_file(db, register):
    made = LocalAuthority.objects.create(
        type="syndicat", name="Syndicat des eaux inventé", siren="999999990"
    )
    assert made.local_code == "hors-liste-1"

    def add(rows):
        rows["epci-999999990"] = dict.fromkeys(rows["commune-35238"], "") | {
            "local_code": "epci-999999990",
            "type": "syndicat",
            "name": "Syndicat des eaux",
            "siren": "999999990",
        }

    assert load_authorities(register(add)) == 1
    made.refresh_from_db()
    assert made.name == "Syndicat des eaux"


def test_what_is_in_no_register_has_a_code_of_its_own(db):
    first = LocalAuthority.objects.create(type="syndicat", name="Syndicat mixte inventé")
    second = LocalAuthority.objects.create(type="syndicat", name="Autre syndicat inventé")

    assert [first.code, second.code] == ["hors-liste-1", "hors-liste-2"]


def test_themes_are_a_tree_of_three_levels(db):
    water = Theme.objects.get(code="eau-potable")

    assert (water.level, water.path) == (3, "environnement/eau/eau-potable/")
    assert {theme.level for theme in Theme.objects.all()} == {1, 2, 3}
    with pytest.raises(IntegrityError, match="themes_have_three_levels"), transaction.atomic():
        Theme.objects.create(code="puits", name="Puits", parent=water)


def test_a_theme_takes_its_branch_with_it(db):
    water = Theme.objects.get(code="eau")
    water.parent = Theme.objects.get(code="social")
    water.save()

    assert Theme.objects.get(code="eau-potable").path == "social/eau/eau-potable/"


def test_a_theme_is_never_under_itself(db):
    top = Theme.objects.get(code="environnement")

    with pytest.raises(IntegrityError), transaction.atomic():
        Theme.objects.filter(pk=top.pk).update(parent=Theme.objects.get(code="eau-potable"))


def test_a_commune_has_the_names_that_it_or_its_parts_had(db):
    evry = LocalAuthority.objects.get(local_code="commune-91228")

    assert {name.name for name in evry.names.all()} >= {"Évry", "Courcouronnes"}
    assert evry.name not in {name.name for name in evry.names.all()}


def test_names_are_loaded_once_and_one_that_was_taken_away_stays_away(db, tmp_path):
    LocalAuthorityName.objects.filter(name="Évry-Petit-Bourg").delete()
    assert load_names() == 0

    other = tmp_path / NAMES.name
    other.write_text(NAMES.read_text(encoding="utf-8") + "35238,Roazhon\n35238,Rennes\n")

    assert load_names(other) == 2
    assert LocalAuthorityName.objects.filter(name__in=["Roazhon", "Rennes"]).count() == 1


@pytest.mark.parametrize(
    ("code", "latitude", "longitude"),
    [
        ("commune-97129", 16.33, -61.70),  # Sainte-Rose
        ("region-01", 16.21, -61.54),  # Guadeloupe
        ("epci-246000855", 49.56, 2.80),  # Pays des Sources, Oise
        ("commune-22362", 48.79, -3.23),  # Tréguier
    ],
)
def test_a_point_has_the_sign_of_its_longitude(db, code, latitude, longitude):
    authority = LocalAuthority.objects.get(local_code=code)

    point = (authority.latitude, authority.longitude)
    assert point == pytest.approx((latitude, longitude), abs=0.01)


def test_no_commune_is_far_from_the_others_of_its_departement(db):
    """2.5 degrees hold the widest, Guyane apart; a lost sign moves a commune farther than that."""
    communes = LocalAuthority.objects.existing().filter(type="commune", latitude__isnull=False)
    ranges = communes.filter(department__isnull=False).exclude(department__insee="973")
    widths = ranges.values("department__name").annotate(
        wide=Max("longitude") - Min("longitude"), tall=Max("latitude") - Min("latitude")
    )

    assert [row for row in widths if row["wide"] > 2.5 or row["tall"] > 2.5] == []
