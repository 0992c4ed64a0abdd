"""Tokens of the links sent by mail: how they are signed, and how they stay out of every log."""

import re

from django.core.signing import Signer

# A number in hexadecimal and its signature, however an address writes the colon; or the key by
# which a forgotten password is chosen anew.
TOKEN = re.compile(
    r"[0-9a-f]{32}(:|%3a)[\w=-]{16,}|(?<=/oublie/)[0-9a-z]+-[\w-]{16,}", re.IGNORECASE | re.ASCII
)


def signer(purpose):
    """One salt a purpose: a token of one never reads as a token of another."""
    return Signer(salt=f"correspondents.links.{purpose}")


def hide_tokens(text):
    """The text without its tokens: a log and the history may hold it."""
    return TOKEN.sub("…", text)
