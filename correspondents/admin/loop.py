"""The loop that keeps the list true: mails, checks, links, absences and hand-overs."""

from django import forms
from django.contrib import admin
from django.db.models import Case, CharField, Value, When
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from correspondents.models import (
    Absence,
    Check,
    Correspondent,
    Handover,
    Message,
    Proposal,
    SignedLink,
)
from correspondents.records.admin.tables import (
    ReadOnly,
    RowsFilter,
    TableAdmin,
    TrackedAdmin,
    by_method,
    cell,
)


class SituationFilter(RowsFilter):
    title = "situation"
    parameter_name = "etat"


class MessageFilter(SituationFilter):
    rows = by_method({"waiting": "En attente", "dead": "Abandonné", "sent": "Envoyé"})


class CheckFilter(SituationFilter):
    rows = by_method({"open": "Sans réponse", "silent": "Sans réponse après le dernier message"})


class LinkFilter(SituationFilter):
    rows = by_method({"open": "Ouvert"})


@admin.register(Message)
class MessageAdmin(ReadOnly, TableAdmin):
    """The mails and whether they left; their text holds links that open things."""

    list_display = ["subject", "to", "kind", "state", "tries", "last_error", "created_at"]
    list_filter = [MessageFilter, "kind"]
    search_fields = ["to", "subject"]
    actions = ["retry"]
    fields = ["subject", "to", "kind", "state", "created_at", "next_try_at", "tries"]
    fields += ["last_error", "sent_at", "dead_at"]
    state = cell("state", "Situation")

    def get_queryset(self, request):
        written = super().get_queryset(request).defer("text", "html", "headers", "calendar")
        return written.annotate(
            state=Case(
                When(sent_at__isnull=False, then=Value("envoyé")),
                When(dead_at__isnull=False, then=Value("abandonné")),
                default=Value("en attente"),
                output_field=CharField(),
            )
        )

    def has_retry_permission(self, request):
        return request.user.has_perm("correspondents.change_message")

    @admin.action(description="Réessayer", permissions=["retry"])
    def retry(self, request, queryset):
        dead = list(queryset.dead())
        for message in dead:
            message.retry()
        self.message_user(request, f"Courriels remis en attente d’envoi : {len(dead)}.")


@admin.register(Check)
class CheckAdmin(ReadOnly, TableAdmin):
    list_display = ["correspondent", "post", "reason", "opened_on", "mails", "last_mail_on"]
    list_display += ["answer", "answered_by"]
    list_filter = [CheckFilter, "reason", "answer"]
    list_select_related = ["correspondent__post"]
    search_fields = ["correspondent__name_norm", "correspondent__post__name_norm"]
    fields = ["correspondent", "reason", "opened_on", "mails", "last_mail_on", "closed_at"]
    fields += ["answer", "answered_by"]
    post = cell("correspondent.post", "poste")

    def get_queryset(self, request):
        return super().get_queryset(request).visible_to(request.user)


@admin.register(SignedLink)
class SignedLinkAdmin(ReadOnly, TableAdmin):
    """Links sent by mail; their tokens are nowhere."""

    list_display = ["purpose", "sent_to", "record", "created_at", "expires_at", "why_closed"]
    list_filter = [LinkFilter, "purpose"]
    search_fields = ["sent_to"]
    actions = ["revoke"]
    fields = ["purpose", "sent_to", "created_at", "expires_at", "used_at", "answer", "revoked_at"]
    record = cell("target", "concerne")

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("target")

    @admin.display(description="situation")
    def why_closed(self, link):
        return link.why_closed or "Ouvert."

    def has_revoke_permission(self, request):
        return request.user.has_perm("correspondents.change_signedlink")

    @admin.action(description="Révoquer", permissions=["revoke"])
    def revoke(self, request, queryset):
        count = queryset.open().update(revoked_at=timezone.now())
        self.message_user(request, f"Liens révoqués : {count}.")


class PersonChoiceField(forms.ModelChoiceField):
    """Somebody by the post, the name and the role: two posts may have people of the same name."""

    def label_from_instance(self, person):
        return f"{person.post} : {person} ({person.get_role_display()})"


class NamesPeople:
    """Mixed into a table whose rows point to people."""

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        people = Correspondent.objects.visible_to(request.user).held().select_related("post")
        kwargs |= {
            "queryset": people.order_by("post__name_norm", "last_name", "id"),
            "form_class": PersonChoiceField,
        }
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_queryset(self, request):
        return super().get_queryset(request).visible_to(request.user)


@admin.register(Absence)
class AbsenceAdmin(NamesPeople, TrackedAdmin):
    list_display = ["correspondent", "post", "starts_on", "ends_on", "stand_in"]
    list_select_related = ["correspondent__post", "stand_in"]
    search_fields = ["correspondent__name_norm", "correspondent__post__name_norm"]
    post = cell("correspondent.post", "poste")


@admin.register(Handover)
class HandoverAdmin(NamesPeople, TrackedAdmin):
    list_display = ["leaver", "post", "successor", "written_by", "updated_at"]
    list_select_related = ["leaver__post", "successor"]
    search_fields = ["leaver__name_norm", "leaver__post__name_norm"]
    readonly_fields = ["updated_at"]
    post = cell("leaver.post", "poste")

    def save_model(self, request, obj, form, change):
        obj.updated_at = timezone.now()
        super().save_model(request, obj, form, change)


@admin.register(Proposal)
class ProposalAdmin(ReadOnly, TableAdmin):
    list_display = ["made_at", "record", "field_name", "origin", "post", "decision", "decided_at"]
    list_filter = ["decision", "origin", ("post", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["post"]
    ordering = ["-made_at", "-id"]
    field_name = cell("label", "champ")

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("target")

    @admin.display(description="fiche")
    def record(self, proposal):
        return str(proposal.target or "Fiche supprimée")

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """A proposal is decided with the others of its submission, on one page."""
        return redirect(get_object_or_404(self.get_queryset(request), pk=object_id))
