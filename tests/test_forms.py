"""The law of every form: Enter presses its first button, and that one does no harm.

The pages are those of `access_rows.py`, as each kind of person opens them; the templates are read
too, for the states that no page above is in. A new form, or another first button, needs its row.
"""

import re
from copy import copy
from pathlib import Path

import html5lib
import pytest

from .access_rows import ROWS, STAFF
from .access_world import World

pytestmark = pytest.mark.slow

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"
# The first button of each form, by why it does no harm.
ASKS_AGAIN = {"Ne rien faire", "Revenir sans rien changer", "Ne pas publier"}
SHOWS_FIRST = {
    "Continuer",
    "Lire le fichier",
    "Lire les lignes",
    "Relire avant d’annuler",
    "Relire avant d’ouvrir",
    "Relire avant de déplacer",
    "Relire les invitations",
    "Ne plus m’inviter",
    "Relire avant de garder",
    "Relire avant de soumettre",
    "Relire avant de valider",
    "Télécharger",
    "Voir ce que dit la liste",
    "Voir les messages",
}
KEEPS_A_DRAFT = {"Enregistrer le brouillon", "Garder le brouillon"}
WRITES_WHAT_THE_SAME_PAGE_CORRECTS = {
    "Enregistrer",
    "Enregistrer ce choix",
    "Enregistrer ces décisions",
    "Enregistrer et confirmer",
    "Enregistrer l’arrivée",
    "Enregistrer la convention",
    "Enregistrer la fiche",
    "Enregistrer la note",
    "Enregistrer le contact",
    "Enregistrer les réponses",
    "Enregistrer mes zones",
    "La même personne : corriger son nom",
    "Nous viendrons",
    "Nous ne viendrons pas",
    "Tout est exact",
}
CAN_BE_UNDONE = {
    "Appliquer",
    "Annuler",  # la vérification, le départ
    "Annuler cette absence",
    "De retour aujourd’hui",
    "Enregistrer le départ",
    "Enregistrer le remplacement",
    "Noter l’absence",
    "Recommencer",
    "Reprendre ce signal",
    "Terminer la fonction",
    "Écarter ce signal",
}
IS_ASKED_FOR_BY_MAIL_FIRST = {
    "Confirmer l’alerte",
    "Demander l’alerte",
    "Envoyer au poste",
    "Recevoir le lien",
}
WRITES_TO_SOMEBODY_ONCE_ALL_IS_FILLED = {
    "Annoncer ce départ",
    "Envoyer",
    "Envoyer le signalement",
    "Envoyer ma correction",
    "Envoyer de nouveau",  # what the person has just sent, which the page shows
}
OF_ONES_OWN_ACCOUNT = {
    "Abandonner la connexion",
    "Arrêter",
    "Changer le mot de passe",
    "Choisir ce mot de passe",
    "Confirmer",
    "Déconnexion",
    "Faire de nouveaux codes",
    "Me connecter",
    "Me déconnecter",
    "Ne plus le recevoir",
    "Ne plus rien recevoir",
    "Retirer l’application",
    "Se connecter",
    "Se déconnecter",
    "Vérifier le code",
}
NO_FIELD = {"without a button"}  # its buttons stand in the rows of a list, outside of it
HARMLESS = (
    NO_FIELD
    | ASKS_AGAIN
    | SHOWS_FIRST
    | KEEPS_A_DRAFT
    | WRITES_WHAT_THE_SAME_PAGE_CORRECTS
    | CAN_BE_UNDONE
    | IS_ASKED_FOR_BY_MAIL_FIRST
    | WRITES_TO_SOMEBODY_ONCE_ALL_IS_FILLED
    | OF_ONES_OWN_ACCOUNT
)
OPINIONS = re.compile(r"(espace-poste/)?avis/")  # held by tests/projects/opinions
# Buttons alone in their form, which has no field to press Enter in: the label is a variable.
ALONE = {"{{ task.action }}", "{{ button }}", "{{ button.label }}", "{{ submit_label }}"}
# Either the question « la même personne ? », under what Enter presses, or one button alone.
EACH_BRANCH_HAS_ITS_OWN = {"correspondents/space/_form.html 0"}

FORM = re.compile(r'<form\b[^>]*method="post".*?</form>', re.DOTALL)
TOKEN = re.compile(
    r'<input\b(?P<input>[^>]*type="submit"[^>]*)>'
    r'|<button\b[^>]*type="submit"[^>]*>(?P<button>.*?)</button>'
    r"|{% (?P<opens>if|for) |{% end(?P<closes>if|for) %}",
    re.DOTALL,
)
INCLUDE = re.compile(r'{% include "([^"]+)"[^%]*%}')


@pytest.fixture(scope="module")
def people(written_once):
    with written_once():
        world = World()
        for person in ("post_a", "delegation", "link"):
            world.client(person)
    return world


def our_pages():
    """The addresses without the stock pages of the admin."""
    return [name for name in ROWS if not name.startswith("admin/") or name in STAFF]


@pytest.mark.parametrize("pattern", sorted(our_pages()))
def test_the_first_button_of_a_form_does_no_harm(people, db, pattern):
    if OPINIONS.match(pattern):
        pytest.skip("held by the tests of opinions")
    world, firsts = copy(people), set()
    for person in ("visitor", "link", "post_a", "delegation"):
        response = world.client(person).get(ROWS[pattern].address(world, person))
        if response.streaming:
            list(response)
        elif response.status_code == 200 and "html" in response.headers["Content-Type"]:
            firsts |= set(first_buttons(response.content.decode()))

    assert firsts <= HARMLESS


def first_buttons(text):
    """The label of the first submit button of each POST form of a page."""
    page = html5lib.parse(text, namespaceHTMLElements=False)
    for form in page.iter("form"):
        if form.get("method", "get").lower() == "post":
            yield next(filter(None, map(label_of, form.iter())), "without a button")


def label_of(element):
    """What a submit button says; None for any other element."""
    kind = element.get("type", "submit" if element.tag == "button" else "")
    if element.tag not in {"button", "input"} or kind != "submit":
        return None
    label = element.get("value") if element.tag == "input" else seen_words(element)
    return " ".join((label or "").split())


def seen_words(element):
    if "fr-sr-only" in element.get("class", ""):
        return ""
    inner = "".join(seen_words(child) + (child.tail or "") for child in element)
    return (element.text or "") + inner


def whole(path):
    """The text of a template with that of the components which it includes."""
    text = path.read_text(encoding="utf-8")
    return INCLUDE.sub(
        lambda found: whole(TEMPLATES / found[1]) if "_enter" in found[1] else found[0], text
    )


def forms():
    """{template and rank of each of its POST forms: its text}."""
    paths = sorted(TEMPLATES.rglob("*.html"))
    return {
        f"{path.relative_to(TEMPLATES)} {rank}": form
        for path in paths
        if not re.search(r"projects/opinions|confirmation/|proposals/", str(path))
        for rank, form in enumerate(FORM.findall(whole(path)))
    }


def buttons_of(form):
    """[(label, whether it is always there)] of the submit buttons of a form of a template."""
    depth, buttons = 0, []
    for token in TOKEN.finditer(form):
        label = token["button"]
        if token["input"]:
            label = re.search(r'value="([^"]*)"| hidden', token["input"])[1] or "Ne rien faire"
        if label:
            label = re.split(r"<span|{%| {{", re.sub(r"^{% if .*?%}", "", label))[0]
            buttons.append((label.strip(), depth == 0))
        depth += bool(token["opens"]) - bool(token["closes"])
    return buttons


@pytest.mark.parametrize("name", sorted(forms()))
def test_the_first_button_of_a_template_does_no_harm(name):
    buttons = buttons_of(forms()[name])

    label, is_always_there = buttons[0]
    assert label in HARMLESS | ALONE
    if name in EACH_BRANCH_HAS_ITS_OWN:
        return
    assert is_always_there or {label for label, _ in buttons} <= HARMLESS | ALONE
