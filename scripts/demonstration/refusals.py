"""The bases that get no invented rows: each check raises CommandError with a French sentence."""

import hashlib

from django.conf import settings
from django.core.management.base import CommandError

from atlas.models import Partnership
from correspondents.models import Correspondent, ImportBatch
from scripts.fixtures.files import DEMONSTRATION

from .scale import SOURCE


def refuse_in_production(command):
    """The app is not installed there; by hand, it could be."""
    if settings.PRODUCTION:
        raise CommandError(
            f"{command} invente des données : cette commande ne s’exécute jamais en production "
            "(ENVIRONMENT=production)."
        )


def refuse_to_pollute(is_to_be_thrown_away):
    """A base that invented partnerships would spoil, or have filled."""
    if Partnership.objects.filter(source=SOURCE).exists():
        raise CommandError(
            "La base a déjà un inventaire inventé : jetez-la, et repartez d’une autre."
        )
    why = "" if is_to_be_thrown_away else sign_of_use()
    if why:
        raise CommandError(
            f"{why} seed_scale la remplirait de partenariats inventés que rien n’enlève ensuite : "
            "lancez-le sur une base vide, ou ajoutez --throw-away si celle-ci est à jeter."
        )


def sign_of_use():
    """A sentence that proves that a base is in use; "" for an empty one or a demonstration."""
    people = Correspondent.objects.exclude(email="").exclude(email__iendswith=".example")
    shown = [hashlib.sha256(file.read_bytes()).hexdigest() for file in DEMONSTRATION.iterdir()]
    lists = ImportBatch.objects.filter(applied_at__isnull=False).exclude(sha256__in=shown)
    if people.exists():
        return "La base connaît des personnes dont l’adresse n’est pas inventée."
    if lists.exists():
        return "Une liste qui n’est pas celle de la démonstration a été importée dans la base."
    if Partnership.objects.exclude(source=SOURCE).filter(confirmed_on__isnull=False).exists():
        return "Quelqu’un a confirmé des partenariats dans la base."
    return ""
