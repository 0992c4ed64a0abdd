"""The radar under `/atlas/coordination/`, and its screens in the posts' space.

What gathers dossiers too, and what is written of a territory, is `config/pages/coordination.py`.
"""

from django.urls import path

from . import contacts, meetings, space
from .answers import MeetingAnswer, MeetingCalendar
from .views import RadarExport

urlpatterns = [
    path("export.<str:format>", RadarExport.as_view(), name="radar_export"),
    path("reunion/<str:token>/", MeetingAnswer.as_view(), name="meeting_answer"),
    path("reunion/<str:token>/agenda.ics", MeetingCalendar.as_view(), name="meeting_calendar"),
]
space_urlpatterns = [
    path("ecartes/<int:pk>/reprendre/", space.Restore.as_view(), name="space_signal_restore"),
    path("contacts/", contacts.Contacts.as_view(), name="space_authority_contacts"),
    path("contacts/<int:pk>/", contacts.ContactEdit.as_view(), name="space_authority_contact"),
    path(
        "contacts/ajouter/<slug:code>/",
        contacts.ContactAdd.as_view(),
        name="space_authority_contact_add",
    ),
    path("notes/<int:pk>/supprimer/", space.NoteDiscard.as_view(), name="space_note_discard"),
    path("reunions/<int:pk>/annuler/", meetings.CancelMeeting.as_view(), name="space_cancel"),
    path("reunions/<int:pk>/deplacer/", meetings.MoveMeeting.as_view(), name="space_move"),
    path("reunions/<int:pk>/", meetings.MeetingDetail.as_view(), name="space_meeting"),
    path("territoires/<int:pk>/inviter/", meetings.Invite.as_view(), name="space_invite"),
]
