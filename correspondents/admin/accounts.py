"""Accounts: superusers alone have the permission to manage them."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm

from correspondents.models import User

from .base import TableAdmin


class AccountCreation(AdminUserCreationForm):
    class Meta:
        model = User
        fields = ["email"]


@admin.register(User)
class AccountAdmin(UserAdmin, TableAdmin):
    add_form = AccountCreation
    ordering = ["email"]
    list_display = ["email", "first_name", "last_name", "post", "is_active", "is_staff"]
    list_filter = ["is_active", "is_staff", "groups"]
    list_select_related = ["post"]
    search_fields = ["email", "first_name", "last_name"]
    fieldsets = [
        (None, {"fields": ["email", "password"]}),
        ("Personne", {"fields": [("first_name", "last_name"), "post"]}),
        ("Droits", {"fields": ["is_active", "is_staff", "is_superuser", "groups"]}),
        ("Dates", {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (
            None,
            {
                "classes": ["wide"],
                "fields": ["email", "usable_password", "password1", "password2"],
            },
        )
    ]
