"""Load the countries, the posts and their coverage, the towns, the themes, the authorities."""

from django.core.management.base import BaseCommand

from atlas.reference import THEMES, load_authorities
from atlas.reference import analyse as analyse_authorities
from correspondents.places import analyse, load_places
from correspondents.reference import ReferenceLoader


class Command(BaseCommand):
    help = "Charge les données de référence ; ce que les agents ont modifié depuis est conservé."

    def handle(self, **options):
        changes = ReferenceLoader().load() + ReferenceLoader(tables=[THEMES]).load()
        places, authorities = load_places(), load_authorities()
        if places:
            analyse()
        if authorities:
            analyse_authorities()
        self.stdout.write(
            f"{changes} lignes écrites, {places} villes et {authorities} collectivités chargées."
        )
