"""Twice is once on every form: two requests at once, then a third, write what one writes.

The forms are those of the pages of `access_rows.py`, filled by `form_rows.py`: what is public,
the space, links, the admin's acts and its stock pages that add a row. Those that only a draft opens
are FINAL.
"""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from correspondents.models import AccessRecord, PostedPage, SignedLink
from projects.models import Opinion

from ..access_rows import ROWS, STAFF
from ..access_world import World
from ..correspondents.two_staff import opened
from ..databases import copied_database
from ..factories import EvaluationFactory, OpinionRequestFactory, PartnershipFactory
from ..form_rows import filled, whole
from ..journal import clear_journal, start_journal, take_back, written
from ..page_forms import forms_of
from ..test_access import taken_back
from ..test_refused_forms import forms_at

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("nobody_is_a_robot")]

UNCOUNTED = [model._meta.db_table for model in (Session, PostedPage, AccessRecord)]
ADDS = "/add/"  # the end of the stock pages of the admin
# Acts that write nothing: nothing done, shown before, or not due yet (decisions are missing).
READS = {"", "preview", "reread", "close"}
READ_ONLY = {"format", "revoir"}  # the fields of a download, of a way back
# {page of a final act: (what is on it, who opens it, address)}; the link of a mail is `{token}`.
FINAL = {
    "an opinion submitted by a link": ("draft", "opinion", "/avis/{token}/{key}/relire/"),
    "an opinion validated by a link": (
        "submitted",
        "validation",
        "/avis/validation/{token}/{key}/relire/",
    ),
    "an opinion validated by an account": ("submitted", "", "/espace-poste/avis/{key}/relire/"),
    "an evaluation validated": ("evaluation", "", "/espace-poste/evaluations/{key}/valider/"),
}


@pytest.fixture(scope="module")
def site(django_db_setup, django_db_blocker):
    """A base whose rows are committed, the World in it, and the office that sends pages."""
    with (
        copied_database("everywhere") as url,
        django_db_blocker.unblock(),
        opened(url) as office,
    ):
        world = World()
        PartnershipFactory(partner_id=world.territory)
        for row in ROWS.values():
            row.address(world, "visitor")
        world.client("post_a"), world.client("delegation")
        for word in ("call_at_work", "committee_at_work", "other_contact"):
            world[word]
        rows = {
            "draft": an_opinion(world),
            "submitted": an_opinion(world, submitted_at=timezone.now()),
            "evaluation": EvaluationFactory(post=world.post_a),
        }
        start_journal()
        yield SimpleNamespace(world=world, office=office, rows=rows)


def an_opinion(world, **values):
    """A complete text about another dossier that post A is asked about."""
    assert world.an_opinion_request  # with it comes who validates by a link
    request = OpinionRequestFactory(post=world.post_a)
    values |= {"verdict": "favourable", "reasons": "Utile.", "drafted_by": "Awa Inventée"}
    return Opinion.objects.create(request=request, application=request.application, **values)


def routes():
    """The pages that hold a form, but one's own account's, which change the session."""
    ours = [name for name in ROWS if not name.startswith(("admin/", "compte/"))]
    return sorted([*ours, *STAFF, *(name for name in ROWS if name.endswith(ADDS))])


def sent(client, address, fields):
    """The answer to the fields, read to its end; a file is read anew each time."""
    files = {name: SimpleUploadedFile(*each) for name, each in fields.items() if is_file(each)}
    response = client.post(address, fields | files)
    if response.streaming:
        list(response)
    return response


def is_file(value):
    return isinstance(value, tuple)


def pages_of(world, route):
    """(who reads the page of a route, [(address, fields)] of what its buttons send)."""
    client, forms = forms_at(world, route)
    pages = []
    for form in forms:
        for button in form.buttons[:1] if route.endswith(ADDS) else form.buttons:
            page = button[2], form.sent(button, **whole(form, world))
            with taken_back():
                pages.append(page_after(sent(client, *page)) or page)
    return client, pages


def page_after(response):
    """What « Voici ce que vous validez » sends in its turn; None for any other answer."""
    if "review" not in (response.context or {}):
        return None
    form = forms_of(response)[-1]
    return form.buttons[-1][2], form.sent(form.buttons[-1])


def may_write_nothing(fields):
    is_empty = fields.keys() <= {"csrfmiddlewaretoken", "page"}  # its buttons stand in rows
    return is_empty or fields.get("act") in READS or bool(READ_ONLY & fields.keys())


def sent_at_once(office, client, page):
    """Both answers: each request has come to the table of pages before one is let through."""
    with office.held(PostedPage._meta.db_table):
        clicks = [office.begin(sent, client, *page) for _ in range(2)]
        office.wait_for(2, or_end_of=clicks[0])
    return [click.result() for click in clicks]


@pytest.mark.parametrize("route", routes())
def test_a_page_sent_twice_at_once_writes_once(site, route):
    check_once(site, *pages_of(site.world, route))


@pytest.mark.parametrize("name", FINAL)
def test_a_final_page_sent_twice_at_once_writes_once(site, name):
    client, address = final_page(site, *FINAL[name])
    (form,) = [form for form in forms_of(client.get(address)) if form.action == address]
    words = {"return": {"word": "Précisez le besoin."}}

    check_once(site, client, [(b[2], form.sent(b, **words.get(b[1], {}))) for b in form.buttons])


def final_page(site, kind, purpose, address):
    """(who opens the page of a draft, its address)."""
    world, row = site.world, site.rows[kind]
    if kind == "evaluation":
        return world.client("post_a"), address.format(key=row.grant_id)
    if not purpose:
        return world.client("post_a"), address.format(key=row.request_id)
    lasts, batch = timedelta(days=9), row.request.batch
    link = SignedLink.objects.issue(purpose, batch, to=world.invited.email, lasts=lasts)
    return world.client("visitor"), address.format(token=link.token, key=row.request_id)


def check_once(site, client, pages):
    """Send each page once, then three times, two of them at once: the base ends the same."""
    clear_journal()
    for page in pages:
        with taken_back():
            sent(client, *page)
            once = written(but=UNCOUNTED)
        if not once:
            assert may_write_nothing(page[1]), f"{page}: to be filled by form_rows.py"
            continue
        answers = sent_at_once(site.office, client, page)
        answers.append(sent(client, *page))
        thrice = written(but=UNCOUNTED)
        take_back()
        assert (page, thrice) == (page, once)
        assert len({(each.status_code, each.headers.get("Location")) for each in answers}) == 1


def test_every_row_is_of_an_address():
    assert set(filled()) <= set(ROWS)
