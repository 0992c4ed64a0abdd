"""The radar with what only the delegation and the posts may see beside it: dossiers of calls."""

from atlas.coordination import space, views
from projects.encounters import encounters


class Radar(views.Radar):
    """The public page; whoever is not of the delegation nor of a post sees nothing more on it."""

    template_name = "pages/radar.html"

    def get_context_data(self, **context):
        context = super().get_context_data(**context)
        filterset = context["filter"]
        if self.request.user.is_authenticated and filterset.is_valid():
            context["encounters"] = encounters(self.request.user, filterset.qs)
        return context


class CoordinationHome(space.CoordinationHome):
    template_name = "pages/coordination.html"

    def get_context_data(self, **context):
        return super().get_context_data(**context, encounters=encounters(self.request.user))
