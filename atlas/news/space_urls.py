"""The news of a post and the pages of its countries, under `/espace-poste/`."""

from django.urls import path

from .space import NewsAct, NewsAdd, NewsEdit, PostCountry, PostNews

urlpatterns = [
    path("actualites/", PostNews.as_view(), name="space_news"),
    path("actualites/nouvelle/", NewsAdd.as_view(), name="space_news_add"),
    path("actualites/<int:pk>/", NewsEdit.as_view(), name="space_news_edit"),
    path("actualites/<int:pk>/decision/", NewsAct.as_view(), name="space_news_act"),
    path("pays/<slug:iso2>/", PostCountry.as_view(), name="space_country"),
]
