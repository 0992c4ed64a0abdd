"""Opinions, by the link of a mail."""

from django.urls import path

from . import views

urlpatterns = [
    path("validation/<str:token>/", views.ValidationList.as_view(), name="validation_list"),
    path(
        "validation/<str:token>/<int:pk>/", views.ValidationEdit.as_view(), name="validation_edit"
    ),
    path(
        "validation/<str:token>/<int:pk>/pieces/<int:piece>/",
        views.ValidationPiece.as_view(),
        name="validation_piece",
    ),
    path("<str:token>/", views.OpinionListByLink.as_view(), name="opinion_list"),
    path("<str:token>/<int:pk>/", views.OpinionEditByLink.as_view(), name="opinion_edit"),
    path(
        "<str:token>/<int:pk>/pieces/<int:piece>/",
        views.OpinionPieceByLink.as_view(),
        name="opinion_piece",
    ),
]
