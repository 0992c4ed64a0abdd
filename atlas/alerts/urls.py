"""Alerts, under `/alertes/`."""

from django.urls import path

from .views import AlertAsked, AskAlert, ConfirmAlert, StopAlerts

urlpatterns = [
    path("", AskAlert.as_view(), name="alert_ask"),
    path("demandee/", AlertAsked.as_view(), name="alert_asked"),
    path("confirmer/<str:token>/", ConfirmAlert.as_view(), name="alert_confirm"),
    path("arreter/<str:token>/", StopAlerts.as_view(), name="alerts_stop"),
]
