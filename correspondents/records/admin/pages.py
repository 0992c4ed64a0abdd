"""Pages that a table has of its own, besides the stock ones: GET shows, POST does an act."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect

NO_ACT = "Choisissez un acte : rien n’a été changé."


class ActsPages:
    """Mixed into a `TableAdmin` whose records have such pages."""

    def record_of(self, request, pk):
        """The record of the address, to who may change it."""
        record = self.get_object(request, str(pk))
        if record is None:
            raise Http404
        if not self.has_change_permission(request, record):
            raise PermissionDenied
        return record

    def page(self, request, name, title, **context):
        """The template `name` of the app, in the frame of the admin."""
        return self.framed(request, f"{self.opts.app_label}/{name}", title, **context)

    def review_page(self, request, review):
        """The page before an act that has no return."""
        return self.framed(request, "review", review.title, review=review)

    def done(self, request, record, message, to):
        """Keep and tell what was done, then lead to the page `to` of the record."""
        self.log_change(request, record, message)
        self.message_user(request, message, messages.SUCCESS)
        return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_{to}", record.pk)
