"""A post: its people, its countries, its place."""

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.views.generic import DetailView

from atlas.models import CountryNotice
from correspondents.directory.answers import Desk, competences, covered_countries
from correspondents.finder.namesakes import namesakes
from correspondents.models import DataChange, Post
from correspondents.records.cache import CachedPage
from projects.models import Call

from .arrival import SearchArrival
from .country import blocks_of


class PostDetail(SearchArrival, CachedPage, DetailView):
    """The page of a post, which a search for its city ends on."""

    groups = DataChange.Group
    template_name = "config/pages/post.html"
    context_object_name = "post"
    queryset = Post.objects.with_country()

    def time_key(self):
        return Call.objects.turns()

    def name_among(self, runs):
        post = self.object
        return post.city_en if post.city_en_norm in runs else post.city

    def get_context_data(self, **context):
        post = self.object
        competence = competences([post])[0]
        coverages = list(covered_countries(post))
        # What its page tells besides itself is of the country that it is in, if it serves it.
        own = next((c.country for c in coverages if c.country_id == post.country_id), None)
        return super().get_context_data(
            **context,
            competence=competence,
            country=own,
            **(blocks_of(own) if own else {}),
            desk=Desk.of(post.country.zone),
            coverages=coverages,
            contact_form_url=form_of(coverages),
            notices=CountryNotice.objects.current().for_page_of({c.country_id for c in coverages}),
            neighbours=self.neighbours(coverages),
            namesakes=namesakes(post.city, post.country_id),
            subject=f"Coopération décentralisée : {post.city}",
            shows_private_life=competence.shows_private_life,
            post_list_url=reverse("post_list"),
            canonical_url=settings.SITE_URL + post.get_absolute_url(),
        )

    def neighbours(self, coverages):
        """The other posts of the same countries, hosts and antennas included."""
        post = self.object
        countries = [coverage.country_id for coverage in coverages] + [post.country_id]
        related = Q(country__in=countries) | Q(parent=post) | Q(operates_from=post)
        if post.parent_id:
            related |= Q(pk=post.parent_id)
        return Post.objects.filter(related).exclude(pk=post.pk).order_by("country__name_norm", "pk")


def form_of(coverages):
    """The address of the form by which one writes to the post, "" when it serves no country."""
    codes = [coverage.country_id.lower() for coverage in coverages]
    return reverse("contact_form", args=codes[:1]) if codes else ""
