"""Opinions, in the space of the post."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.SpaceOpinionList.as_view(), name="space_opinion_list"),
    path("<int:pk>/", views.SpaceOpinionEdit.as_view(), name="space_opinion_edit"),
    path(
        "<int:pk>/pieces/<int:piece>/",
        views.SpaceOpinionPiece.as_view(),
        name="space_opinion_piece",
    ),
]
