"""The access log of internal contact data, written where such data are read.

« GET changes nothing » is said of the directory: this log is the one thing that reading writes,
for it could tell nothing otherwise.
"""

from .models import AccessRecord


def record_access(user, what, *, subject="", rows=1):
    """Note that an account read so many rows; `subject` is a number or a filter, never a name."""
    AccessRecord.objects.create(user=user, what=what, subject=str(subject)[:200], rows=rows)


class LoggedAccess:
    """Mixed into a table of the admin that shows internal contact data."""

    def change_view(self, request, object_id, *args, **kwargs):
        response = super().change_view(request, object_id, *args, **kwargs)
        self.note(request, AccessRecord.What.RECORD, response, object_id)
        return response

    def history_view(self, request, object_id, *args, **kwargs):
        response = super().history_view(request, object_id, *args, **kwargs)
        self.note(request, AccessRecord.What.HISTORY, response, object_id)
        return response

    def changelist_view(self, request, *args, **kwargs):
        response = super().changelist_view(request, *args, **kwargs)
        listed = getattr(response, "context_data", None) or {}
        rows = len(listed["cl"].result_list) if "cl" in listed else 1
        self.note(request, AccessRecord.What.LIST, response, request.GET.urlencode(), rows)
        return response

    def export_view(self, request):
        response = super().export_view(request)
        self.note(request, None, response, request.GET.urlencode())
        return response

    def dated_view(self, request):
        response = super().dated_view(request)
        self.note(request, None, response, request.POST.get("day", ""))
        return response

    def note(self, request, what, response, subject, rows=1):
        """A file that leaves is an export, whatever page it leaves from; a form or a
        redirect shows nothing.
        """
        if "attachment" in response.headers.get("Content-Disposition", ""):
            what = AccessRecord.What.EXPORT
        if what and response.status_code == 200:
            record_access(request.user, what, subject=subject, rows=rows)
