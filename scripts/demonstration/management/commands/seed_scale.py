"""Fill a base to throw away with an invented inventory of any size, to measure the site with it."""

from django.core.management.base import CommandError
from django.db import connection

from correspondents.records.commands import SentenceCommand
from scripts.demonstration.refusals import refuse_in_production, refuse_to_pollute
from scripts.demonstration.scale import Scale

SEED = 1917
MOST = 1_000_000
WORDS = {
    "Partnership": "partenariats",
    "ForeignAuthority": "lieux",
    "FrenchMember": "autres collectivités",
    "ForeignMember": "autres partenaires",
    "PartnershipTheme": "thématiques",
    "Agreement": "conventions",
}


class Command(SentenceCommand):
    help = (
        "Remplit une base à jeter de partenariats inventés, pour mesurer. Rien ne les enlève "
        "ensuite : on jette la base."
    )

    def add_arguments(self, parser):
        parser.add_argument("count", type=int, metavar="NOMBRE", help="combien de partenariats")
        parser.add_argument("--seed", type=int, default=SEED, help="la graine (1917 par défaut)")
        parser.add_argument(
            "--throw-away",
            action="store_true",
            help="cette base sera jetée, quoi qu’elle contienne ; jamais en production",
        )

    def handle(self, count, seed, **options):
        refuse_in_production("seed_scale")
        if not 0 < count <= MOST:
            raise CommandError(f"Le nombre va de 1 à {MOST} : {count} a été demandé.")
        refuse_to_pollute(options["throw_away"])
        scale = Scale(count, seed)
        if not scale.reference.is_there:
            raise CommandError(
                "La base ne contient ni collectivités ni thématiques : lancez d’abord "
                "« manage.py migrate », puis « manage.py load_reference »."
            )
        written = scale.write()
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        totals = ", ".join(f"{written[name]} {word}" for name, word in WORDS.items())
        self.stdout.write(f"Inventés avec la graine {seed} : {totals}. Cette base est à jeter.")
