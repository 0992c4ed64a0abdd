"""« Viendra », « ne viendra pas »: by the link of a mail, without an account."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.generic import View

from atlas.models import Invitation, Meeting
from correspondents.mailing.link_pages import ByLink, PageByLink
from correspondents.models import SignedLink
from correspondents.records.reviews import ActReview, reviewed
from correspondents.space.base import review_page

from .agenda import When, calendar_of

NO_MORE = "retrait"


def leaving():
    return ActReview(
        "Ne plus être invité",
        "Ne plus m’inviter, sans retour",
        consequences=[
            "Sans retour : ce lien et les autres se ferment, vos coordonnées seront effacées.",
            "Pour être de nouveau invité, il faudra écrire à la délégation.",
        ],
    )


class MeetingAnswer(PageByLink):
    """GET shows the meeting; POST answers. One may change one's mind until the day itself.

    « Ne plus m’inviter » withdraws the consent, and closes this link with the others.
    """

    purpose = SignedLink.Purpose.MEETING
    template_name = "atlas/coordination/answer.html"

    @property
    def invitation(self):
        return self.link.target

    @transaction.atomic
    def post(self, request, **kwargs):
        answer = request.POST.get("reponse")
        if answer not in [*Invitation.Answer, NO_MORE] or not self.invitation.contact:
            raise PermissionDenied
        if not self.link.is_open:
            return redirect(request.path)
        # A meeting does not move between the reading of its day and the answer about it.
        meeting = Meeting.objects.select_for_update().get(pk=self.invitation.meeting_id)
        self.invitation.meeting = meeting
        if answer == NO_MORE:
            _, _, review = reviewed(request, leaving, self.invitation.contact.withdraw)
            if review:
                return review_page(request, review, frame="base.html")
        elif request.POST.get("fois", str(meeting.moves)) != str(meeting.moves):
            messages.warning(request, "La réunion vient de changer : relisez-la avant de répondre.")
        elif meeting.is_coming:
            self.invitation.reply(answer)
        return redirect(request.path)

    @property
    def has_left(self):
        contact = self.invitation.contact
        return bool(contact and contact.withdrawn_on)

    @property
    def is_gone(self):
        return not self.link.is_open and not self.has_left

    def get_context_data(self, **context):
        return super().get_context_data(
            **context,
            link=self.link,
            invitation=self.invitation,
            meeting=self.invitation.meeting,
            when=When.of(self.invitation.meeting),
            guests=self.invitation.meeting.authorities,
            has_left=self.has_left,
            shows_private_life=True,
        )


class MeetingCalendar(ByLink, View):
    """The meeting for the guest's own calendar, as the mail has it."""

    purpose = SignedLink.Purpose.MEETING
    http_method_names = ["get", "head", "options"]

    def get(self, request, token):
        if not (self.link.is_open and self.link.target.contact):
            return redirect("meeting_answer", token)
        meeting = self.link.target.meeting
        return HttpResponse(
            calendar_of(self.link.target, meeting.host),
            content_type="text/calendar; charset=utf-8",
            headers={"Content-Disposition": 'attachment; filename="reunion.ics"'},
        )
