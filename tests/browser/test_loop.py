"""The loop lived through: due, mail, link, three answers; the page, the figures and the desk."""

import re

import psycopg
import pytest
from django.utils import timezone

from ..mailserver import letterbox, link_in, plain
from .checks import check, press
from .console import Console

pytestmark = pytest.mark.browser

FIGURE = re.compile(r"vérifiés depuis moins de 6 mois : (\d+) sur (\d+)")


@pytest.fixture
def box():
    with letterbox() as box:
        yield box


@pytest.fixture
def office(database_url, workshop, box):
    """The commands of the loop, on the base of the site, with a mail server behind them."""

    console = Console(
        DATABASE_URL=database_url,
        ENVIRONMENT="development",
        SITE_URL=workshop,
        EMAIL_HOST="127.0.0.1",
        EMAIL_PORT=str(box.port),
    )
    call = "from django.core.management import call_command; call_command({!r})"
    yield lambda name: console.run(call.format(name))
    console.close()


@pytest.fixture
def due(database_url, workshop):
    """Three correspondents, and they alone, whose check has come, at posts with a mailbox."""
    with psycopg.connect(database_url) as base:
        base.execute(
            "UPDATE correspondents_correspondent SET verified_on = now()::date - 20,"
            " to_confirm_since = NULL, silent_since = NULL, hidden_since = NULL"
        )
        rows = base.execute(
            "UPDATE correspondents_correspondent c"
            " SET verified_on = now()::date - interval '8 month'"
            " FROM correspondents_post p WHERE p.id = c.post_id AND p.slug IN"
            " ('dakar', 'abidjan', 'cotonou') AND c.role = 'correspondent' AND c.rank = 1"
            " AND NOT c.is_vacant AND c.email <> '' AND c.ended_on IS NULL"
            " RETURNING p.slug, c.email, c.last_name"
        ).fetchall()
        base.execute(
            "UPDATE correspondents_post SET mailbox = 'scac.' || slug || '@diplomatie.example'"
            " WHERE slug IN ('dakar', 'abidjan', 'cotonou')"
        )
    assert len(rows) == 3
    return {slug: (email, name) for slug, email, name in rows}


def fresh_contacts(page):
    page.goto("/")
    fresh, _ = FIGURE.search(page.locator(".home-figures").inner_text()).groups()
    return int(fresh)


def open_mail(page, box, address):
    """Open the link of the last mail to the address."""
    page.goto(link_in(box.to(address)[-1]))


def test_the_loop_is_lived_through(due, office, box, newcomer, staff):
    office("send_mails")  # what other journeys left
    box.arrived.clear()
    assert office("send_confirmations") == "3 messages écrits\n"
    assert office("send_confirmations") == "0 messages écrits\n"
    assert office("send_mails") == "3 messages envoyés, 0 en échec.\n"
    assert sorted(mail["To"] for mail in box.mails) == sorted(email for email, _ in due.values())
    page, before = newcomer, fresh_contacts(newcomer)

    # A scanner opens every link of the mails, twice: nothing has changed.
    for mail in box.mails * 2:
        assert page.request.get(link_in(mail)).status == 200
        assert page.request.head(link_in(mail)).status == 200
    assert fresh_contacts(page) == before

    # « Tout est exact ».
    email, name = due["dakar"]
    open_mail(page, box, email)
    check(page)
    press(page, "Tout est exact")
    page.get_by_text("C’est confirmé le").wait_for()
    check(page)
    assert fresh_contacts(page) == before + 1
    page.goto("/postes/dakar/")
    page.get_by_text("par la personne elle-même").first.wait_for()

    # « Je corrige »: nothing changes until the delegation has read it.
    email, name = due["abidjan"]
    open_mail(page, box, email)
    page.get_by_text("Je corrige").click()
    page.get_by_label("Fonction", exact=True).fill("Attachée de coopération décentralisée")
    press(page, "Envoyer ma correction")
    page.get_by_text("Votre correction est envoyée").wait_for()
    page.goto("/postes/abidjan/")
    assert not page.get_by_text("Attachée de coopération décentralisée").count()
    staff.goto("/admin/")
    assert staff.locator("#reports, #proposals, .tasks").first.is_visible()
    staff.goto("/espace-poste/propositions/")
    staff.locator(".site-list a").last.click()  # the newest: other journeys leave theirs
    staff.wait_for_url("**/propositions/*-*/")
    staff.get_by_role("radio", name="Accepter").first.check(force=True)
    press(staff, "Enregistrer ces décisions")
    staff.get_by_text("Acceptée").first.wait_for()
    page.goto("/postes/abidjan/")
    page.get_by_text("Attachée de coopération décentralisée").first.wait_for()

    # « Je ne suis plus en poste »: hidden at once, told to the mailbox, undone in one click.
    email, name = due["cotonou"]
    open_mail(page, box, email)
    page.get_by_text("Je ne suis plus en poste").click()
    page.get_by_label("Dernier jour en poste").fill(timezone.localdate().isoformat())
    press(page, "Annoncer mon départ")
    page.get_by_text("Le départ est annoncé").wait_for()
    page.goto("/postes/cotonou/")
    assert name not in page.locator("main").inner_text()
    office("send_mails")
    told = box.to("scac.cotonou@diplomatie.example")[-1]
    assert name in plain(told)
    page.goto(link_in(told))
    check(page)
    press(page, "Toujours en poste : réafficher")
    page.get_by_text("C’est noté : toujours en poste").wait_for()
    page.goto("/postes/cotonou/")
    page.get_by_text(name).first.wait_for()
    assert fresh_contacts(page) == before + 3
