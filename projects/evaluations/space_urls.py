"""Evaluations, in the space of the post."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.EvaluationList.as_view(), name="space_evaluation_list"),
    path("<int:pk>/", views.EvaluationGrant.as_view(), name="space_evaluation_grant"),
    path("<int:pk>/evaluer/", views.EvaluationEdit.as_view(), name="space_evaluation_edit"),
    path("<int:pk>/valider/", views.EvaluationValidate.as_view(), name="space_evaluation_validate"),
    path("<int:pk>/supprimer/", views.EvaluationDiscard.as_view(), name="space_evaluation_discard"),
    path("<int:pk>/comparer/", views.EvaluationCompare.as_view(), name="space_evaluation_compare"),
    path("photos/<int:pk>/", views.EvaluationPhotoFile.as_view(), name="space_evaluation_photo"),
]
