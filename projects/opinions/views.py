"""The pages where a post reads the dossiers that it is asked about, and writes its opinion.

By the link of a mail (`ByOpinionLink`), without an account, or signed in (`Signed`): the same three
pages, which `routes()` gives to who has the right.
"""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from atlas.coordination.neighbours import neighbours
from atlas.models import Partnership
from correspondents.mailing.link_pages import PageByLink
from correspondents.models import Correspondent, SignedLink
from correspondents.records.refusals import attempt
from correspondents.space.base import OwnPost
from projects.applications.appraisal import notices_about
from projects.files import joined_file
from projects.models import Opinion, OpinionRequest, Piece

from .drafts import OpinionForm, keep, submit

ACTS = {
    "draft": "Le brouillon est gardé : il ne compte pas encore.",
    "submit": "L’avis est soumis à la validation du poste.",
    "validate": "L’avis du poste est validé : il compte.",
}
NOBODY = (
    "L’annuaire n’a pas de COCAC joignable à ce poste : la délégation peut accepter ce brouillon."
)


class ByOpinionLink(PageByLink):
    """The token is the right to the dossiers of its batch, and to no other."""

    purpose = SignedLink.Purpose.OPINION
    prefix, layout = "opinion", "base.html"
    may_validate, signature = False, ""

    @property
    def requests(self):
        if not self.link.is_open:
            return OpinionRequest.objects.none()
        return OpinionRequest.objects.standing().filter(batch=self.link.target)

    def address(self, name, *args):
        return reverse(f"{self.prefix}_{name}", args=[self.kwargs["token"], *args])

    @property
    def is_gone(self):
        return not self.link.is_open

    def refusal(self):
        if self.link.is_open or "pk" not in self.kwargs:
            return None
        return redirect(self.address("list"))  # which says why it is closed

    def get_context_data(self, **context):
        return super().get_context_data(**context, link=self.link, page=self)


class ByValidationLink(ByOpinionLink):
    """The same, to validate: for the COCAC to whom the link was sent, while in office."""

    purpose = SignedLink.Purpose.VALIDATION
    prefix = "validation"

    @cached_property
    def validator(self):
        people = Correspondent.objects.in_office().shown().filter(role="cocac")
        return people.filter(post=self.link.target.post, email__iexact=self.link.sent_to).first()

    @property
    def may_validate(self):
        return self.validator is not None

    @property
    def signature(self):
        return f"{self.validator}, {self.validator.get_role_display()}" if self.validator else ""

    @property
    def requests(self):
        return super().requests if self.validator else OpinionRequest.objects.none()


class Signed(OwnPost, TemplateView):
    """The same, for an account of the post."""

    section = "opinions"
    prefix, layout = "space_opinion", "correspondents/space/base.html"

    def find(self):
        if "pk" in self.kwargs and not self.request.user.is_delegation:
            self.opinion_request  # noqa: B018  (a 404 on every verb)

    @property
    def requests(self):
        return OpinionRequest.objects.standing().visible_to(self.request.user)

    @property
    def may_validate(self):
        return self.decides

    @property
    def signature(self):
        return self.request.user.signature

    def address(self, name, *args):
        return reverse(f"{self.prefix}_{name}", args=args)

    def get_context_data(self, **context):
        return super().get_context_data(**context, page=self)


class OpinionList:
    """The dossiers asked about, those without an opinion first, by their deadline."""

    template_name = "projects/opinions/opinion_list.html"

    def get_context_data(self, **context):
        rows = list(
            self.requests.select_related(
                "batch__call", "application__lead", "application__partner__country", "opinion"
            )
        )
        rows.sort(key=lambda row: (bool(row.valid_opinion), row.due_on, row.application.reference))
        for row in rows:
            row.url = self.address("edit", row.pk)
        return super().get_context_data(**context, rows=rows)


class OneRequest:
    """A page about one dossier that the post is asked about; any other is a 404."""

    @cached_property
    def opinion_request(self):
        rows = self.requests.select_related(
            "batch__call", "batch__post", "application__partner__country", "application__lead"
        )
        return get_object_or_404(rows, pk=self.kwargs["pk"])


class OpinionEdit(OneRequest):
    """A dossier, the authorities that work at the same place, and the form of the opinion."""

    template_name = "projects/opinions/opinion_form.html"

    def form(self, data=None):
        opinion = Opinion.objects.filter(request=self.opinion_request).first() or Opinion(
            request=self.opinion_request, application=self.opinion_request.application
        )
        criteria = self.opinion_request.batch.call.criteria.all()
        return OpinionForm(data, instance=opinion, criteria=criteria, signature=self.signature)

    def post(self, request, **kwargs):
        pk = self.opinion_request.pk  # any other request is a 404 first
        act = request.POST.get("act")
        if act not in ACTS or (act == "validate" and not self.may_validate):
            raise PermissionDenied
        form = self.form(request.POST)
        message, refusals = None, []
        if form.is_valid():
            message, refusals = attempt(self.act, act, form)
        if message:
            messages.success(request, message)
            return redirect(self.address("edit", pk))
        if refusals:
            form.add_error(None, refusals)
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def act(self, act, form):
        opinion = keep(form, signature=self.signature)
        if act == "submit":
            written = submit(opinion)
            return ACTS[act] if written else f"{ACTS[act]} {NOBODY}"
        if act == "validate":
            opinion.validate(self.signature or opinion.drafted_by)
        return ACTS[act]

    def get_context_data(self, **context):
        request, application = self.opinion_request, self.opinion_request.application
        opinion = Opinion.objects.filter(request=request).first()
        published = Partnership.objects.published()
        last = application.versions.order_by("number").last()
        return super().get_context_data(
            form=context.pop("form", None) or self.form(),
            **context,
            asked=request,
            application=application,
            opinion=opinion,
            notices=notices_about(application),
            record=[(label, texts) for label, texts in last.record if texts] if last else [],
            pieces=[
                (piece, self.address("piece", request.pk, piece.pk))
                for piece in application.pieces.joined()
            ],
            neighbours=neighbours(application.place, application.lead, published),
            earlier=published.of_authority(application.lead)
            .in_country(application.partner.country)
            .select_related("lead", "partner"),
            list_url=self.address("list"),
            changes=opinion.changes_since() if opinion and opinion.validated_at else [],
        )


class OpinionPiece(OneRequest):
    """A file of a dossier that one is asked about."""

    def get(self, request, **kwargs):
        rows = Piece.objects.joined().filter(application=self.opinion_request.application)
        piece = get_object_or_404(rows.select_related("stored"), pk=kwargs["piece"])
        return joined_file(piece)


def routes(right):
    """The three pages, opened by one of the rights above."""
    pages = [
        ("", OpinionList, "list"),
        ("<int:pk>/", OpinionEdit, "edit"),
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
