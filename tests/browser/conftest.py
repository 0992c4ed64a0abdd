"""A real site, as in production but for the certificate, and a real Chromium in front of it."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import sync_playwright

from scripts import collection
from scripts.chromium import PROGRAM

from ..databases import ROOT, copied_database, demonstration_base, manage
from ..factories import TOTP_SECRET
from .console import Console

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which(PROGRAM)
SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# What the reverse proxy of production says of each request.
PROXY = {"X-Forwarded-Proto": "https"}
ONE_PROCESS = {"WEB_CONCURRENCY": "1"}  # one visitor at a time
INLINE_BYTES = 20_000  # a list that weighs more is read by a process of its own
STAFF = ("delegation@diplomatie.example", "un mot de passe d’essai, long")
# The staff's telephone: its application holds a key that the tests know.
SET_UP = f"""
from allauth.mfa.totp.internal.auth import TOTP
from correspondents.models import User
TOTP.activate(User.objects.get(email="{STAFF[0]}"), "{TOTP_SECRET}")
"""
PHONE = {"width": 360, "height": 640}
DESK = {"width": 1280, "height": 800}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="session")
def database_url():
    with copied_database("browser", demonstration_base) as url:
        yield url


@pytest.fixture(scope="session")
def static_root():
    """Static files collected as in production, once until one of their sources changes."""
    return collection.collected()


def production(static_root, database_url="postgresql:///none", port=8000):
    """The environment of production, but for the certificate."""
    return {
        "DATABASE_URL": database_url,
        "ENVIRONMENT": "production",
        "SECRET_KEY": "tests-" * 12,
        "ALLOWED_HOSTS": "127.0.0.1,localhost",
        "SITE_URL": f"https://localhost:{port}",
        "STATIC_ROOT": str(static_root),
        "EMAIL_HOST": "localhost",
    }


@pytest.fixture(scope="session")
def shell(database_url):
    """`shell(script)` runs Python on the base of the site; returns what it prints."""
    console = Console(DATABASE_URL=database_url)
    yield console.run
    console.close()


@pytest.fixture(scope="session")
def site(database_url, static_root):
    """The address of a site with the demonstration in, as in production."""
    port = free_port()
    with served(port, {**production(static_root, database_url, port), **ONE_PROCESS}):
        yield f"http://localhost:{port}"


@pytest.fixture(scope="session")
def workshop(site, database_url, shell):
    """The address of the same base as `make run` serves it: one signs in without a certificate."""
    port = free_port()
    account = {"DJANGO_SUPERUSER_EMAIL": STAFF[0], "DJANGO_SUPERUSER_PASSWORD": STAFF[1]}
    manage("createsuperuser", "--noinput", DATABASE_URL=database_url, **account)
    shell(SET_UP)
    environment = {"DATABASE_URL": database_url, "ENVIRONMENT": "development", **ONE_PROCESS}
    with served(port, {**environment, "IMPORT_INLINE_BYTES": str(INLINE_BYTES)}):
        yield f"http://127.0.0.1:{port}"


@contextmanager
def served(port, environment):
    """gunicorn on this port, while the block lasts."""
    command = [sys.executable, "-m", "gunicorn", "config.wsgi:application"]
    command += ["--config", "config/gunicorn.py", "--bind", f"127.0.0.1:{port}"]
    environment = {**os.environ, **environment}
    server = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL)
    try:
        wait_until_ready(f"http://127.0.0.1:{port}/sante/")
        yield
    finally:
        server.terminate()
        server.wait(timeout=20)


def wait_until_ready(address):
    request = urllib.request.Request(address, headers=PROXY)
    for _ in range(150):
        try:
            with urllib.request.urlopen(request, timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("The site did not start.")


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def visitors(site, chromium):
    """One visitor with JavaScript and one without, whose browsers keep the style sheets."""
    contexts = {
        javascript: chromium.new_context(
            java_script_enabled=javascript,
            extra_http_headers=PROXY,
            base_url=site,
            locale="fr-FR",
        )
        for javascript in (True, False)
    }
    yield contexts
    for context in contexts.values():
        context.close()


@pytest.fixture
def visit(visitors):
    """Open a page: `visit("/pays/sn/", viewport=PHONE, javascript=False)`.

    The console must stay empty, where a browser reports every failed answer too; `is_lost`
    expects the page itself to be a 404.
    """
    pages, complaints = [], []

    def open_page(path, viewport=DESK, javascript=True, is_lost=False):
        page = visitors[javascript].new_page()
        pages.append(page)
        page.set_viewport_size(viewport)
        if not is_lost:
            page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("requestfailed", lambda request: note_failure(request, complaints))
        page.goto(path)
        return page

    yield open_page
    for page in pages:
        page.close()
    assert complaints == []


def code_of(secret):
    """What the telephone shows, once it shows it for three seconds more at least."""
    if time.time() % 30 > 27:
        time.sleep(30 - time.time() % 30)
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def sign_in(page, email, password):
    page.goto("/admin/")
    page.get_by_label("Adresse électronique").fill(email)
    page.get_by_label("Mot de passe").fill(password)
    page.keyboard.press("Enter")


@pytest.fixture(scope="session")
def staff_session(workshop, chromium):
    """The cookies of a session opened with the password and a code: a code serves only once."""
    context = chromium.new_context(base_url=workshop, locale="fr-FR", viewport=DESK)
    page = context.new_page()
    sign_in(page, *STAFF)
    page.get_by_label("Code").fill(code_of(TOTP_SECRET))
    page.keyboard.press("Enter")
    page.locator("#user-tools").wait_for()
    yield context.storage_state()
    context.close()


@pytest.fixture
def staff(workshop, chromium, staff_session):
    """A page of the delegation's admin, signed in; its console (`page.complaints`) stays empty."""
    with watched_page(chromium, workshop, storage_state=staff_session) as page:
        page.goto("/admin/")
        yield page


@pytest.fixture
def newcomer(workshop, chromium):
    """A page of the same site where nobody is signed in; its console stays empty too."""
    with watched_page(chromium, workshop) as page:
        yield page


@contextmanager
def watched_page(chromium, address, **options):
    context = chromium.new_context(base_url=address, locale="fr-FR", viewport=DESK, **options)
    page = context.new_page()
    page.complaints = []
    page.on("console", lambda message: note_message(message, page.complaints))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    yield page
    context.close()
    assert page.complaints == []


def note_message(message, complaints):
    """A refused form is a 422, which the console tells too: no fault of the page."""
    if "the server responded with a status of 422" not in message.text:
        complaints.append(message.text)


def note_failure(request, complaints):
    """What a browser gave up itself is no failure: a download, a suggestion no longer awaited."""
    if request.failure != "net::ERR_ABORTED":
        complaints.append(f"{request.failure}: {request.url}")


# An account that validates at Lomé, whose list the demonstration filled, and its session.
ACCOUNT = """
from importlib import import_module
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.utils import timezone
from correspondents.models import Correspondent, Post, User
post = Post.objects.get(slug="lome")
Correspondent.objects.filter(post=post).update(verified_on=None, ended_on=None)
user, _ = User.objects.get_or_create(
    email="cocac.lome@diplomatie.example", defaults={"post": post, "post_function": "validates"}
)
session = import_module(settings.SESSION_ENGINE).SessionStore()
session[SESSION_KEY] = str(user.pk)
session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
session[HASH_SESSION_KEY] = user.get_session_auth_hash()
session["account_authentication_methods"] = [{"method": "mfa", "at": timezone.now().timestamp()}]
session.create()
print(session.session_key)
"""


@pytest.fixture
def cocac(workshop, shell, chromium):
    """A page of the post's space, signed in; its console (`page.complaints`) stays empty."""
    key = shell(ACCOUNT).split()[-1]
    cookie = {"name": "sessionid", "value": key, "url": workshop}
    with watched_page(chromium, workshop) as page:
        page.context.add_cookies([cookie])
        yield page
