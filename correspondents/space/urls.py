"""The posts' own screens, under `/espace-poste/`."""

from django.urls import path

from . import tenures, views

urlpatterns = [
    path("fiche/", views.PostSheet.as_view(), name="space_post"),
    path("resume/", views.DigestSetting.as_view(), name="space_digest"),
    path("contacts/", views.ContactList.as_view(), name="space_contacts"),
    path("contacts/arrivee/", tenures.Arrival.as_view(), name="space_arrival"),
    path("contacts/<int:pk>/", views.Correct.as_view(), name="space_correct"),
    path("contacts/<int:pk>/confirmer/", views.Confirm.as_view(), name="space_confirm"),
    path("contacts/<int:pk>/annuler/", views.Undo.as_view(), name="space_undo"),
    path("contacts/<int:pk>/present/", tenures.StillThere.as_view(), name="space_still_there"),
    path("contacts/<int:pk>/depart/", tenures.Departure.as_view(), name="space_departure"),
    path("contacts/<int:pk>/remplacer/", tenures.Replacement.as_view(), name="space_replace"),
    path("contacts/<int:pk>/absences/", tenures.AbsenceList.as_view(), name="space_absences"),
    path("absences/<int:pk>/terminer/", tenures.AbsenceEnd.as_view(), name="space_absence_end"),
    path("contacts/<int:pk>/passation/", tenures.HandoverSheet.as_view(), name="space_handover"),
]
