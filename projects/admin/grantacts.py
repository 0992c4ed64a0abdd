"""The acts about a subsidy, on a page of their own, and the files of its reports."""

from functools import partial

from django.core.exceptions import ValidationError
from django.http import Http404
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_safe

from correspondents.records.admin.pages import NO_ACT, ActsPages
from correspondents.records.reviews import reviewed
from projects.files import joined_file
from projects.grants.acts import ACTS, acts_of
from projects.models import Instalment, ReportFile
from projects.models.money import amount_in_words

from .reviews import grant_review


class ActsOnGrants(ActsPages):
    """Mixed into the table of subsidies: reports come and are accepted, instalments are paid."""

    own_pages = {"<int:pk>/actes/": "acts", "fichiers/<int:pk>/": "file"}

    @method_decorator(require_safe)
    def file_view(self, request, pk):
        """A file of a report, to who may see its subsidy."""
        files = ReportFile.objects.visible_to(request.user).select_related("stored").filter(pk=pk)
        if not self.has_view_permission(request) or not (file := files.first()):
            raise Http404
        return joined_file(file)

    def acts_view(self, request, pk):
        """GET shows where the subsidy stands; POST does the `act` of the button."""
        grant, refusal = self.record_of(request, pk), ""
        if request.method == "POST":
            form = posted_act(request, grant)
            asks = partial(grant_review, grant, form)
            message, refusals, review = reviewed(request, asks, self.act, request, form)
            if review:
                return self.review_page(request, review)
            if message:
                return self.done(request, grant, message, "acts")
            refusal, grant = " ".join(refusals), self.record_of(request, pk)
        return self.page(request, "grant_acts", "Actes", refusal=refusal, **standing(grant))

    def act(self, request, form):
        """Do the act of the button; return a sentence about it. Raises ValidationError."""
        if form is None:
            raise ValidationError(NO_ACT)
        return form.do(request.user)


def posted_act(request, grant):
    """The act of the button, with its values; None when no act is chosen."""
    made = ACTS.get(request.POST.get("act"))
    return made and made(grant, {}, request.POST, request.FILES)


def standing(grant):
    """The context of the page of a subsidy: reports, payments, acts."""
    reports = list(grant.reports.prefetch_related("files", "reminders"))
    instalments = list(grant.instalments.select_related("report"))
    payable = set(Instalment.objects.payable().filter(grant=grant).values_list("pk", flat=True))
    planned = sum(row.amount for row in instalments)
    return {
        "grant": grant,
        "reports": reports,
        "instalments": [(row, row.pk in payable) for row in instalments],
        "planned": amount_in_words(planned, grant.currency),
        "is_whole": planned == grant.amount,
        "derogations": grant.application.derogations.select_related("instalment", "report"),
        "acts": acts_of(grant, reports, instalments),
    }
