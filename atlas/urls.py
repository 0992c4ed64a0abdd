"""The inventory as a list, and as a file."""

from django.urls import include, path

from .views import PartnershipExport, PartnershipList

urlpatterns = [
    path("", PartnershipList.as_view(), name="atlas"),
    path("export.<str:format>", PartnershipExport.as_view(), name="atlas_export"),
    path("coordination/", include("atlas.coordination.urls")),
]
