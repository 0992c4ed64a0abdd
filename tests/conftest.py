"""What every test finds: the real reference data."""

import gc
import os
import subprocess
import sys
import time

import pytest
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.account.internal.flows.login import _AUTHENTICATION_METHODS_USER_SESSION_KEY
from django.conf import settings
from django.core.cache import caches
from django.db import connection, transaction
from django.test import Client
from django.test.client import store_rendered_templates
from django.utils import timezone

from config.middleware import SessionLimits
from correspondents.models import Country, Post
from correspondents.spreadsheets.guard import check
from correspondents.spreadsheets.read import read

from . import hypothesis_profiles  # noqa: F401 - the profile of the whole run
from .databases import ROOT, own_base, reference_base
from .factories import UserFactory
from .mailserver import letterbox

BASE = {"db", "django_db_setup"}  # the fixtures of a test that has one


def pytest_configure():
    """Tests read the words of templates as they are written; `tests/config/test_typography.py`
    reads the spaces that the site puts between them."""
    (engine,) = settings.TEMPLATES
    options = {name: value for name, value in engine["OPTIONS"].items() if name != "loaders"}
    settings.TEMPLATES = [{**engine, "APP_DIRS": True, "OPTIONS": options}]


@pytest.hookimpl(wrapper=True)
def pytest_collection():
    """While the tests are read, nobody asks for the day: midnight may pass before they run."""
    now, is_over = timezone.now, False

    def late():
        assert is_over, "this day is read before the test runs: see factories.lazy_day"
        return now()

    timezone.now = late
    try:
        return (yield)
    finally:
        is_over, timezone.now = True, now


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """The browser's tests come last: it leaves an event loop, in which Django refuses queries.

    Its journeys of one page are the very last: of two processes, none ends long after the other.
    Those without a base come first: one process runs them while the bases are made.
    """
    items.sort(key=order)
    spare_the_collector()


def spare_the_collector():
    """What was read to collect the tests lives as long as they do: nobody looks for it again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def order(item):
    has_base = item.get_closest_marker("django_db") or BASE.intersection(item.fixturenames)
    return is_of_the_browser(item), "test_journeys" in item.nodeid, bool(has_base)


def is_of_the_browser(item):
    return item.get_closest_marker("browser") is not None


@pytest.fixture(scope="session", autouse=True)
def bases_made_meanwhile(request):
    """A process makes the base of the demonstration, if need be, before the browser asks for it."""
    is_first = os.environ.get("PYTEST_XDIST_WORKER", "gw0") == "gw0"
    if not is_first or not any(map(is_of_the_browser, request.session.items)):
        yield
        return
    with subprocess.Popen([sys.executable, "-m", "tests.databases"], cwd=ROOT):
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix):
    """The base of each process is its own, a copy of one that holds the reference data."""
    made = {"NAME": own_base("rows"), "TEMPLATE": reference_base(), "MIGRATE": False}
    connection.settings_dict["TEST"].update(made)


@pytest.fixture
def nobody_is_a_robot(settings):
    """Forms may be sent at once, and as often as a test likes."""
    settings.FORM_MIN_SECONDS = 0
    settings.FORMS_PER_HOUR = settings.REPORTS_PER_DAY = settings.CONTACTS_PER_DAY = 1000


@pytest.fixture(scope="module")
def written_once(django_db_setup, django_db_blocker):
    """`with written_once():` what a fixture of a module writes stays for all its tests, each of
    which undoes its own writing alone; after the last, nothing of it is left."""
    block = transaction.atomic()
    with django_db_blocker.unblock():
        block.__enter__()
    yield django_db_blocker.unblock
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        block.__exit__(None, None, None)


@pytest.fixture(autouse=True)
def quick_passwords(settings):
    """A slow hash protects nobody in a test."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def static_files_found_when_asked(settings):
    """Listing the 1,600 of the design system for each client costs more than most tests."""
    settings.WHITENOISE_AUTOREFRESH = True


@pytest.fixture(autouse=True)
def empty_cache(settings):
    """In memory: a test without database has none to keep its limits in."""
    memory = settings.CACHES["pages"]
    settings.CACHES = {**settings.CACHES, "default": {**memory, "LOCATION": "limits"}}
    for name in settings.CACHES:
        caches[name].clear()


def read_here(file, name):
    """What `read_safely` does, without a process for each of hundreds of small lists.

    The process itself is proved in tests/spreadsheets, by the commands and in the browser.
    """
    check(file, name)
    return read(file, name)


@pytest.fixture(autouse=True)
def no_process_per_list(monkeypatch):
    for module in ("plan", "rejects"):
        monkeypatch.setattr(f"correspondents.imports.{module}.read_safely", read_here)


@pytest.fixture(autouse=True)
def one_context_a_page(monkeypatch):
    """`response.context` is that of the page: to copy those of the hundred templates which it
    includes is a twentieth of all the time."""

    def store_page(store, signal, sender, template, context, **kwargs):
        if context.template is template:
            store_rendered_templates(store, signal, sender, template, context, **kwargs)

    monkeypatch.setattr("django.test.client.store_rendered_templates", store_page)


class StrongClient(Client):
    """A browser whose sessions are opened with the second factor, as the delegation's must be."""

    def force_login(self, user, backend=None):
        super().force_login(user, backend)
        session = self.session
        now = time.time()
        session.update({SessionLimits.STARTED: now, SessionLimits.SEEN: now})
        session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "mfa", "at": now}]
        session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(user.pk)
        session.save()


@pytest.fixture
def client():
    return StrongClient()


@pytest.fixture
def dakar(db):
    return Post.objects.get(slug="dakar")


@pytest.fixture
def senegal(db):
    return Country.objects.get(pk="SN")


@pytest.fixture
def delegation(db):
    """An account of the delegation's staff."""
    return UserFactory(delegation=True)


@pytest.fixture
def delegation_client(client, delegation):
    client.force_login(delegation)
    return client


@pytest.fixture
def box(settings):
    """A real mail server, to which the outbox sends: what arrives is in `box.mails`."""
    with letterbox() as box:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", box.port
        yield box
