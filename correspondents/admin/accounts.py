"""Accounts: the delegation opens those of posts; superusers alone open the others, give rights."""

from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied

from correspondents.models import POST_GROUP, User
from correspondents.records.admin.tables import TableAdmin
from correspondents.sending.invitations import invite

PERSON = ("email", ("first_name", "last_name"))
POST_NEEDED = ("post", "post_function")
POST = (*POST_NEEDED, "wants_digest")
WRITTEN = "À l’enregistrement, une invitation à choisir son mot de passe part à cette adresse."
RIGHTS = ("is_staff", "is_superuser", "groups", "zones")


class OpenAccount(forms.ModelForm):
    """A new account has no password: its person chooses it, by the link of the invitation."""

    def save(self, commit=True):
        self.instance.set_unusable_password()
        return super().save(commit)


@admin.register(User)
class AccountAdmin(UserAdmin, TableAdmin):
    """A delegation member cannot change the fields that the form does not show."""

    add_form = OpenAccount
    add_form_template = None
    ordering = ["email"]
    list_display = ["email", "first_name", "last_name", "post", "post_function", "is_active"]
    list_filter = ["is_active", "post_function"]
    list_select_related = ["post"]
    search_fields = ["email", "first_name", "last_name"]
    readonly_fields = ["last_login", "date_joined"]
    actions = ["send_invitation", "close", "remove_second_factor"]

    def get_queryset(self, request):
        accounts = super().get_queryset(request)
        return accounts.filter(pk__in=User.objects.kept_by(request.user).values("pk"))

    def get_list_display(self, request):
        return [*self.list_display, *(["is_staff"] if request.user.is_superuser else [])]

    def get_list_filter(self, request):
        return [*self.list_filter, *(["is_staff", "groups"] if request.user.is_superuser else [])]

    def get_fieldsets(self, request, obj=None):
        chief = request.user.is_superuser
        inside = (*(["password"] if chief else []), "is_active") if obj else ()
        person = {"fields": (*PERSON, *inside), "description": "" if obj else WRITTEN}
        fieldsets = [(None, person), ("Poste", {"fields": POST})]
        if chief:
            fieldsets.append(("Droits", {"fields": RIGHTS}))
        if obj:
            fieldsets.append(("Dates", {"fields": ("last_login", "date_joined")}))
        return fieldsets

    def get_form(self, request, obj=None, **kwargs):
        form = super().get_form(request, obj, **kwargs)
        if not request.user.is_superuser:
            for name in POST_NEEDED:
                form.base_fields[name].required = True
        return form

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        account = form.instance
        if account.post_id:
            account.groups.add(Group.objects.get(name=POST_GROUP))
        if not change:
            invite(account, by=request.user)
            self.message_user(request, f"Invitation envoyée à {account.email}.")

    def user_change_password(self, request, id, form_url=""):
        if not request.user.is_superuser:
            raise PermissionDenied
        return super().user_change_password(request, id, form_url)

    @admin.action(
        description="Envoyer l’invitation, ou l’envoyer de nouveau", permissions=["change"]
    )
    def send_invitation(self, request, queryset):
        accounts = list(queryset.filter(is_active=True))
        for account in accounts:
            invite(account, by=request.user)
        self.message_user(request, f"Invitations envoyées : {len(accounts)}.")

    @admin.action(description="Fermer les comptes", permissions=["change"])
    def close(self, request, queryset):
        """Sessions under way end at their next page."""
        closed = queryset.exclude(pk=request.user.pk).update(is_active=False)
        self.message_user(request, f"Comptes fermés : {closed}.")

    @admin.action(description="Retirer le second facteur (téléphone perdu)", permissions=["change"])
    def remove_second_factor(self, request, queryset):
        of_others = queryset.exclude(pk=request.user.pk)
        count = of_others.filter(authenticator__isnull=False).distinct().count()
        Authenticator.objects.filter(user__in=of_others).delete()
        self.message_user(request, f"Seconds facteurs retirés : {count}.", messages.WARNING)
