"""How true the directory is today, in figures with their denominators."""

from django.conf import settings

from .models import Correspondent, Country, Coverage, Post


def figures():
    """The public figures as French sentences, in four queries."""
    working = Post.objects.working()
    people = Correspondent.objects.published()
    covered = people.filter(role=Correspondent.Role.CORRESPONDENT, post__in=working)
    served = Coverage.objects.current().filter(post__in=working).values("country").distinct()
    return [
        f"{covered.values('post').distinct().count()} postes en activité sur {working.count()} "
        "ont un correspondant.",
        f"{people.fresh().count()} contacts sur {people.count()} vérifiés depuis moins de "
        f"{settings.FRESH_MONTHS} mois.",
        f"{served.count()} pays ou territoires sur {Country.objects.count()} ont un poste "
        "compétent en activité ; la délégation répond pour les autres.",
    ]
