"""The inventory in the posts' space."""

from django.urls import path

from . import addition, views

urlpatterns = [
    path("", views.InventoryHome.as_view(), name="space_inventory"),
    path("ajouter/", addition.AddPartnership.as_view(), name="space_partnership_add"),
    path("fiches/<int:pk>/annuler/", views.Unconfirm.as_view(), name="space_unconfirm_record"),
    path("fiches/<int:pk>/", views.CorrectPartnership.as_view(), name="space_partnership"),
    path(
        "fiches/<int:pk>/conventions/ajouter/",
        views.WriteAgreement.as_view(),
        name="space_agreement_add",
    ),
    path(
        "fiches/<int:pk>/conventions/<int:agreement>/",
        views.WriteAgreement.as_view(),
        name="space_agreement",
    ),
    path("<slug:iso2>/", views.InventoryCountry.as_view(), name="space_inventory_country"),
]
