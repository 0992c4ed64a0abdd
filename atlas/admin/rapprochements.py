"""« À rapprocher » : two authorities side by side; a person says whether they are one."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect

from atlas.models import CannotMerge, Partnership, Rapprochement
from correspondents.records.admin.pages import ActsPages
from correspondents.records.admin.tables import AccentBlindSearch, TrackedAdmin

NO_DECISION = "Choisissez une décision : rien n’a été enregistré."


class RapprochementState(admin.SimpleListFilter):
    """List the pending rows, unless the address names another state."""

    title = "décision"
    parameter_name = "etat"
    PENDING = Rapprochement.State.PENDING

    def lookups(self, request, model_admin):
        return [*Rapprochement.State.choices, ("all", "toutes")]

    def choices(self, changelist):
        for value, label in self.lookup_choices:
            query = changelist.get_query_string({self.parameter_name: value})
            is_shown = value == (self.value() or self.PENDING)
            yield {"selected": is_shown, "query_string": query, "display": label}

    def queryset(self, request, queryset):
        state = self.value() or self.PENDING
        return queryset if state == "all" else queryset.filter(state=state)


class ProposedByHand(forms.ModelForm):
    def clean(self):
        super().clean()
        kept, merged = self.cleaned_data.get("kept"), self.cleaned_data.get("merged")
        if kept and merged and kept.country_id != merged.country_id:
            raise ValidationError("Deux autorités à rapprocher sont du même pays ou territoire.")


@admin.register(Rapprochement)
class RapprochementAdmin(ActsPages, AccentBlindSearch, TrackedAdmin):
    form = ProposedByHand
    list_display = ["__str__", "country", "reason", "shown_likeness", "state", "decided_by"]
    list_filter = [RapprochementState, ("kept__country", admin.RelatedOnlyFieldListFilter)]
    search_fields = ["kept__name_norm", "merged__name_norm", "kept__country__name_norm"]
    autocomplete_fields = ["kept", "merged"]
    fields = ["kept", "merged", "reason"]
    actions = None

    def get_queryset(self, request):
        return super().get_queryset(request).with_names()

    def has_delete_permission(self, request, obj=None):
        return False  # a pair that was decided is never proposed again: its row says so

    @admin.display(description="pays ou territoire", ordering="kept__country__name_norm")
    def country(self, rapprochement):
        return rapprochement.kept.country

    @admin.display(description="ressemblance", ordering="likeness")
    def shown_likeness(self, rapprochement):
        return f"{round(100 * rapprochement.likeness)} %"

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """GET shows both; POST decides, with the `act` of the button."""
        rapprochement = self.get_object(request, object_id)
        if rapprochement is None:
            raise Http404
        if not self.has_view_permission(request, rapprochement):
            raise PermissionDenied
        refusal = self.decide(request, rapprochement) if request.method == "POST" else None
        if refusal == "":
            return redirect("admin:atlas_rapprochement_changelist")
        rapprochement = self.get_queryset(request).get(pk=rapprochement.pk)
        return self.page(
            request,
            "rapprochement",
            "Autorités locales à rapprocher",
            rapprochement=rapprochement,
            sides=[side(rapprochement.kept), side(rapprochement.merged)],
            refusal=refusal,
        )

    def decide(self, request, rapprochement):
        """Run the act of the button; returns why it is refused, "" when it is done."""
        if not self.has_change_permission(request, rapprochement):
            raise PermissionDenied
        keep = {"keep_kept": rapprochement.kept, "keep_merged": rapprochement.merged}
        act = request.POST.get("act")
        try:
            if act in keep:
                rapprochement.merge(by=request.user, keep=keep[act])
                message = f"« {rapprochement.merged} » est réunie à « {rapprochement.kept} »."
            elif act == "refuse":
                rapprochement.refuse(by=request.user)
                message = f"{rapprochement} : ce sont deux autorités."
            elif act == "undo":
                rapprochement.undo()
                message = f"{rapprochement} : la décision est annulée, le rapprochement attend."
            else:
                return NO_DECISION
        except CannotMerge as refused:
            return str(refused)
        self.log_change(request, rapprochement, message)
        self.message_user(request, message, messages.SUCCESS)
        return ""


def side(authority):
    """An authority with its names, its parent and its numbers, to compare with the other."""
    return {
        "authority": authority,
        "names": [name.name for name in authority.names.all()],
        "parent": authority.parent,
        "partnerships": Partnership.objects.at([authority]).count(),
        "territories": authority.children.count(),
    }
