"""Tokens of the links sent by mail: signed, and kept out of the outbox and of every log."""

import re
from hmac import compare_digest

from django.conf import settings
from django.core.signing import Signer
from django.utils.crypto import salted_hmac
from django.utils.module_loading import import_string

# A number in hexadecimal and its signature, however an address writes the colon; or the key by
# which a forgotten password is chosen anew.
TOKEN = re.compile(
    r"[0-9a-f]{32}(:|%3a)[\w=-]{16,}|(?<=/oublie/)[0-9a-z]+-[\w-]{16,}", re.IGNORECASE | re.ASCII
)
# What stands for a token in the outbox: the number, what it is for, the seal of its mail.
PLACE = re.compile(r"(?P<number>[\w-]+)\.(?P<purpose>[a-z_]+)\.(?P<seal>[0-9a-f]{32})", re.ASCII)


PASSWORD = "password"  # the purpose of a key by which a password is chosen anew


def signer(purpose):
    """One salt a purpose: a token of one never reads as a token of another."""
    if purpose == PASSWORD:
        return import_string(settings.PASSWORD_KEYS)()
    return Signer(salt=f"correspondents.links.{purpose}")


def hide_tokens(text):
    """The text without its tokens, nor what stands for them: a log, a page may show it."""
    return PLACE.sub("…", TOKEN.sub("…", text))


def take_tokens(text, key, purposes):
    """The text as the outbox stores it: a place holder instead of each token.

    The holder is sealed with the `key` of its mail: a number copied from the base into another
    mail, by a form open to anybody, is never signed.
    """

    def place(match):
        number, names = match[0][:32], purposes
        if not match[1]:
            number, names = match[0].rpartition("-")[0], [PASSWORD]
        for purpose in names:
            if signer(purpose).sign(number) == match[0]:
                return f"{number}.{purpose}.{seal_of(number, purpose, key)}"
        return match[0]

    return TOKEN.sub(place, text)


def give_tokens(text, key):
    """The text that leaves: the same tokens at each attempt, since nothing in them is random."""

    def token(match):
        number, purpose, seal = match.groups()
        secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
        if not any(
            compare_digest(seal, seal_of(number, purpose, key, secret)) for secret in secrets
        ):
            return match[0]
        return signer(purpose).sign(number)

    return PLACE.sub(token, text)


def seal_of(number, purpose, key, secret=None):
    """The seal of a place by the site's key, or by an earlier one: `secret`."""
    parts, salt = f"{key}\0{number}\0{purpose}", "correspondents.mailing.place"
    return salted_hmac(salt, parts, secret, algorithm="sha256").hexdigest()[:32]
