"""The acts about a subsidy, on a page of their own, and the files of its reports."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.decorators import method_decorator
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from correspondents.writing import refusal_of
from projects.grants.acts import ACTS, NO_ACT, acts_of
from projects.models import Instalment, ReportFile
from projects.models.money import amount_in_words


class ActsOnGrants:
    """Mixed into the table of subsidies: reports come and are accepted, instalments are paid."""

    def get_urls(self):
        guarded = self.admin_site.admin_view
        return [
            path("<int:pk>/actes/", guarded(self.acts_view), name="projects_grant_acts"),
            path("fichiers/<int:pk>/", guarded(self.file_view), name="projects_grant_file"),
            *super().get_urls(),
        ]

    @method_decorator(require_safe)
    def file_view(self, request, pk):
        """A file of a report, to who may see its subsidy."""
        files = ReportFile.objects.visible_to(request.user).select_related("stored").filter(pk=pk)
        if not self.has_view_permission(request) or not (found := files.first()):
            raise Http404
        named = content_disposition_header(True, f"{found.name}.{found.kind}")
        return HttpResponse(
            bytes(found.stored.content),
            content_type=found.mimetype,
            headers={"Content-Disposition": named},
        )

    def acts_view(self, request, pk):
        """GET shows where the subsidy stands; POST does the `act` of the button."""
        grant = self.get_object(request, str(pk))
        if grant is None:
            raise Http404
        if not self.has_change_permission(request, grant):
            raise PermissionDenied
        refusal = ""
        if request.method == "POST":
            try:
                with transaction.atomic():
                    told = self.act(request, grant)
            except ValidationError as refused:
                refusal = " ".join(refused.messages)
            except IntegrityError as error:
                refusal = refusal_of(error)
            else:
                self.log_change(request, grant, told)
                self.message_user(request, told)
                return redirect("admin:projects_grant_acts", grant.pk)
            grant = self.get_object(request, str(pk))
        return TemplateResponse(
            request, "admin/projects/grant_acts.html", self.acts_context(request, grant, refusal)
        )

    def act(self, request, grant):
        """Do what the button says; what was done, as a sentence. Raises ValidationError."""
        made = ACTS.get(request.POST.get("act"))
        if made is None:
            raise ValidationError(NO_ACT)
        return made(grant, {}, request.POST, request.FILES).do(request.user)

    def acts_context(self, request, grant, refusal):
        reports = list(grant.reports.prefetch_related("files", "reminders"))
        instalments = list(grant.instalments.select_related("report"))
        payable = set(Instalment.objects.payable().filter(grant=grant).values_list("pk", flat=True))
        planned = sum(row.amount for row in instalments)
        return {
            **self.admin_site.each_context(request),
            "title": "Actes",
            "opts": self.opts,
            "grant": grant,
            "refusal": refusal,
            "reports": reports,
            "instalments": [(row, row.pk in payable) for row in instalments],
            "planned": amount_in_words(planned, grant.currency),
            "is_whole": planned == grant.amount,
            "derogations": grant.application.derogations.select_related("instalment", "report"),
            "acts": acts_of(grant, reports, instalments),
        }
