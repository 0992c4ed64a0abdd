"""News for everybody."""

from django.urls import path

from .views import NewsDetail, NewsList

urlpatterns = [
    path("", NewsList.as_view(), name="news_list"),
    path("<int:pk>/", NewsDetail.as_view(), name="news_detail"),
]
