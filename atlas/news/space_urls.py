"""The news of a post, under `/espace-poste/actualites/`."""

from django.urls import path

from .space import NewsAct, NewsAdd, NewsEdit, PostNews

urlpatterns = [
    path("", PostNews.as_view(), name="space_news"),
    path("nouvelle/", NewsAdd.as_view(), name="space_news_add"),
    path("<int:pk>/", NewsEdit.as_view(), name="space_news_edit"),
    path("<int:pk>/decision/", NewsAct.as_view(), name="space_news_act"),
]
