"""No page shows the stored code of a choice (« favourable ») in place of its words."""

import re
from copy import copy

import html5lib
import pytest
from django.apps import apps

from .access_rows import ROWS
from .access_world import World

pytestmark = pytest.mark.slow

PEOPLE = ("visitor", "link", "post_a", "delegation")
UNSEEN = {"script", "style", "head", "textarea", "code", "pre"}
ADDRESS = re.compile(r"\S*[@/_.…]\S*")
WORD = re.compile(r"[^\W\d]{4,}")
ENGLISH = {"en/"}  # whose words are some of our codes
ELSEWHERE = {"departure"}  # codes that are also names of mails, in their journal


@pytest.fixture(scope="module")
def people(written_once):
    with written_once():
        return World.signed_in(*PEOPLE)


def codes():
    """The codes of all the choices of our models that no label holds as a word."""
    fields = [
        field
        for model in apps.get_models()
        if model.__module__.split(".")[0] in {"correspondents", "atlas", "projects"}
        for field in model._meta.fields
        if field.choices
    ]
    choices = [choice for field in fields for choice in field.flatchoices]
    words = {word for _, label in choices for word in WORD.findall(str(label).lower())}
    return {code for code, _ in choices if WORD.fullmatch(str(code))} - words - ELSEWHERE


def seen_words(element):
    """The words that a reader sees in the element, its addresses left out."""
    if element.tag in UNSEEN:
        return set()
    texts = [element.text or "", *(child.tail or "" for child in element)]
    words = {word for text in texts for word in WORD.findall(ADDRESS.sub(" ", text))}
    return words.union(*map(seen_words, element))


def test_no_page_shows_the_code_of_a_choice(people, db):
    world, known, shown = copy(people), codes(), {}
    assert {"favourable", "unfavourable", "submitted"} <= known
    for pattern, row in ROWS.items():
        if pattern in ENGLISH:
            continue
        for person in PEOPLE:
            response = world.client(person).get(row.address(world, person))
            if response.streaming:
                list(response)
            elif response.status_code == 200 and "html" in response.headers["Content-Type"]:
                page = html5lib.parse(response.content.decode(), namespaceHTMLElements=False)
                if found := seen_words(page) & known:
                    shown[pattern] = found

    assert shown == {}
