"""How true the directory is today, in figures with their denominators."""

from dataclasses import dataclass

from django.conf import settings

from .models import Correspondent, Country, Coverage, Post


@dataclass(frozen=True)
class Figure:
    """A count beside its denominator, and the sentence that says both."""

    count: int
    total: int
    sentence: str

    def __str__(self):
        return self.sentence.format(count=self.count, total=self.total)


def figures():
    """The public figures, in five queries."""
    working = Post.objects.working()
    people = Correspondent.objects.published()
    covered = people.filter(role=Correspondent.Role.CORRESPONDENT).values("post").distinct()
    served = Coverage.objects.current().filter(post__in=working).values("country").distinct()
    months = settings.FRESH_MONTHS
    return [
        Figure(
            covered.count(),
            working.count(),
            "Postes en activité qui ont un correspondant : {count} sur {total}.",
        ),
        Figure(
            people.fresh().count(),
            people.count(),
            f"Contacts vérifiés depuis moins de {months} mois : {{count}} sur {{total}}.",
        ),
        Figure(
            served.count(),
            Country.objects.count(),
            "Pays ou territoires dont un poste en activité est compétent : {count} sur {total} ; "
            "la délégation répond pour les autres.",
        ),
    ]
