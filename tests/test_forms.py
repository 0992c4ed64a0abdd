"""The laws of every form: Enter presses its first button, which does no harm; and no button does
what is not undone but on a page that shows it first.

The pages are those of `access_rows.py`, as each kind of person opens them; the templates are read
too, for the states that no page above is in. A new form, or another button, needs its row.
"""

import re
from copy import copy
from pathlib import Path

import html5lib
import pytest

from projects.grants.acts import ACTS

from .access_rows import ROWS, STAFF
from .access_world import World

pytestmark = pytest.mark.slow

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"
# The buttons of the forms, by why they do no harm.
ASKS_AGAIN = {"Ne rien faire", "Revenir sans rien changer", "Ne pas publier", "Relire à ce jour"}
SHOWS_FIRST = {
    "Continuer",
    "Lire le fichier",
    "Lire les lignes",
    "Ne plus m’inviter",
    "Supprimer ce brouillon",
    "Télécharger",
    "Une autre personne : remplacer",
    "Voir ce que dit la liste",
}
KEEPS_A_DRAFT = {
    "Copier en brouillon",
    "Enregistrer le brouillon",
    "Garder le brouillon",
    "Garder les deux, l’un sous l’autre",
    "Prendre l’autre",
    "Remplacer par le mien",
}
WRITES_WHAT_THE_SAME_PAGE_CORRECTS = {
    "Confirmer le départ",  # the post writes another day
    "Corriger ce qui est soumis",
    "Corriger, puis relire avant de valider",
    "Enregistrer",
    "Enregistrer ce choix",
    "Enregistrer et confirmer",
    "Enregistrer l’arrivée",
    "Enregistrer la convention",
    "Enregistrer la fiche",
    "Enregistrer la note",
    "Enregistrer le contact",
    "Enregistrer les décisions",
    "Enregistrer les réponses",
    "Enregistrer mes zones",
    "Garder les propositions",
    "Joindre la pièce",
    "La même personne : corriger son nom",
    "Nous viendrons",
    "Nous ne viendrons pas",
    "Noter la réception",
    "Toujours en poste",
    "Tout est exact",
}
CAN_BE_UNDONE = {
    "Abandonner cet import",
    "Annoncer mon départ",
    "Annuler",  # la vérification, le départ, le remplacement, la publication, le retrait
    "Annuler cette absence",
    "Annuler cette décision",
    "Annuler la réunion",
    "Annuler le retrait",
    "Annuler ma réponse",
    "Appliquer",
    "Ce sont deux autorités",
    "De retour aujourd’hui",
    "Enregistrer ces décisions",
    "Enregistrer le départ",
    "Enregistrer le remplacement",
    "Noter l’absence",
    "Recommencer",
    "Remettre à rapprocher",
    "Reprendre ce signal",
    "Reprendre cet import",
    "Reprendre le brouillon",
    "Retirer",  # a piece, a proposal: joined or proposed again
    "Retirer ma proposition",
    "Réunir sous «",
    "Soumettre",
    "Soumettre à la validation",
    "Tout accepter",
    "Tout refuser",
    "Écarter ce signal",
}
IS_ASKED_FOR_BY_MAIL_FIRST = {
    "Confirmer l’alerte",
    "Demander l’alerte",
    "Envoyer au poste",
    "Recevoir le lien",
    "Recevoir un nouveau lien",
}
WRITES_TO_SOMEBODY_ONCE_ALL_IS_FILLED = {
    "Annoncer ce départ",
    "Envoyer",
    "Envoyer le signalement",
    "Envoyer ma correction",
    "Envoyer de nouveau",  # what the person has just sent, which the page shows
    "Renvoyer au poste",
    "Renvoyer le brouillon",
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
# Buttons alone in their form, which has no field to press Enter in: the label is a variable.
ALONE = {"{{ task.action }}", "{{ button }}", "{{ button.label }}", "{{ submit_label }}"}
# Either the question « la même personne ? », under what Enter presses, or one button alone.
EACH_BRANCH_HAS_ITS_OWN = {"correspondents/space/_form.html 0"}
# The form has no field to press Enter in, and a link back comes first; its page is the one that
# shows the text.
IS_A_REVIEW = {"projects/opinions/opinion_review.html 0"}
# The button of a page that shows what has no return, never the first of its form.
FINAL = re.compile(r"(, sans retour|^{{ review.button }}|^Publier l’édition n°.*)$")
READ_FIRST = re.compile(r"^Relire (avant d|les invitations)")

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
        return World.signed_in("post_a", "delegation", "link")


def our_pages():
    """The addresses without the stock pages of the admin."""
    return [name for name in ROWS if not name.startswith("admin/") or name in STAFF]


@pytest.mark.parametrize("pattern", sorted(our_pages()))
def test_no_button_of_a_form_does_harm(people, db, pattern):
    world, shown = copy(people), set()
    for person in ("visitor", "link", "post_a", "delegation"):
        response = world.client(person).get(ROWS[pattern].address(world, person))
        if response.streaming:
            list(response)
        elif response.status_code == 200 and "html" in response.headers["Content-Type"]:
            shown |= set(buttons_on(response.content.decode()))

    for first, *others in shown:
        assert is_harmless(first)
        assert [label for label in others if not (is_harmless(label) or FINAL.search(label))] == []


def is_harmless(label):
    return label in HARMLESS or bool(READ_FIRST.search(label))


def buttons_on(text):
    """The labels of the submit buttons of each POST form of a page."""
    page = html5lib.parse(text, namespaceHTMLElements=False)
    for form in page.iter("form"):
        if form.get("method", "get").lower() == "post":
            yield tuple(filter(None, map(label_of, form.iter()))) or ("without a button",)


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
def test_no_button_of_a_template_does_harm(name):
    buttons = buttons_of(forms()[name]) or [("without a button", True)]
    labels = [label for label, _ in buttons]
    if labels[1:] == ["{{ act.button }}"]:
        labels[1:] = [act.button for act in ACTS.values()]

    assert [x for x in labels if not (is_known(x) or FINAL.search(x))] == []
    if name in EACH_BRANCH_HAS_ITS_OWN | IS_A_REVIEW:
        return
    label, is_always_there = buttons[0]
    assert is_known(label)
    assert is_always_there or all(map(is_known, labels))


def is_known(label):
    return is_harmless(label) or label in ALONE
