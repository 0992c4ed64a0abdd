"""The requests to posts, of every call: read here, written on the page of each call."""

from django.contrib import admin
from django.utils import timezone

from correspondents.records.admin.sheets import ExportsSheet
from correspondents.records.admin.tables import AccentBlindSearch, ReadOnly, TableAdmin, cell
from projects.models import OpinionRequest
from projects.sheets import opinions as sheet


class RequestState(admin.SimpleListFilter):
    """The state of a request, in words."""

    title = "état"
    parameter_name = "etat"

    def lookups(self, request, model_admin):
        return [
            ("given", "Avis rendu"),
            ("awaited", "Avis attendu"),
            ("missing", "Non rendu à l’échéance"),
            ("revoked", "Saisine annulée"),
        ]

    def queryset(self, request, queryset):
        today = timezone.localdate()
        unanswered = queryset.filter(revoked_at__isnull=True, opinion__validated_at__isnull=True)
        conditions = {
            "given": queryset.filter(opinion__validated_at__isnull=False),
            "awaited": unanswered.filter(batch__due_on__gte=today),
            "missing": unanswered.filter(batch__due_on__lt=today),
            "revoked": queryset.filter(revoked_at__isnull=False),
        }
        return conditions.get(self.value(), queryset)


@admin.register(OpinionRequest)
class OpinionRequestAdmin(ExportsSheet, ReadOnly, AccentBlindSearch, TableAdmin):
    """Nothing is written here: a board and its acts are on the page of each call."""

    sheet = sheet
    list_display = ["application", "post", "call", "due_on", "state"]
    call = cell("batch.call", "appel", ordering="batch__call")
    due_on = cell("due_on", "échéance", ordering="batch__due_on")
    state = cell("state_in_words", "avis")
    list_filter = [
        RequestState,
        ("batch__call", admin.RelatedOnlyFieldListFilter),
        ("post", admin.RelatedOnlyFieldListFilter),
    ]
    list_select_related = ["application", "post", "batch__call", "opinion__request__batch"]
    search_fields = ["application__text_norm", "application__lead__name_norm", "post__name_norm"]
    search_help_text = "Numéro ou intitulé du dossier, collectivité ou poste."

    def get_queryset(self, request):
        return super().get_queryset(request).visible_to(request.user)

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    def has_view_permission(self, request, obj=None):
        # Nothing may be written: no permission of the group is needed.
        return request.user.is_authenticated and request.user.is_delegation
