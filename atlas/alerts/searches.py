"""The lists that an alert may follow, and their filters in words."""

from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from atlas.models import AlertSubscription, NewsItem, Partnership
from atlas.news.filters import NewsFilter
from atlas.public.filters import PartnershipFilter

Page = AlertSubscription.Page
FILTERS = {
    Page.ATLAS: (PartnershipFilter, lambda: Partnership.objects.published()),
    Page.NEWS: (NewsFilter, lambda: NewsItem.objects.current()),
}
# The name of the route of each.
ROUTES = {Page.ATLAS: "atlas", Page.NEWS: "news_list"}


def filterset(page, search):
    """The filters of a list as the text after « ? » gives them, bound."""
    filterset_class, rows = FILTERS[page]
    return filterset_class(QueryDict(search), rows())


def query_string(filters):
    """The canonical query string of a bound and valid filterset; "" when it has no value."""
    values = {name: filters.form.cleaned_data[name] for name, _, _ in filters.active()}
    texts = {name: filters.form[name].data for name in values}
    if "zone" in values:
        texts["zone"] = values["zone"].code
    return urlencode(sorted(texts.items()))


def canonical(page, search):
    """The canonical text of filters; "" when none is in force, or one cannot be read."""
    filters = filterset(page, search)
    return query_string(filters) if filters.is_valid() else ""


def follow_url(page, filters):
    """The address of the form that follows a list as it is filtered."""
    search = query_string(filters) if filters.is_bound and filters.is_valid() else ""
    return reverse("alert_ask", query={"liste": page, "recherche": search} if search else None)


def described(page, search):
    """« Atlas des partenariats : Sénégal, jumelage », for filters that can be read."""
    filters = filterset(page, search)
    conditions = ", ".join(text for _, text in filters.described()) if filters.is_valid() else ""
    return f"{Page(page).label} : {conditions}"
