"""Nothing is invented in production."""

import pytest
from django.core.management import CommandError, call_command

from atlas.models import Partnership


@pytest.mark.parametrize("command", [["prepare_demo"], ["seed_scale", "10", "--throw-away"]])
def test_a_command_that_invents_refuses_in_production(db, settings, command):
    settings.PRODUCTION = True  # and the app, installed by hand

    with pytest.raises(CommandError, match=rf"{command[0]} invente .* jamais en production"):
        call_command(*command)

    assert not Partnership.objects.exists()
