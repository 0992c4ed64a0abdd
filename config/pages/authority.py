"""A French authority: its partners abroad, and its successor if it was merged."""

from django.conf import settings
from django.http import Http404, HttpResponsePermanentRedirect
from django.views.generic import DetailView

from atlas.models import LocalAuthority, Partnership
from atlas.public.partner_map import dots_of
from correspondents.directory.post_map import frame
from correspondents.finder.namesakes import namesakes
from correspondents.records.cache import CachedPage
from correspondents.records.paging import page_of
from projects.grants.eligibility import answers_to
from projects.models import Call
from projects.results.rows import excerpt, of_authority, projects


class AuthorityDetail(CachedPage, DetailView):
    """Found by its SIREN, or by the code of the directory, which leads to the SIREN's page."""

    groups = {"countries", "inventory", "calls"}
    template_name = "config/pages/authority.html"
    context_object_name = "authority"
    queryset = LocalAuthority.objects.with_parents()

    def time_key(self):
        return Call.objects.turns()

    def get_object(self, queryset=None):
        authority = self.queryset.coded(self.kwargs["code"]).first()
        if authority is None:
            raise Http404
        return authority

    def get(self, request, *args, **kwargs):
        self.object = self.get_object()
        if self.object.code != self.kwargs["code"]:
            return HttpResponsePermanentRedirect(self.object.get_absolute_url())
        return self.render_to_response(self.get_context_data())

    def get_context_data(self, **context):
        authority = self.object
        partnerships = Partnership.objects.published().of_authority(authority)
        listed = partnerships.order_by("partner__country__name_norm", "partner__name_norm", "pk")
        page = page_of(self.request, listed, rows=Partnership.objects.with_sides())
        return super().get_context_data(
            **context,
            partnerships=page.object_list,
            page_obj=page,
            map=frame(f"Carte des partenaires : {authority.name}")
            if page.paginator.count
            else None,
            dots=dots_of(partnerships) if page.paginator.count else [],
            projects=excerpt(of_authority(projects(), authority)),
            projects_query=f"collectivite={authority.code}",
            parents=[p for p in (authority.epci, authority.department, authority.region) if p],
            predecessors=authority.predecessors.order_by("name_norm"),
            homonyms=homonyms(authority),
            namesakes=namesakes(authority.name, "FR"),
            may_apply=answers_to(authority, self.request.user),
            canonical_url=settings.SITE_URL + authority.get_absolute_url(),
        )


def homonyms(authority, limit=12):
    """The other French authorities of today that bear the same name, the biggest first."""
    same = LocalAuthority.objects.existing().with_parents().exclude(pk=authority.pk)
    return same.filter(name_norm=authority.name_norm).biggest_first()[:limit]
