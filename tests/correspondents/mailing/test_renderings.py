"""The marks of a mail, and what each becomes in both renderings."""

import pytest

from correspondents.mailing.renderings import html_of, quoted, split, text_of

URL = "https://annuaire.example/a/?b=1&amp;c=2"


def test_a_head_ends_at_the_first_empty_line():
    source = "Objet : Avis, L&#x27;Œuvre\n  suite\nAperçu : Deux\n\nBonjour,\n\nSuite\n"

    assert split(source) == ("Avis, L'Œuvre suite", "Deux", "Bonjour,\n\nSuite\n")


def test_a_template_without_its_head_is_a_fault():
    with pytest.raises(ValueError, match="Aperçu"):
        split("Objet : Seul\n\nBonjour,\n")


@pytest.mark.parametrize(
    ("body", "text", "parts"),
    [
        ("<b>A</b> &amp; b\nc", "A & b\nc\n", ["<b>A</b> &amp; b<br>\nc</p>"]),
        ("a\n\n\n\nb", "a\n\nb\n", [">a</p>", ">b</p>"]),
        ("Liste :\n- a\n  b\n- c", "Liste :\n- a\n  b\n- c\n", ["<li>a<br>\nb</li>", "<li>c</li>"]),
        ("> a\n> \n> b", "> a\n> \n> b\n", ["a<br>\n<br>\nb</p>"]),
        (
            f"=> {URL} Lire",
            "Lire :\nhttps://annuaire.example/a/?b=1&c=2\n",
            [f'href="{URL}"', ">Lire</a>", f'break-all">{URL}</span>'],
        ),
        (f"- a\n  => {URL}", "- a\n  https://annuaire.example/a/?b=1&c=2\n", [f">{URL}</a></li>"]),
        ("À <a@b.example>.", "À a@b.example.\n", ['<a href="mailto:a@b.example"']),
    ],
)
def test_a_mark_in_both_renderings(body, text, parts):
    assert text_of(body) == text
    for part in parts:
        assert part in html_of(body)


@pytest.mark.parametrize("text", ["=> https://x.example Lu", "<b>x</b>", "<a@b.example>"])
def test_what_somebody_wrote_is_no_mark(text):
    escaped = text.replace("<", "&lt;").replace(">", "&gt;")

    assert "<a " not in html_of(escaped)
    assert "<b>" not in html_of(escaped)
    assert text_of(escaped) == f"{text}\n"
    assert text_of(quoted(text)) == f"> {text}\n"
