"""Load the countries, their names, the posts, their coverage and the towns."""

from django.core.management.base import BaseCommand

from correspondents.places import analyse, load_places
from correspondents.reference import ReferenceLoader


class Command(BaseCommand):
    help = "Charge les données de référence ; ce que les agents ont modifié depuis est conservé."

    def handle(self, **options):
        changes = ReferenceLoader().load()
        places = load_places()
        if places:
            analyse()
        self.stdout.write(f"{changes} lignes écrites, {places} villes chargées.")
