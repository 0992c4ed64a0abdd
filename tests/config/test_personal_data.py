"""The notice and the register say what the settings do."""

import re

import pytest
from django.conf import settings

REGISTER = (settings.BASE_DIR / "docs" / "registre-traitement.md").read_text(encoding="utf-8")
NAMES = [name for name in dir(settings) if name.startswith("RETENTION_")]


@pytest.mark.parametrize("name", [*NAMES, "CONTACT_TEXT_DAYS"])
def test_the_register_gives_each_period(name):
    (number,) = re.findall(rf"`{name}` \| (\d+) (?:mois|jours) \|", REGISTER)

    assert int(number) == getattr(settings, name)


@pytest.mark.parametrize("name", NAMES)
def test_the_notice_gives_each_period(client, db, settings, name):
    setattr(settings, name, 71)

    assert re.search(r"\b71\b", client.get("/donnees-personnelles/").content.decode())


def test_the_notice_names_who_answers(client, db, settings):
    settings.DPO_EMAIL = "dpo@ministere.example"

    text = client.get("/donnees-personnelles/").content.decode()

    assert "dpo@ministere.example" in text
    assert settings.DELEGATION_NAME in text
    assert "6.1.e" in text
