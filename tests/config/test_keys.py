"""The key of the site is changed: nobody is locked out, no link dies, and no secret is in clear."""

from importlib import import_module

import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.core.management import CommandError, call_command

from config.accounts.secrets import renew
from correspondents.mailing.tokens import give_tokens, signer, take_tokens

from ..factories import TOTP_SECRET, UserFactory
from .conftest import code_of, sign_in, with_password

pytestmark = pytest.mark.django_db
OLD, NEW = "ancienne-clé-" * 5, "nouvelle-clé-" * 5
KEY = "invitation 7"


@pytest.fixture
def site(settings):
    settings.SECRET_KEY = OLD
    return settings


def enter(browser, user):
    """Give one's password, then one's code; whether the delegation's desk opens."""
    browser.post("/compte/deconnexion/")
    sign_in(browser, user)
    given = browser.post("/compte/second-facteur/code/", {"code": code_of()})
    return given.status_code == 302


def test_no_secret_of_a_second_factor_is_in_clear(site):
    UserFactory(delegation=True)

    (kept,) = Authenticator.objects.values_list("data", flat=True)

    assert TOTP_SECRET not in str(kept)


def test_what_was_kept_in_clear_is_encrypted_by_the_migration(site, browser):
    user = with_password(delegation=True)
    Authenticator.objects.update(data={"secret": TOTP_SECRET})
    migration = import_module("correspondents.migrations.0039_encrypted_second_factors").Migration

    migration.operations[0].code(apps, None)

    assert TOTP_SECRET not in str(Authenticator.objects.get().data)
    assert enter(browser, user)
    migration.operations[0].reverse_code(apps, None)
    assert Authenticator.objects.get().data == {"secret": TOTP_SECRET}


def test_a_new_key_locks_nobody_out_then_the_old_one_is_forgotten(site, browser):
    user = with_password(delegation=True)

    site.SECRET_KEY, site.SECRET_KEY_FALLBACKS = NEW, [OLD]
    assert enter(browser, user)
    call_command("renew_secrets")
    site.SECRET_KEY_FALLBACKS = []

    assert renew() == (1, 0)


def test_without_its_key_a_secret_opens_nothing_and_the_command_says_what_to_do(site, browser):
    user = with_password(delegation=True)

    site.SECRET_KEY = NEW

    assert not enter(browser, user)
    with pytest.raises(CommandError, match="Seconds facteurs illisibles : 1"):
        call_command("renew_secrets")


def test_a_mail_that_waited_through_a_change_of_key_leaves_with_a_link_that_opens(site):
    token = signer("invitation").sign("0123456789abcdef" * 2)
    waiting = take_tokens(f"/invitation/{token}/", KEY, ["invitation"])

    site.SECRET_KEY, site.SECRET_KEY_FALLBACKS = NEW, [OLD]

    sent = give_tokens(waiting, KEY).removeprefix("/invitation/").removesuffix("/")
    assert signer("invitation").unsign(sent) == signer("invitation").unsign(token)


def test_a_seal_of_no_key_of_ours_signs_nothing(site):
    token = signer("invitation").sign("0123456789abcdef" * 2)
    waiting = take_tokens(f"/invitation/{token}/", KEY, ["invitation"])

    site.SECRET_KEY = NEW

    assert give_tokens(waiting, KEY) == waiting
