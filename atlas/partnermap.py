"""The map of partner places: each a dot whose size tells how many partnerships lead there."""

from math import sqrt

from django.db.models import Count

from correspondents.postmap import Dot
from correspondents.worldmap import project

from .models import ForeignAuthority

MOST = 400  # dots: more would be a blot, and a heavy page
SMALLEST, BIGGEST = 3.5, 14.0  # radius, in units of the drawing


def busiest_dots(partnerships):
    """A dot for each of the `MOST` places where most of the partnerships of a queryset lead."""
    counted = partnerships.order_by().filter(partner__latitude__isnull=False).values("partner")
    counted = counted.annotate(number=Count("pk")).order_by("-number", "partner")
    numbers = dict(counted.values_list("partner", "number")[:MOST])
    places = ForeignAuthority.objects.in_bulk(numbers)
    return [dot_of(places[pk], number) for pk, number in numbers.items()]


def dot_of(place, count):
    x, y = project(place.latitude, place.longitude)
    radius = min(SMALLEST * sqrt(count), BIGGEST)
    said = f"{place.name} : {count} partenariat{'s' if count > 1 else ''}"
    return Dot(f"{x:.1f}", f"{y:.1f}", said, place.get_absolute_url(), radius=f"{radius:.1f}")
