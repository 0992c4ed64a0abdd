"""News for everybody."""

from django.urls import path

from .feeds import NewsFeed
from .views import NewsDetail, NewsList

urlpatterns = [
    path("", NewsList.as_view(), name="news_list"),
    path("flux.atom", NewsFeed.as_view(), name="news_feed"),
    path("<int:pk>/", NewsDetail.as_view(), name="news_detail"),
]
