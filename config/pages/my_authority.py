"""« Ma collectivité »: an authority’s page with all that concerns it, kept by the browser."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.http import HttpResponseRedirect
from django.urls import resolve, reverse
from django.views.generic import TemplateView

from atlas.coordination.neighbours import neighbours_of
from atlas.finder.find import (
    authorities_by_code,
    authorities_by_name,
    authorities_holding,
    authorities_near,
)
from atlas.models import ForeignAuthority, LocalAuthority, Partnership
from correspondents.finder.find import find_exact
from correspondents.models import DataChange, FrenchContact

from .authority import AuthorityDetail
from .errors import UnknownAuthority

MOST_PLACES = 6


class MyAuthority(TemplateView):
    """Choose an authority: by its name, its SIREN, its INSEE or postal code."""

    template_name = "config/pages/my_authority_choice.html"

    def get(self, request, *args, **kwargs):
        result = find_exact(request.GET.get("q", ""))
        choices = [(hit, page_url(code_of(hit))) for hit in authorities_in(result)]
        if len(choices) == 1:
            return HttpResponseRedirect(choices[0][1])
        return self.render_to_response(self.get_context_data(choices=choices, sought=result.text))


def authorities_in(result):
    """The hits of the finder that are French authorities, whatever else bears the name."""
    if not result.normalised:
        return []
    return (
        authorities_by_code(result.names, result.normalised)
        or authorities_by_name(result.names, result.normalised)
        or authorities_holding(result.normalised)
        or authorities_near(result.near)
    )


def code_of(hit):
    return resolve(hit.url).kwargs["code"]


def page_url(code):
    return reverse("my_authority_detail", args=[code])


class MyAuthorityDetail(AuthorityDetail):
    """By its SIREN or its code of the directory; an INSEE code leads there.

    It is read on a screen that anybody may see: it tells the delegation no more than a visitor.
    """

    groups = DataChange.Group
    template_name = "config/pages/my_authority.html"
    reader = AnonymousUser()

    @property
    def page_url(self):
        return page_url(self.object.code)

    def get_object(self, queryset=None):
        code = self.kwargs["code"].upper()
        by_insee = Q(insee=code) & ~Q(type=LocalAuthority.Type.REGION)
        found = self.queryset.coded(self.kwargs["code"]).first()
        found = found or self.queryset.existing().filter(by_insee).first()
        if found is None:
            raise UnknownAuthority
        return found

    def get_context_data(self, **context):
        context = super().get_context_data(**context)
        authority, region = self.object, context["region_code"]
        contacts = FrenchContact.objects.public().in_region_order().filter(region=region)
        return context | {
            "around": [(parent, number_of(parent)) for parent in context["parents"]],
            "others": others(authority),
            "contacts": contacts if region else [],
            "follow_url": reverse(
                "alert_ask",
                query={"liste": "atlas", "recherche": f"collectivite={authority.code}"},
            ),
        }


def number_of(authority):
    return Partnership.objects.published().of_authority(authority).count()


def others(authority):
    """The Neighbours of each place where the authority works, the first places by name."""
    own = Partnership.objects.published().of_authority(authority).order_by()
    places = ForeignAuthority.objects.filter(pk__in=own.values("partner")).with_country()
    rows = list(places.order_by("name_norm", "pk")[:MOST_PLACES])
    return list(neighbours_of(rows, authority=authority).values())
