"""The radar under `/atlas/coordination/`, and what is done about it in the posts' space."""

from django.urls import path

from . import space
from .answers import MeetingAnswer
from .views import Radar, RadarExport

urlpatterns = [
    path("", Radar.as_view(), name="radar"),
    path("export.<str:format>", RadarExport.as_view(), name="radar_export"),
    path("reunion/<str:token>/", MeetingAnswer.as_view(), name="meeting_answer"),
]
space_urlpatterns = [
    path("", space.CoordinationHome.as_view(), name="space_coordination"),
    path("notes/ajouter/", space.NoteAdd.as_view(), name="space_note_add"),
    path("notes/<int:pk>/", space.NoteEdit.as_view(), name="space_note"),
    path("ecartes/<int:pk>/reprendre/", space.Restore.as_view(), name="space_signal_restore"),
    path("reunions/<int:pk>/", space.MeetingDetail.as_view(), name="space_meeting"),
    path("territoires/<int:pk>/ecarter/", space.Dismiss.as_view(), name="space_signal_dismiss"),
    path("territoires/<int:pk>/inviter/", space.Invite.as_view(), name="space_invite"),
]
