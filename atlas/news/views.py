"""The public pages of news."""

from django.conf import settings
from django.urls import reverse
from django.views.generic import DetailView
from django_filters.views import FilterView

from atlas.alerts.searches import Page, follow_url
from atlas.models import NewsItem

from .filters import NewsFilter


class NewsList(FilterView):
    """Current news, the latest first."""

    filterset_class = NewsFilter
    template_name = "atlas/news/news_list.html"
    paginate_by = 20

    def get_queryset(self):
        return NewsItem.objects.current().with_place().latest_first()

    def get_context_data(self, **context):
        context = super().get_context_data(**context)
        filterset = context["filter"]
        is_narrowed = filterset.is_bound and filterset.is_valid() and filterset.described()
        query = self.request.GET.copy()
        query.pop("page", None)
        context["follow_url"] = follow_url(Page.NEWS, filterset)
        context["query"] = f"?{query.urlencode()}" if is_narrowed else ""
        return context


class NewsDetail(DetailView):
    """One piece of news, out of date or not; withdrawn, it is nowhere."""

    template_name = "atlas/news/news_detail.html"
    context_object_name = "news"

    def get_queryset(self):
        return NewsItem.objects.published().with_place()

    def get_context_data(self, **context):
        return super().get_context_data(
            **context,
            list_url=reverse("news_list"),
            canonical_url=settings.SITE_URL + self.object.get_absolute_url(),
        )
