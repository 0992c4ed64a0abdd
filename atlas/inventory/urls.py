"""The inventory in the posts' space."""

from django.urls import path

from . import addition, agreements, views

urlpatterns = [
    path("", views.InventoryHome.as_view(), name="space_inventory"),
    path("ajouter/", addition.AddPartnership.as_view(), name="space_partnership_add"),
    path(
        "fiches/<int:pk>/annuler-ajout/",
        addition.UndoAddition.as_view(),
        name="space_partnership_undo",
    ),
    path("fiches/<int:pk>/annuler/", views.Unconfirm.as_view(), name="space_unconfirm_record"),
    path("fiches/<int:pk>/", views.CorrectPartnership.as_view(), name="space_partnership"),
    path(
        "fiches/<int:pk>/conventions/ajouter/",
        agreements.WriteAgreement.as_view(),
        name="space_agreement_add",
    ),
    path(
        "fiches/<int:pk>/conventions/<int:agreement>/",
        agreements.WriteAgreement.as_view(),
        name="space_agreement",
    ),
    path(
        "fiches/<int:pk>/conventions/<int:agreement>/supprimer/",
        agreements.AgreementDiscard.as_view(),
        name="space_agreement_discard",
    ),
    path("<slug:iso2>/", views.InventoryCountry.as_view(), name="space_inventory_country"),
]
