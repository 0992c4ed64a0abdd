"""Where proposals are reviewed, in the posts' space; the delegation reads the same pages."""

from django.urls import path

from .views import ProposalList, ProposalReview

urlpatterns = [
    path("", ProposalList.as_view(), name="proposal_list"),
    path("<uuid:submission>/", ProposalReview.as_view(), name="proposal_review"),
]
