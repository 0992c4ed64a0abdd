"""Meetings in the posts' space: guests, answers; moved or cancelled, with mails."""

from copy import copy

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from atlas.models import AuthorityContact, Meeting, Partnership
from correspondents.models import AccessRecord
from correspondents.records.access_log import record_access
from correspondents.space.base import OneRow, Written, WrittenRow

from .forms import CancelForm, InvitationForm, MoveForm
from .invitations import invite
from .radar import signals
from .rescheduling import cancel, move
from .space import OfCoordination, OneTerritory


class Invite(OneTerritory, Written):
    """A meeting, and mails to its guests, which a validator sends in the post's name."""

    template_name = "atlas/coordination/invite.html"
    form_class = InvitationForm
    submit_label = "Envoyer les invitations"

    @property
    def form_title(self):
        return f"Inviter à une réunion : {self.row.name}"

    @cached_property
    def authorities(self):
        partnerships = Partnership.objects.visible_to(self.request.user)
        (signal,) = signals([self.row.pk], partnerships) or [None]
        return signal.authorities if signal else []

    @cached_property
    def guests(self):
        user = self.request.user
        ready = AuthorityContact.objects.visible_to(user).consenting()
        return ready.of(self.authorities).by_authority()

    def post(self, request, *args, **kwargs):
        if not self.decides:
            raise PermissionDenied
        return super().post(request, *args, **kwargs)

    def get_form_kwargs(self):
        meeting = Meeting(territory=self.row, post=self.request.user.post)
        return {**super().get_form_kwargs(), "instance": meeting, "guests": self.guests}

    def write(self, form):
        contacts = form.cleaned_data["guests"]
        count = invite(form.instance, contacts, by=self.request.user)
        self.meeting = form.instance
        return f"{count} invitation{'s' if count > 1 else ''} : les courriels vont partir."

    def get_success_url(self):
        return reverse("space_meeting", args=[self.meeting.pk])

    def get_context_data(self, **context):
        user, guests = self.request.user, list(self.guests)
        record_access(user, AccessRecord.What.SPACE, subject=self.row.pk, rows=len(guests))
        reached = {contact.authority_id for contact in guests}
        return super().get_context_data(
            **context,
            territory=self.row,
            has_guests=bool(guests),
            unreached=[a for a in self.authorities if a.pk not in reached],
        )


class OneMeeting(OfCoordination, OneRow):
    """A screen of one meeting of the account's post."""

    @property
    def rows(self):
        return Meeting.objects.visible_to(self.request.user).with_places()


class MeetingDetail(OneMeeting, TemplateView):
    """The guests and their answers."""

    template_name = "atlas/coordination/meeting.html"

    def get_context_data(self, **context):
        invitations = list(self.row.invitations.by_authority())
        user, rows = self.request.user, len(invitations)
        record_access(user, AccessRecord.What.SPACE, subject=self.row.pk, rows=rows)
        return super().get_context_data(**context, meeting=self.row, invitations=invitations)


class ChangeMeeting(OneMeeting, WrittenRow):
    """A change that a validator announces to the guests who have not refused."""

    template_name = "atlas/coordination/change_meeting.html"

    def get_form_kwargs(self):
        if not self.decides:
            raise PermissionDenied
        return super().get_form_kwargs()

    def get_success_url(self):
        return reverse("space_meeting", args=[self.row.pk])

    def get_context_data(self, **context):
        guests = self.row.invitations.to_notify().count()
        return super().get_context_data(**context, meeting=self.row, told=guests)


class MoveMeeting(ChangeMeeting):
    form_class = MoveForm
    form_title = "Déplacer la réunion"
    submit_label = "Déplacer et prévenir"

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "instance": copy(self.row)}

    def write(self, form):
        count = move(self.row, form.cleaned_data, by=self.request.user)
        return f"La réunion est déplacée. {written_to(count)}"


class CancelMeeting(ChangeMeeting):
    form_class = CancelForm
    form_title = "Annuler la réunion"
    submit_label = "Annuler et prévenir"

    def write(self, form):
        count = cancel(self.row, form.cleaned_data["reason"], by=self.request.user)
        return f"La réunion est annulée. {written_to(count)}"


def written_to(count):
    """« 2 personnes invitées en sont prévenues par courriel. »"""
    if not count:
        return "Personne n’était à prévenir."
    s = "s" if count > 1 else ""
    return f"{count} personne{s} invitée{s} en {'sont' if s else 'est'} prévenue{s} par courriel."
