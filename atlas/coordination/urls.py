"""The radar, under `/atlas/coordination/`."""

from django.urls import path

from .views import Radar, RadarExport

urlpatterns = [
    path("", Radar.as_view(), name="radar"),
    path("export.<str:format>", RadarExport.as_view(), name="radar_export"),
]
