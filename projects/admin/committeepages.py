"""The pages to print of a committee: its frozen file, its minutes, its letters."""

from django.shortcuts import get_object_or_404
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_safe

from correspondents.models import AccessRecord
from correspondents.records.access_log import record_access
from correspondents.records.refusals import attempted
from correspondents.spreadsheets.files import FORMATS, file_of
from correspondents.spreadsheets.write import write_book
from projects.committees.letters import letters
from projects.committees.money import balance
from projects.committees.workbook import tables
from projects.models import CommitteeFile, Recusal


class CommitteePages:
    """Mixed into the table of committees, which has `record_of` and `committee_page`."""

    own_pages = {
        "<int:pk>/lettres/": "letters",
        "<int:pk>/proces-verbal/": "minutes",
        "<int:pk>/dossier/<int:number>/": "file",
        "<int:pk>/dossier/<int:number>.xlsx": "workbook",
    }

    def file_of(self, request, pk, number):
        """The frozen file of the address; its reading is noted: it holds opinions."""
        committee = self.record_of(request, pk)
        file = get_object_or_404(
            CommitteeFile.objects.select_related("committee__call"),
            committee=committee,
            number=number,
        )
        subject, rows = f"comité {committee.pk}, version {number}", len(file.content["rows"])
        record_access(request.user, AccessRecord.What.EXPORT, subject=subject, rows=rows)
        return file

    @method_decorator(require_safe)
    def file_view(self, request, pk, number):
        file = self.file_of(request, pk, number)
        return self.committee_page(
            request, "file", file.committee, "Dossier du comité", file=file, content=file.content
        )

    @method_decorator(require_safe)
    def workbook_view(self, request, pk, number):
        file = self.file_of(request, pk, number)
        book = write_book(tables(file))
        return file_of(book, FORMATS["xlsx"], f"comite-{file.committee.held_on}-v{number}")

    @method_decorator(require_safe)
    def minutes_view(self, request, pk):
        """The « procès-verbal » : attendance, decisions, recusals and their reasons."""
        committee = self.record_of(request, pk)
        decisions = committee.decisions.select_related("application__lead", "application__partner")
        return self.committee_page(
            request,
            "minutes",
            committee,
            "Procès-verbal",
            decisions=decisions.prefetch_related("application__derogations"),
            members=committee.members.all(),
            recusals=recusals_of(committee),
            balance=balance(committee.call),
        )

    @method_decorator(require_safe)
    def letters_view(self, request, pk):
        """The letters to send, then the sent ones: a page each, to print."""
        committee = self.record_of(request, pk)
        coming, refusal = attempted(letters, committee)
        sent = committee.decisions.filter(notification__isnull=False)
        return self.committee_page(
            request,
            "letters",
            committee,
            "Lettres",
            coming=coming,
            refusal=refusal,
            sent=sent.select_related("notification", "application"),
        )


def recusals_of(committee):
    rows = Recusal.objects.filter(member__committee=committee)
    return rows.select_related("member", "application").order_by("application__reference", "pk")
