"""The inventory as a list, and as a file."""

from django.urls import include, path

from .contributions import views
from .public.views import PartnershipExport, PartnershipFigures, PartnershipList, PartnershipMap

urlpatterns = [
    path("", PartnershipList.as_view(), name="atlas"),
    path("carte/", PartnershipMap.as_view(), name="atlas_map"),
    path("chiffres/", PartnershipFigures.as_view(), name="atlas_figures"),
    path("export.<str:format>", PartnershipExport.as_view(), name="atlas_export"),
    path(
        "partenariats/<int:pk>/corriger/",
        views.ProposeCorrection.as_view(),
        name="partnership_correct",
    ),
    path("proposer/", views.ProposePartnership.as_view(), name="partnership_propose"),
    path("proposer/envoye/", views.ContributionSent.as_view(), name="contribution_sent"),
    path("proposer/<str:token>/", views.ConfirmContribution.as_view(), name="contribution_confirm"),
    path("coordination/", include("atlas.coordination.urls")),
]
