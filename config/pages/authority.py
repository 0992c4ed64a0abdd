"""A French authority: its partners abroad, and its successor if it was merged."""

from collections import Counter

from django.conf import settings
from django.http import Http404, HttpResponsePermanentRedirect
from django.views.generic import DetailView

from atlas.models import LocalAuthority, Partnership
from atlas.public.partner_map import dots_of
from correspondents.directory.answers import Answer, Desk
from correspondents.directory.post_map import frame
from correspondents.finder.namesakes import namesakes
from correspondents.models import Country
from correspondents.records.cache import CachedPage
from correspondents.records.paging import page_of
from projects.grants.eligibility import answers_to
from projects.models import Call
from projects.results.rows import excerpt, of_authority, projects

from .arrival import SearchArrival, first_name

FIRST_ANSWERS = 5  # countries: the others are folded


class AuthorityDetail(SearchArrival, CachedPage, DetailView):
    """Found by its SIREN, or by the code of the directory, which leads to the SIREN's page."""

    groups = {"countries", "network", "inventory", "calls"}
    template_name = "config/pages/authority.html"
    parameters = ("page",)
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
            return HttpResponsePermanentRedirect(self.page_url)
        return self.render_to_response(self.get_context_data())

    @property
    def page_url(self):
        """The address of this page of the authority, by its code of today."""
        return self.object.get_absolute_url()

    @property
    def reader(self):
        """Who reads what the page says of the calls."""
        return self.request.user

    def name_among(self, runs):
        former = self.object.predecessors
        return first_name(self.object.names, runs) or first_name(former, runs)

    def get_context_data(self, **context):
        authority = self.object
        partnerships = Partnership.objects.published().of_authority(authority)
        listed = partnerships.order_by("partner__country__name_norm", "partner__name_norm", "pk")
        answers = answers_of(partnerships)
        region = authority if authority.type == LocalAuthority.Type.REGION else authority.region
        page = page_of(self.request, listed, rows=Partnership.objects.with_sides())
        return super().get_context_data(
            **context,
            answers=answers[:FIRST_ANSWERS],
            more_answers=answers[FIRST_ANSWERS:],
            shows_private_life=any(answer.shows_private_life for answer in answers),
            desk=Desk.of(),
            subject=f"Coopération décentralisée : {authority.name}",
            partnerships=page.object_list,
            page_obj=page,
            map=frame(
                f"Carte des partenaires : {authority.name}", several=lambda dots: "#partenariats"
            )
            if page.paginator.count
            else None,
            dots=dots_of(partnerships) if page.paginator.count else [],
            projects=excerpt(of_authority(projects(), authority)),
            projects_query=f"collectivite={authority.code}",
            parents=[p for p in (authority.epci, authority.department, authority.region) if p],
            predecessors=authority.predecessors.order_by("name_norm"),
            homonyms=homonyms(authority),
            namesakes=namesakes(authority.name, "FR"),
            region_code=region.insee if region else "",
            may_apply=answers_to(authority, self.reader),
            canonical_url=settings.SITE_URL + authority.get_absolute_url(),
        )


def answers_of(partnerships):
    """Whom to write to in each country of these partnerships, where they are the most first."""
    numbers = Counter(partnerships.order_by().values_list("partner__country", flat=True))
    countries = Country.objects.select_related("zone").in_bulk(numbers).values()
    rows = sorted(countries, key=lambda country: (-numbers[country.pk], country.name_norm))
    return list(Answer.about_each(rows).values())


def homonyms(authority, limit=12):
    """The other French authorities of today that bear the same name, the biggest first."""
    same = LocalAuthority.objects.existing().with_parents().exclude(pk=authority.pk)
    return same.filter(name_norm=authority.name_norm).biggest_first()[:limit]
