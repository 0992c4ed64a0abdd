"""Load the countries, the posts and their coverage, the towns, the themes, the authorities."""

from django.core.management.base import BaseCommand

from atlas.models import LocalAuthority, LocalAuthorityName
from atlas.reference import THEMES, USUAL_NAMES, load_authorities, load_names, load_postal_codes
from correspondents.models import Place, PlaceName, SearchName, Subdivision, SubdivisionName
from correspondents.reference.load import ReferenceLoader
from correspondents.reference.places import load_places
from correspondents.reference.subdivisions import load_subdivisions
from correspondents.reference.whole_files import analyse
from projects.reference import LETTERS


class Command(BaseCommand):
    help = "Charge les données de référence ; ce que les agents ont modifié depuis est conservé."

    def handle(self, **options):
        changes = ReferenceLoader().load() + ReferenceLoader(tables=[THEMES, LETTERS]).load()
        places, authorities = load_places(), load_authorities()
        if places:
            analyse(Place, PlaceName)
        if subdivisions := load_subdivisions():
            analyse(Subdivision, SubdivisionName)
        if names := load_names() + load_names(USUAL_NAMES) + authorities:
            analyse(LocalAuthority, LocalAuthorityName)
        if load_postal_codes() or places or subdivisions or names:
            analyse(SearchName)
        self.stdout.write(
            f"{changes} lignes écrites, {places} villes et {authorities} collectivités chargées."
        )
