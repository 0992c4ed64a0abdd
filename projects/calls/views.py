"""The public pages of the calls."""

from django.conf import settings
from django.db.models import Max
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe
from django.views.generic import DetailView
from django_filters.views import FilterView

from correspondents.mailing.calendars import calendar_response
from projects.models import Call
from projects.results.rows import excerpt, of_call, projects

from .agenda import days_of
from .filters import CallFilter


class CallList(FilterView):
    """Calls that are open, to come, then closed."""

    filterset_class = CallFilter
    template_name = "projects/calls/call_list.html"
    paginate_by = 20

    def get_queryset(self):
        return Call.objects.published().with_dates().prefetch_related("themes").in_reading_order()


class CallDetail(DetailView):
    """A call: what it is, until when, for whom, under which rules, where to file."""

    template_name = "projects/calls/call_detail.html"

    def get_queryset(self):
        return Call.objects.visible_to(self.request.user).with_dates()

    def get_context_data(self, **context):
        call = self.object
        countries = list(call.call_countries.select_related("country"))
        return super().get_context_data(
            **context,
            windows=call.windows.prefetch_related("postponements"),
            themes=call.themes.in_tree_order(),
            open_countries=[row for row in countries if not row.is_excluded],
            excluded_countries=[row for row in countries if row.is_excluded],
            ceilings=call.ceilings.all(),
            envelopes=call.envelopes.filter(is_public=True),
            pieces=call.required_pieces.all(),
            criteria=call.criteria.all(),
            results_at=call.committees.announced().aggregate(at=Max("results_at"))["at"],
            projects=excerpt(of_call(projects(), call)),
            projects_query=f"appel={call.slug}",
            list_url=reverse("call_list"),
            canonical_url=settings.SITE_URL + call.get_absolute_url(),
        )


@require_safe
def call_calendar(request, slug):
    """The openings and closings of one call; those of a cancelled one are no longer."""
    call = get_object_or_404(Call.objects.published(), slug=slug, cancelled_on=None)
    return calendar_response(call.title, list(days_of([call])))
