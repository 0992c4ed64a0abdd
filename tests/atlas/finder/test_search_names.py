"""The index of names is what its sources say, however they are written."""

import re
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection

import atlas
import correspondents
from atlas.models import (
    ForeignAuthority,
    ForeignName,
    LocalAuthority,
    LocalAuthorityName,
    Rapprochement,
)
from correspondents.imports.apply import apply
from correspondents.imports.undo import undo
from correspondents.models import (
    Country,
    CountryAlias,
    Coverage,
    Place,
    PlaceName,
    Post,
    SearchName,
    SearchWord,
    Subdivision,
    SubdivisionName,
    UnrecognisedEntity,
)
from correspondents.reference.places import FILE, load_places

from ...correspondents.at_post import days
from ...factories import CorrespondentFactory, ForeignAuthorityFactory, UserFactory
from ..listed import plan_of

pytestmark = pytest.mark.django_db
SOURCES = [Path(room.__path__[0], "sql", "1_search_names.sql") for room in (correspondents, atlas)]
COLUMNS = (
    "kind, key, text, name, main, detail, country_code, size, language, is_main, is_capital, "
    "is_shown"
)
FUNCTIONS = r"SELECT proname, pg_get_functiondef(oid) FROM pg_proc WHERE proname LIKE 'finder\_%'"


def rows(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def functions():
    return dict(rows(FUNCTIONS))


def differences():
    """[(name, …)] that the index has and its sources have not, or the other way."""
    kinds = [name.removeprefix("finder_names_of_") for name in functions() if "names_of_" in name]
    sources = " UNION ALL ".join(f"SELECT * FROM finder_names_of_{kind}(NULL)" for kind in kinds)
    index = f"SELECT {COLUMNS} FROM correspondents_searchname"
    return rows(f"({index} EXCEPT ALL ({sources})) UNION ALL (({sources}) EXCEPT ALL {index})")


def import_and_undo():
    lines = "Commune;Partenaire;Pays\nRennes;Ndimagine;SN\nRennes;Ndirêve;SN\n"
    batch = apply(plan_of(lines))
    assert SearchName.objects.filter(kind="partner", text="ndimagine").exists()
    assert not differences()
    undo(batch.pk)
    assert not SearchName.objects.filter(kind="partner", text="ndimagine").exists()


def merge_and_separate():
    kept, merged = ForeignAuthorityFactory(name="Dioffior"), ForeignAuthorityFactory(name="Diofior")
    pair = Rapprochement.objects.create(kept=kept, merged=merged, reason="essai")
    pair.merge(by=UserFactory(delegation=True))
    assert not differences()
    pair.undo()


def rename_by_update():
    Country.objects.filter(pk="SN").update(name="Sénégambie", capital="Thiès")
    Post.objects.filter(slug="dakar").update(city="Thiès")
    LocalAuthority.objects.filter(insee="35238").update(name="La Rennaise", population=3)
    Subdivision.objects.filter(pk="DE-BY").update(kind="pays", size=7)


def give_other_keys():
    alias = CountryAlias.objects.filter(country="SN").first()
    CountryAlias.objects.filter(pk=alias.pk).update(country="ML", name="Essai")
    name = LocalAuthorityName.objects.first()
    name.authority = LocalAuthority.objects.get(insee="35238")
    name.save()
    Coverage.objects.exclude(scope="").update(post=Post.objects.get(slug="dakar"))


def write_at_once():
    place = Place.objects.order_by("pk").first()
    PlaceName.objects.bulk_create([PlaceName(place=place, name=f"Essai {i}") for i in range(3)])
    SubdivisionName.objects.bulk_create([SubdivisionName(subdivision_id="DE-BY", name="Est d’ici")])
    SearchWord.objects.update(label="Une page")
    UnrecognisedEntity.objects.create(name="Essai")


def load_places_again():
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE correspondents_referencerow SET values = '{}' WHERE key = %s", [FILE.name]
        )
    assert load_places() > 30_000


def take_away():
    PlaceName.objects.filter(name_norm__startswith="a").delete()
    CountryAlias.objects.all().delete()
    Coverage.objects.exclude(scope="").delete()
    ForeignName.objects.create(authority=ForeignAuthorityFactory(name="Ndim"), name="Ndimagine")
    ForeignAuthority.objects.get(name="Ndim").delete()
    SearchWord.objects.all().delete()


@pytest.mark.parametrize(
    "write",
    [
        import_and_undo,
        merge_and_separate,
        rename_by_update,
        give_other_keys,
        write_at_once,
        pytest.param(load_places_again, marks=pytest.mark.slow),
        take_away,
    ],
)
def test_the_index_is_what_its_sources_say(write):
    assert not differences()

    write()

    assert not differences()


def test_nobody_is_in_the_index(dakar):
    before = SearchName.objects.count()

    person = CorrespondentFactory(
        post=dakar, last_name="Ndimagine", email="n@exemple.example", ended_on=days(-10)
    )
    call_command("person_data", "erase", person.email, yes=True)

    assert not differences()
    assert SearchName.objects.count() == before


def test_each_function_of_the_index_is_its_source():
    before = functions()
    texts = [source.read_text() for source in SOURCES]

    with connection.cursor() as cursor:
        for text in texts:
            cursor.execute(text)

    assert functions() == before
    assert sorted(re.findall(r"REPLACE FUNCTION (\w+)", "".join(texts))) == sorted(before)
