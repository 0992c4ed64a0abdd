"""Where the demonstration's lists are, what every invented row says of itself and who wrote it."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

FOLDER = settings.BASE_DIR / "fixtures" / "demonstration"
INVENTED = "Exemple inventé pour la démonstration"
WRITER, VALIDATOR = "Camille Inventée, correspondante", "Dominique Inventé, COCAC"
DELEGATE = "Madeleine Inventée (démonstration)"


def in_days(count):
    """The day so many days from today, None for an empty cell."""
    return None if count == "" else timezone.localdate() + timedelta(days=int(count))
