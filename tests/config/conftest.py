"""What the tests of accounts share: a browser that nobody has strengthened, and a code."""

import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client

from ..factories import TOTP_SECRET, UserFactory

PASSWORD = "quatre mots sans suite"


def code_of(secret=TOTP_SECRET):
    """What an authenticator application shows now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def with_password(**values):
    user = UserFactory(**values)
    user.set_password(PASSWORD)
    user.save()
    return user


def sign_in(browser, user, password=PASSWORD, **query):
    return browser.post("/compte/connexion/", {"login": user.email, "password": password, **query})


@pytest.fixture
def browser():
    """A browser as it comes: its sessions are opened by the site's own pages."""
    return Client()


@pytest.fixture
def hashes(monkeypatch):
    """The passwords hashed since the test began."""
    done, encode = [], MD5PasswordHasher.encode

    def counted(hasher, password, salt):
        done.append(password)
        return encode(hasher, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    return done


def everybody(dakar):
    """Addresses of every kind, all but the first closed to whoever asks."""
    return {
        "known": with_password(post=dakar).email,
        "closed": with_password(post=dakar, is_active=False).email,
        "invited": UserFactory(post=dakar).email,
        "delegation": with_password(delegation=True).email,
        "unknown": "personne@diplomatie.example",
    }
