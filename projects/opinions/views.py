"""The pages where a post reads the dossiers that it is asked about, and writes its opinion.

By the link of a mail (`ByOpinionLink`), without an account, or signed in (`Signed`): the same
pages, which `routes()` gives to who has the right.
"""

from django.urls import path

from projects.models import OpinionState

from .pages import OpinionDiscard, OpinionEdit, OpinionPiece, OpinionReview
from .rights import ByOpinionLink, ByValidationLink, Signed
from .validators import in_words, validators_of

__all__ = ["ByOpinionLink", "ByValidationLink", "Signed", "routes"]


class OpinionList:
    """The dossiers asked about: those to answer by their deadline, then those given or closed."""

    template_name = "projects/opinions/opinion_list.html"

    def get_context_data(self, **context):
        rows = self.requests.select_related(
            "post",
            "batch__call",
            "application__lead",
            "application__partner__country",
            "opinion__request__batch",
        ).prefetch_related("application__decisions")
        rows = sorted(rows, key=lambda row: (row.due_on, row.application.reference))
        for row in rows:
            row.shown_state = row.state(validates=self.may_validate)
            name = "review" if row.shown_state == OpinionState.YOURS else "edit"
            row.url = self.address(name, row.pk)
        return super().get_context_data(
            **context,
            to_do=[row for row in rows if not row.shown_state.is_over],
            over=[row for row in reversed(rows) if row.shown_state.is_over],
            validators=in_words(validators_of(rows[0].post)) if rows else "",
        )


def routes(right):
    """The pages, opened by one of the rights above."""
    pages = [
        ("", OpinionList, "list"),
        ("<int:pk>/", OpinionEdit, "edit"),
        ("<int:pk>/relire/", OpinionReview, "review"),
        ("<int:pk>/supprimer/", OpinionDiscard, "discard"),
        ("<int:pk>/pieces/<int:piece>/", OpinionPiece, "piece"),
    ]
    return [
        path(
            route,
            type(page.__name__, (page, right), {}).as_view(),
            name=f"{right.prefix}_{name}",
        )
        for route, page, name in pages
    ]
