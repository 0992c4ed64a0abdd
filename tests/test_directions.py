"""What people wrote is read in its own direction: `dir="auto"` in pages and in fields."""

import re
from pathlib import Path

import pytest
from django import forms
from dsfr.forms import DsfrBaseForm

from .factories import NewsItemFactory

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"
# Mails have no pages; the delegation's guide is written in French; the rest has its own tests.
ELSEWHERE = re.compile(r"emails/|guide\.html|projects/opinions|confirmation/|proposals/|letters")
TEXTS = re.compile(r"(.{0,12})\{\{ [^}]*\|linebreaks(?:br)? \}\}")


def test_a_text_of_several_lines_has_its_own_direction():
    bare = {
        f"{path.relative_to(TEMPLATES)} : {found[0]}"
        for path in TEMPLATES.rglob("*.html")
        if not ELSEWHERE.search(str(path))
        for found in TEXTS.finditer(path.read_text(encoding="utf-8"))
        if not found[1].endswith('dir="auto">')
    }

    assert bare == set()


@pytest.mark.parametrize("base", [forms.Form, DsfrBaseForm])
def test_what_is_typed_has_its_own_direction(base):
    class Form(base):
        words = forms.CharField()
        text = forms.CharField(widget=forms.Textarea)
        email = forms.EmailField()

    form = Form()

    assert 'dir="auto"' in str(form["words"])
    assert 'dir="auto"' in str(form["text"])
    assert "dir=" not in str(form["email"])


def test_news_in_arabic_reads_from_the_right(client, db):
    news = NewsItemFactory(title="قانون جديد", text="نص الخبر")

    text = client.get(news.get_absolute_url()).content.decode()

    assert re.search(r'<h1[^>]* dir="auto">قانون جديد', text)
    assert '<div dir="auto"><p>نص الخبر</p></div>' in text
