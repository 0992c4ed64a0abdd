"""A post keeps its list true from its own screens, on a phone as at a desk."""

import pytest

from ..databases import manage
from .conftest import DESK, PHONE
from .test_imports import check, press

pytestmark = pytest.mark.browser

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
def cocac(workshop, database_url, chromium):
    """A page of the post's space, signed in; its console (`page.complaints`) stays empty."""
    key = manage("shell", "--no-imports", "-c", ACCOUNT, DATABASE_URL=database_url).split()[-1]
    context = chromium.new_context(base_url=workshop, locale="fr-FR", viewport=DESK)
    context.add_cookies([{"name": "sessionid", "value": key, "url": workshop}])
    page = context.new_page()
    page.complaints = []
    page.on("console", lambda message: page.complaints.append(message.text))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    yield page
    context.close()
    assert page.complaints == []


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_a_post_confirms_receives_and_hands_over(cocac, viewport):
    cocac.set_viewport_size(viewport)
    cocac.goto("/espace-poste/")
    check(cocac)
    press(cocac, "Tout est exact")
    cocac.get_by_text("tout est exact, confirmé aujourd’hui").wait_for()
    check(cocac)

    press(cocac, "Contacts")
    cocac.wait_for_url("**/espace-poste/contacts/")
    check(cocac)
    press(cocac, "Enregistrer une arrivée")
    cocac.wait_for_url("**/arrivee/")
    check(cocac)
    cocac.get_by_label("Rôle").select_option("backup")
    name = f"Suppléante-{viewport['width']}"
    cocac.get_by_label("Nom", exact=True).fill(name)
    press(cocac, "Enregistrer l’arrivée")
    cocac.get_by_text(f"{name} est enregistré").wait_for()

    for act in ["Corriger", "Absence de", "Passation de", "Départ de"]:
        press(cocac, f"{act} {name}")
        cocac.get_by_role("heading", name=name).wait_for()
        check(cocac)
        press(cocac, "Contacts")
        cocac.wait_for_url("**/espace-poste/contacts/")
    press(cocac, "Ma fiche")
    cocac.wait_for_url("**/fiche/")
    check(cocac)
