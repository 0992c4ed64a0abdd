"""The projects retained, for everybody."""

from django.urls import path

from .views import ProjectDetail, ProjectExport, ProjectList

urlpatterns = [
    path("", ProjectList.as_view(), name="project_list"),
    path("export.<str:format>", ProjectExport.as_view(), name="project_export"),
    path("<int:pk>/", ProjectDetail.as_view(), name="project_detail"),
]
