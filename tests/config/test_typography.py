"""French typography of all templates, by the loader that reads them."""

from pathlib import Path

import pytest
from django.template import Engine

from config import settings as written
from config.typography import french

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Contact : Dakar", "Contact~: Dakar"),
        ("<b>Qui</b> ?", "<b>Qui</b>_?"),
        ("{{ who }} ; {{ why }} !", "{{ who }}_; {{ why }}_!"),
        ("« {{ text }} »", "«~{{ text }}~»"),
        ("{% if a > b %}« oui »{% endif %} :", "{% if a > b %}«~oui~»{% endif %}~:"),
        ("à 16 h 30, n° 2, 20 %, 30 €", "à 16~h~30, n°~2, 20~%, 30~€"),
        ("dans 3 mois, 15 jours", "dans 3~mois, 15~jours"),
    ],
)
def test_spaces_that_french_does_not_break(written, shown):
    assert french(written) == shown.replace("~", "\N{NO-BREAK SPACE}").replace(
        "_", "\N{NARROW NO-BREAK SPACE}"
    )


@pytest.mark.parametrize(
    "text",
    [
        '<a title="a : b" href="{% url "x" %}?q=« a »">lien</a>',
        "<script>let a = b ? c : d;</script>",
        "<textarea>Ce qui fut tapé : tel quel ?</textarea>",
        "<!-- un commentaire : rien -->",
        '{% include "x" with label="Pays : Mali" %}',
        "une :hover, un ?page=2",
    ],
)
def test_what_is_not_text_stays_as_it_is(text):
    assert french(text) == text


def test_the_site_reads_its_templates_so():
    options = written.TEMPLATES[0]["OPTIONS"]
    site = Engine(dirs=written.TEMPLATES[0]["DIRS"], **options)

    name = "config/pages/search.html"

    source = (ROOT / "templates" / name).read_text(encoding="utf-8")
    assert site.get_template(name).source == french(source) != source
