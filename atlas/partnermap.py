"""The map of partner places: each a dot whose size tells how many partnerships lead there."""

from math import sqrt

from django.db.models import Count

from correspondents.postmap import Dot
from correspondents.worldmap import project

from .models import ForeignAuthority

MOST = 400  # dots: more would be a blot, and a heavy page
SMALLEST, BIGGEST = 3.5, 14.0  # radius, in units of the drawing


def dots_of(partnerships):
    """A dot for each of the busiest places where the partnerships of a queryset lead."""
    counted = partnerships.order_by().filter(partner__latitude__isnull=False).values("partner")
    return busiest_dots(dict(counted.annotate(number=Count("pk")).values_list("partner", "number")))


def busiest_dots(numbers):
    """A dot for each of the `MOST` places of {partner that has a point: number} with the most."""
    busiest = sorted(numbers, key=lambda pk: (-numbers[pk], pk))[:MOST]
    drawn = ForeignAuthority.objects.only("name", "latitude", "longitude")
    places = drawn.in_bulk(busiest)
    return [dot_of(places[pk], numbers[pk]) for pk in busiest if pk in places]


def dot_of(place, count):
    x, y = project(place.latitude, place.longitude)
    radius = min(SMALLEST * sqrt(count), BIGGEST)
    said = f"{place.name} : {count} partenariat{'s' if count > 1 else ''}"
    return Dot(f"{x:.1f}", f"{y:.1f}", said, place.get_absolute_url(), radius=f"{radius:.1f}")
