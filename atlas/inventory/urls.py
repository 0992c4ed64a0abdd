"""The inventory in the posts' space."""

from django.urls import path

from .views import (
    AddPartnership,
    CorrectPartnership,
    InventoryCountry,
    InventoryHome,
    WriteAgreement,
)

urlpatterns = [
    path("", InventoryHome.as_view(), name="space_inventory"),
    path("ajouter/", AddPartnership.as_view(), name="space_partnership_add"),
    path("fiches/<int:pk>/", CorrectPartnership.as_view(), name="space_partnership"),
    path(
        "fiches/<int:pk>/conventions/ajouter/",
        WriteAgreement.as_view(),
        name="space_agreement_add",
    ),
    path(
        "fiches/<int:pk>/conventions/<int:agreement>/",
        WriteAgreement.as_view(),
        name="space_agreement",
    ),
    path("<slug:iso2>/", InventoryCountry.as_view(), name="space_inventory_country"),
]
