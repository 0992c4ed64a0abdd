"""The secrets of second factors, unreadable in the base without the key of the site."""

import logging
from base64 import urlsafe_b64encode

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import transaction

NAMES = ("secret", "seed")  # under which the library keeps them

logger = logging.getLogger(__name__)


def cipher():
    """Writes with SECRET_KEY, reads with SECRET_KEY_FALLBACKS too."""
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return MultiFernet([Fernet(derived(key)) for key in keys])


def derived(key):
    """A key for this use alone, as Fernet wants it: 32 bytes in base 64."""
    one_use = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"config.accounts.secrets")
    return urlsafe_b64encode(one_use.derive(key.encode()))


def encrypt(text):
    return cipher().encrypt(text.encode()).decode()


def decrypt(text):
    """The secret; one that nobody knows when its key is gone, so that every code is refused."""
    try:
        return cipher().decrypt(text).decode()
    except InvalidToken:
        logger.exception("Un second facteur est illisible : sa clé n’est plus au site.")
        return generate_totp_secret()


@transaction.atomic
def renew():
    """Write every secret with SECRET_KEY again; returns (renewed, unreadable ones)."""
    renewed = unreadable = 0
    for factor in Authenticator.objects.select_for_update():
        kept = {name: factor.data[name] for name in NAMES if name in factor.data}
        try:
            anew = {name: cipher().rotate(text).decode() for name, text in kept.items()}
        except InvalidToken:
            unreadable += 1
            continue
        if anew:
            factor.data |= anew
            factor.save(update_fields=["data"])
            renewed += 1
    return renewed, unreadable
