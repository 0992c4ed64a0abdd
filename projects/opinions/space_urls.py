"""Opinions, in the space of the post."""

from .views import Signed, routes

urlpatterns = routes(Signed)
