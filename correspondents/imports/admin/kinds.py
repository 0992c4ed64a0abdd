"""The list of an import: its filter, its column and its address, once there are several."""

from django.contrib import admin
from django.http import Http404
from django.utils.text import capfirst

from correspondents.imports.kinds import PEOPLE, list_kinds


class KindFilter(admin.SimpleListFilter):
    """A filter by list, unless there is only one."""

    title, parameter_name = "liste", "liste"

    def lookups(self, request, model_admin):
        return [(kind.code, capfirst(kind.label)) for kind in model_admin.kinds()]

    def queryset(self, request, queryset):
        return queryset.filter(kind=self.value()) if self.value() else queryset


class KindsOfLists:
    """Mixed into the table of imports: `?liste=` gives the list of a form."""

    def kinds(self):
        """The kinds of lists among which a person chooses; none when there is no choice."""
        kinds = list_kinds()
        return kinds if kinds[1:] else []

    def kind_asked(self, request):
        """The ListKind of the address; the list of correspondents when it has none."""
        kinds = {kind.code: kind for kind in list_kinds()}
        code = request.GET.get("liste", PEOPLE)
        if code not in kinds:
            raise Http404("Cette liste n’existe pas.")
        return kinds[code]

    def get_list_display(self, request):
        shown = super().get_list_display(request)
        return [shown[0], "kind_label", *shown[1:]] if self.kinds() else shown

    @admin.display(description="liste", ordering="kind")
    def kind_label(self, batch):
        labels = {kind.code: kind.label for kind in list_kinds()}
        return capfirst(labels.get(batch.kind, batch.kind))
