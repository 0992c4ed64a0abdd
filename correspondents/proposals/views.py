"""Proposals read and decided: a post's own ones by the post, all of them by the delegation."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.generic import ListView, View

from correspondents.accounts.keepers import ForKeepers, may_decide
from correspondents.models import AlreadyDecided, Proposal
from correspondents.records.refusals import attempted

from .forms import ACCEPT, REFUSE, DecisionForm
from .notices import tell_withdrawal
from .submissions import Submission
from .undo import LastDecision, ProposalWithdrawal, undo

WITHDRAWN = "Votre proposition est retirée. Ce retrait peut être annulé pendant 24 heures."
RESTORED = "Le retrait est annulé : votre proposition attend de nouveau."
UNDONE = "La décision est annulée : la proposition attend de nouveau."
GONE = "Cette proposition a été retirée : rien n’a été enregistré."
DECIDED = "Cette proposition avait déjà reçu sa réponse."
STATES = [("", "À examiner"), ("decidees", "Décidées")]


class ProposalList(ForKeepers, ListView):
    """One row a submission: those that wait, the oldest first; or those decided, newest first."""

    template_name = "correspondents/proposals/proposal_list.html"
    context_object_name = "proposals"
    paginate_by = 25

    def get_queryset(self):
        seen = Proposal.objects.visible_to(self.request.user)
        waiting = seen.pending().values("submission")
        firsts = seen.first_of_each().select_related("post").prefetch_related("target")
        if self.request.GET.get("etat") == "decidees":
            return firsts.exclude(submission__in=waiting).order_by("-made_at", "-id")
        return firsts.filter(submission__in=waiting).order_by("made_at", "id")

    def get_context_data(self, **context):
        return super().get_context_data(
            **context, section="proposals", states=STATES, state=self.request.GET.get("etat", "")
        )


class ProposalReview(ForKeepers, View):
    """One submission: the object as it is, what is proposed, and the decision."""

    http_method_names = ["get", "head", "post"]

    def get(self, request, submission):
        return self.page(Submission.read(submission, user=request.user))

    def post(self, request, submission):
        whole = Submission.read(submission, user=request.user)
        if not may_decide(request.user, whole.first.post):
            raise PermissionDenied
        if request.POST.get("act") == "undo":
            return self.undo(whole)
        # Those that the page showed: one decided meanwhile is told, not passed over.
        if whole.is_withdrawn:
            messages.error(request, GONE)
            return redirect(whole.first)
        shown = [p for p in whole.proposals if f"decision_{p.pk}" in request.POST or p.is_pending]
        form = DecisionForm(request.POST, proposals=shown)
        if not (form.is_valid() and self.decide(whole, form)):
            return self.page(Submission.read(submission, user=request.user), form)
        return redirect(whole.first)

    def undo(self, whole):
        take_back(self.request, whole, UNDONE)
        return redirect(whole.first)

    def decide(self, whole, form):
        """Whether the page is done with: False when the form says what is wrong."""
        try:
            whole.decide(form.chosen(ACCEPT), form.chosen(REFUSE), by=self.request.user)
        except ValidationError as error:
            form.refuse_with(error)
            return False
        except AlreadyDecided as error:
            messages.error(self.request, f"{error} Rien n’a été enregistré.")
        else:
            outcome = Submission.read(whole.first.submission, user=self.request.user).outcome
            messages.success(self.request, f"Décision enregistrée. {outcome}".strip())
        return True

    def page(self, whole, form=None):
        user = self.request.user
        may = may_decide(user, whole.first.post)
        own = Proposal.objects.of_submission(whole.first.submission).made_by(user)
        if form is None and may and whole.pending:
            form = DecisionForm(proposals=whole.pending)
        context = {
            "section": "proposals",
            "whole": whole,
            "first": whole.first,
            "facts": whole.first.review.facts() if whole.target else [],
            "decision": LastDecision.of(whole, by=user) if may else None,
            "is_own": own.exists(),
            "withdrawal": ProposalWithdrawal.of(whole, by=user),
            "may_decide": may,
            "form": form,
        }
        template = "correspondents/proposals/proposal_review.html"
        return TemplateResponse(self.request, template, context)


def take_back(request, whole, sentence, **options):
    """Undo the account's act on a submission, and say so, or why it is not undone."""
    _, refusal = attempted(undo, whole, by=request.user, **options)
    if refusal:
        messages.error(request, refusal)
    else:
        messages.success(request, sentence)


class OwnProposal(ForKeepers, View):
    """One click on what the account proposed, then back to the page where it was pressed."""

    http_method_names = ["post", "options"]

    def post(self, request, submission):
        own = Proposal.objects.of_submission(submission).made_by(request.user)
        if not own.exists():
            raise Http404
        self.act(Submission(own))
        page = request.POST.get("page", "")
        is_ours = url_has_allowed_host_and_scheme(page, allowed_hosts=None)
        return redirect(page if is_ours else reverse("space"))


class ProposalWithdraw(OwnProposal):
    """« Retirer »: what still waits is nobody's to decide."""

    @transaction.atomic
    def act(self, whole):
        waiting, user = next(iter(whole.pending), None), self.request.user
        if not Proposal.objects.of_submission(whole.first.submission).withdraw(by=user):
            messages.warning(self.request, DECIDED)
            return
        tell_withdrawal(waiting, by=user)
        restore = reverse("proposal_restore", args=[waiting.submission])
        messages.success(self.request, WITHDRAWN, extra_tags=restore)


class ProposalRestore(OwnProposal):
    """« Annuler » the withdrawal, for a day."""

    def act(self, whole):
        take_back(self.request, whole, RESTORED, kind=ProposalWithdrawal)
