"""Calls for everybody."""

from django.urls import path

from .views import CallDetail, CallList, call_calendar

urlpatterns = [
    path("", CallList.as_view(), name="call_list"),
    path("<slug:slug>/", CallDetail.as_view(), name="call_detail"),
    path("<slug:slug>/agenda.ics", call_calendar, name="call_calendar"),
]
