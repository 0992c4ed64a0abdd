"""The access log of internal contact data, written where such data are read.

« GET changes nothing » is said of the directory: this log is the one thing that reading writes,
for it could tell nothing otherwise.
"""

from correspondents.models import AccessRecord

# Of a query, what tells which rows were read without ever holding what somebody typed.
PLAIN = ("id__in", "o", "p")


def record_access(user, what, *, subject="", rows=1):
    """Note that an account read so many rows; `subject` is a number or a filter, never a name."""
    AccessRecord.objects.create(user=user, what=what, subject=str(subject)[:200], rows=rows)


def filters_text(model_admin, query):
    """A change list's query as the log keeps it: of a search, only that there was one."""
    names = [getattr(each, "parameter_name", each) for each in model_admin.list_filter]
    lookups = tuple(f"{name}__" for name in names)
    parts = {
        name: text if name in (*names, *PLAIN) or name.startswith(lookups) else "…"
        for name, text in query.items()
    }
    return "&".join(f"{name}={text}" for name, text in parts.items())


class LoggedAccess:
    """Mixed into a table of the admin that shows internal contact data.

    The files that leave from it are noted where they are made, with their number of rows.
    """

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
        subject = filters_text(self, request.GET)
        self.note(request, AccessRecord.What.LIST, response, subject, rows)
        return response

    def note(self, request, what, response, subject, rows=1):
        """A redirect shows nothing."""
        if response.status_code == 200:
            record_access(request.user, what, subject=subject, rows=rows)
