"""What the tests of the network's room share."""

import pytest

from correspondents.spreadsheets.guard import check
from correspondents.spreadsheets.read import read

from ..factories import CorrespondentFactory, UserFactory
from ..mailserver import letterbox
from .at_post import days, signed_in


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


@pytest.fixture
def cocac(dakar):
    return UserFactory(
        post=dakar, post_function="validates", first_name="Colette", last_name="Inventée"
    )


@pytest.fixture
def validator(cocac):
    return signed_in(cocac)


@pytest.fixture
def volunteer(dakar):
    return UserFactory(post=dakar, email="ines@diplomatie.example", first_name="Inès")


@pytest.fixture
def drafter(volunteer):
    return signed_in(volunteer)


@pytest.fixture
def person(dakar):
    return CorrespondentFactory(first_name="Anaïs", last_name="Fictive", verified_on=days(-300))


@pytest.fixture
def box(settings):
    """A real mail server, to which the outbox sends: what arrives is in `box.mails`."""
    with letterbox() as box:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", box.port
        yield box
