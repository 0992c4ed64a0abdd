"""The source and the authors of every invented row, and days counted from today."""

from datetime import timedelta

from django.utils import timezone

INVENTED = "Exemple inventé pour la démonstration"
WRITER, VALIDATOR = "Camille Inventée, correspondante", "Dominique Inventé, COCAC"
DELEGATE = "Madeleine Inventée (démonstration)"


def in_days(count):
    """The day so many days from today, None for an empty cell."""
    return None if count == "" else timezone.localdate() + timedelta(days=int(count))
