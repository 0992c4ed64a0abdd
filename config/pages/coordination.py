"""The radar with the dossiers of calls, which only the delegation and the posts see."""

from django.urls import include, path

from atlas.coordination import space, urls, views
from atlas.models import ForeignAuthority
from correspondents.records.cache import CachedPage
from projects.applications.encounters import encounters


class RadarWithDossiers(CachedPage, views.Radar):
    """The public page, with dossiers for the delegation and the posts alone."""

    template_name = "config/pages/radar.html"
    parameters = (*views.Radar.filterset_class.base_filters, "page")

    def get_context_data(self, **context):
        context = super().get_context_data(**context)
        filterset = context["filter"]
        if self.request.user.is_authenticated and filterset.is_valid():
            context["encounters"] = encounters(self.request.user, filterset.qs)
        return context


class CoordinationHomeWithDossiers(space.CoordinationHome):
    """Encounters wait as signals do: until notes or dismissals cover all their authorities."""

    template_name = "config/pages/coordination.html"

    def get_context_data(self, **context):
        waiting = [
            one
            for one in encounters(self.request.user)
            if not one.authorities <= self.authorities.get(one.territory.pk, set())
        ]
        return super().get_context_data(**context, encounters=waiting, settles=True)


class WithDossiers:
    """A note about a territory settles its dossiers too, as far as the account sees them."""

    def known_at(self, territory):
        met = encounters(self.request.user, ForeignAuthority.objects.filter(pk=territory.pk))
        return super().known_at(territory).union(*(one.authorities for one in met))


class NoteAddWithDossiers(WithDossiers, space.NoteAdd):
    pass


class NoteEditWithDossiers(WithDossiers, space.NoteEdit):
    pass


class DismissWithDossiers(WithDossiers, space.Dismiss):
    pass


space_urlpatterns = [
    path("", CoordinationHomeWithDossiers.as_view(), name="space_coordination"),
    path("notes/ajouter/", NoteAddWithDossiers.as_view(), name="space_note_add"),
    path("notes/<int:pk>/", NoteEditWithDossiers.as_view(), name="space_note"),
    path(
        "territoires/<int:pk>/ecarter/", DismissWithDossiers.as_view(), name="space_signal_dismiss"
    ),
    path("", include(urls.space_urlpatterns)),
]
