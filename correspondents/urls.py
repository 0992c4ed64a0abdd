"""The lists of the network and what can be taken from them."""

from django.urls import path

from .confirmation.views import ConfirmEntry, DepartureAnswer
from .contact.ratings import PageRated, RatePage
from .contact.tables import ContactRequestTable
from .contact.views import MessageSent, WriteToPost
from .directory.exports import CorrespondentCard, CorrespondentExport
from .directory.france import BeforeSigning, FrenchContactList
from .directory.views import CorrespondentList, PostList
from .editions.views import EditionChanges, EditionDetail, EditionExport, EditionList
from .proposals.reports import ReportError, ReportReceived
from .proposals.views import ProposalList, ProposalRestore, ProposalReview, ProposalWithdraw
from .space.views import Unsubscribe

urlpatterns = [
    path("postes/", PostList.as_view(), name="post_list"),
    path("correspondants/", CorrespondentList.as_view(), name="correspondent_list"),
    path("correspondants/<int:pk>.vcf", CorrespondentCard.as_view(), name="correspondent_card"),
    path(
        "correspondants/export.<str:format>",
        CorrespondentExport.as_view(),
        name="correspondent_export",
    ),
    path("correspondants/editions/", EditionList.as_view(), name="edition_list"),
    path("correspondants/editions/<int:number>/", EditionDetail.as_view(), name="edition_detail"),
    path(
        "correspondants/editions/<int:number>/liste.<str:format>",
        EditionExport.as_view(),
        name="edition_export",
    ),
    path(
        "correspondants/editions/<int:number>/changements.<str:format>",
        EditionChanges.as_view(),
        name="edition_changes",
    ),
    path("correspondants/<int:pk>/signaler/", ReportError.as_view(), name="report_error"),
    path("correspondants/signalement-recu/", ReportReceived.as_view(), name="report_received"),
    path("espace-poste/propositions/", ProposalList.as_view(), name="proposal_list"),
    path(
        "espace-poste/propositions/<uuid:submission>/",
        ProposalReview.as_view(),
        name="proposal_review",
    ),
    path(
        "espace-poste/propositions/<uuid:submission>/retirer/",
        ProposalWithdraw.as_view(),
        name="proposal_withdraw",
    ),
    path(
        "espace-poste/propositions/<uuid:submission>/retirer/annuler/",
        ProposalRestore.as_view(),
        name="proposal_restore",
    ),
    path("pays/<slug:iso2>/ecrire/", WriteToPost.as_view(), name="contact_form"),
    path("pays/<slug:iso2>/ecrire/envoye/", MessageSent.as_view(), name="contact_sent"),
    path("page-utile/", RatePage.as_view(), name="page_rating"),
    path("page-utile/merci/", PageRated.as_view(), name="page_rated"),
    path("en-france/", FrenchContactList.as_view(), name="french_contacts"),
    path("avant-de-signer/", BeforeSigning.as_view(), name="before_signing"),
    path("espace-poste/demandes/", ContactRequestTable.as_view(), name="contact_requests"),
    path("confirmer/<str:token>/", ConfirmEntry.as_view(), name="confirm_entry"),
    path("depart/<str:token>/", DepartureAnswer.as_view(), name="departure"),
    path("desabonnement/<str:token>/", Unsubscribe.as_view(), name="unsubscribe"),
]
