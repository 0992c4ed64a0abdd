"""Subscribers to alerts: read only, deleted when the person requests it."""

from django.contrib import admin

from atlas.models import AlertSubscriber, AlertSubscription
from correspondents.records.admin.tables import ReadOnly, TableAdmin


class AlertSubscriptionInline(ReadOnly, admin.TabularInline):
    model = AlertSubscription
    fields = ["label", "frequency", "asked_at", "confirmed_at", "stopped_at", "told_on"]
    readonly_fields = fields


@admin.register(AlertSubscriber)
class AlertSubscriberAdmin(ReadOnly, TableAdmin):
    """Nobody is subscribed by somebody else: addresses come by the public form alone."""

    list_display = ["email", "created_at"]
    search_fields = ["email"]
    inlines = [AlertSubscriptionInline]

    def has_delete_permission(self, request, obj=None):
        return admin.ModelAdmin.has_delete_permission(self, request, obj)
