"""« Ne plus recevoir »: by the link of a mail, without an account."""

from django.db import transaction
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import TemplateView

from correspondents.mailing.link_pages import ByLink
from correspondents.models import SignedLink


@method_decorator(csrf_exempt, name="dispatch")  # mail programs post it: the token is the right
class Unsubscribe(ByLink, TemplateView):
    """GET shows the button; POST stops the digest; a second one says when it was stopped."""

    purpose = SignedLink.Purpose.UNSUBSCRIBE
    template_name = "correspondents/space/unsubscribe.html"

    @transaction.atomic
    def post(self, request, **kwargs):
        user = self.link.target
        if self.link.use("stopped"):
            user.wants_digest = False
            user.save(update_fields=["wants_digest"])
            return self.render_to_response(self.get_context_data(is_done=True))
        return self.render_to_response(self.get_context_data())

    def get_context_data(self, **context):
        return super().get_context_data(**context, link=self.link, shows_private_life=True)
