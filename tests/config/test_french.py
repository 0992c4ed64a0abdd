"""The French of stock sentences: those of the admin that we say otherwise, and numbers."""

import re
from datetime import datetime
from pathlib import Path

import pytest
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from django.contrib import admin
from django.template import Context, Template

from correspondents.records.plurals import agreed
from tests.factories import CallFactory, PartnershipFactory

from ..databases import ROOT

OURS = ROOT / "locale/fr/LC_MESSAGES"
STOCK = Path(admin.__file__).parent / "locale/fr/LC_MESSAGES"
PLACES = re.compile(r"%\(\w+\)s|%s|\{\w+\}")


def sentences(path, read=read_po):
    """{(sentence, its plural if any): its French} of a catalogue."""
    with path.open("rb") as catalogue:
        rows = [(row.id, row.string) for row in read(catalogue) if row.id]
    return {forms(ids): forms(texts) for ids, texts in rows}


def forms(texts):
    return (texts,) if isinstance(texts, str) else tuple(texts)


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_each_sentence_of_ours_is_one_of_the_stock_admin(domain):
    ours, stock = (sentences(folder / f"{domain}.po") for folder in (OURS, STOCK))

    assert ours
    assert [each for each in ours if each not in stock] == []
    for source, french in ours.items():
        known = set(PLACES.findall(" ".join(source)))
        assert set(PLACES.findall(str(french))) <= known, source


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_a_catalogue_is_compiled_as_it_is_written(domain):
    assert sentences(OURS / f"{domain}.mo", read_mo) == sentences(OURS / f"{domain}.po")


@pytest.mark.slow
def test_the_admin_says_no_object(client, delegation_client):
    CallFactory()
    partnership = PartnershipFactory()
    partnership.agreements.create(object="Eau")

    rows = delegation_client.get("/admin/atlas/partnership/").content.decode()
    calls = delegation_client.get("/admin/projects/call/").content.decode()
    record = delegation_client.get(f"/admin/atlas/partnership/{partnership.pk}/change/")

    assert "<h1>Partenariats</h1>" in rows
    assert "Sélection\xa0: 0 sur 1" in rows
    assert "Ajouter\xa0: appel à projets" in calls
    assert "Convention\xa0:" in record.content.decode()
    assert "Conventions\n" in record.content.decode()
    for page in (rows, calls, record.content.decode()):
        assert not re.search(r"[Ll][’']objet|un objet", page)


def test_the_script_of_a_list_says_the_same(delegation_client):
    script = delegation_client.get("/admin/jsi18n/").content.decode()

    assert r"S\u00e9lection\u00a0: %(sel)s sur %(cnt)s" in script


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "0 poste vacant rouge ici"),
        (1, "1 poste vacant rouge ici"),
        (2, "2 postes vacants rouges ici"),
    ],
)
def test_nothing_and_one_are_singular(number, words):
    page = Template(
        "{{ n }} poste{{ n|pluralize }} vacant{{ rows|pluralize }} rouge{{ n|pluralize:',s' }} ici"
    )

    assert page.render(Context({"n": number, "rows": ["poste"] * number})) == words


@pytest.mark.parametrize(
    ("number", "words"),
    [(0, "nouveau"), (1, "nouveau"), (2, "nouveaux")],
)
def test_a_word_agrees_with_its_number(number, words):
    assert agreed("nouveaux", number) == words
    assert agreed("postes vacants", number) == ("poste vacant", "postes vacants")[number > 1]
    assert agreed("à choisir", number) == "à choisir"


def test_no_page_and_no_file_writes_an_hour_with_a_colon():
    """« 14 h 05 », by the one format of the site; a field that is typed keeps its own."""
    written = [*(ROOT / "templates").rglob("*.html"), *(ROOT / "templates").rglob("*.txt")]
    for room in ("correspondents", "atlas", "projects", "config"):
        written += (ROOT / room).rglob("*.py")

    found = [path.name for path in written if re.search(r"H:i|à %H:%M", path.read_text("utf-8"))]

    assert found == []
    afternoon = Context({"at": datetime(2026, 3, 1, 14, 5)})
    shown = Template('{{ at|date:"DATETIME_FORMAT" }}').render(afternoon)
    assert shown == "1er mars 2026 à 14\xa0h\xa005"
