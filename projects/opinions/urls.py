"""Opinions, by the link of a mail."""

from django.urls import include, path

from .views import ByOpinionLink, ByValidationLink, routes

urlpatterns = [
    path("validation/<str:token>/", include(routes(ByValidationLink))),
    path("<str:token>/", include(routes(ByOpinionLink))),
]
