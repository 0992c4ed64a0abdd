"""Meetings in the posts' space: guests, answers; moved or cancelled, with mails."""

from copy import copy

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from atlas.models import AuthorityContact, Invitation, Meeting, Partnership
from correspondents.models import AccessRecord
from correspondents.records.access_log import record_access
from correspondents.records.reviews import ActReview
from correspondents.space.base import OneRow, Written, WrittenRow

from .agenda import When
from .forms import CancelForm, InvitationForm, MoveForm, name_of
from .invitations import invite
from .radar import signals
from .rescheduling import cancel, move
from .space import OfCoordination, OneTerritory

NO_RETURN = "Sans retour : un courriel parti ne se reprend pas."


class Invite(OneTerritory, Written):
    """A meeting, and mails to its guests, which a validator sends in the post's name."""

    template_name = "atlas/coordination/invite.html"
    form_class = InvitationForm
    submit_label = "Relire les invitations"

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

    def review(self, form):
        contacts = form.cleaned_data["guests"]
        return ActReview(
            "Voici ce que vous envoyez",
            "Envoyer les invitations, sans retour",
            facts=facts_of(form.instance),
            consequences=[NO_RETURN],
            names={contact.email: name_of(contact) for contact in contacts},
        )

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
        when = When.of(self.row)
        return super().get_context_data(
            **context, meeting=self.row, when=when, invitations=invitations
        )


class ChangeMeeting(OneMeeting, WrittenRow):
    """A change that a validator announces to the guests who have not refused."""

    template_name = "atlas/coordination/change_meeting.html"

    def get_form_kwargs(self):
        if not self.decides:
            raise PermissionDenied
        return super().get_form_kwargs()

    def review(self, form):
        invitations = self.row.invitations.to_notify().select_related("contact__authority")
        return ActReview(
            self.review_title,
            f"{self.form_title}, sans retour",
            facts=self.review_facts(form),
            consequences=[NO_RETURN, *self.more_consequences(invitations)],
            names={row.contact.email: name_of(row.contact) for row in invitations},
        )

    def more_consequences(self, invitations):
        """What else follows for the invitations whose guests are told, as sentences."""
        return []

    def get_success_url(self):
        return reverse("space_meeting", args=[self.row.pk])

    def get_context_data(self, **context):
        guests = self.row.invitations.to_notify().count()
        return super().get_context_data(**context, meeting=self.row, told=guests)


class MoveMeeting(ChangeMeeting):
    form_class = MoveForm
    form_title = "Déplacer la réunion"
    review_title = "Voici ce que vous annoncez"
    submit_label = "Relire avant de déplacer"

    def review_facts(self, form):
        return facts_of(form.instance)

    def more_consequences(self, invitations):
        is_coming = Invitation.Answer.COMING
        names = [name_of(row.contact) for row in invitations if row.answer == is_coming]
        if not names:
            return []
        lost = "1 réponse « viendra » redevient « sans réponse » et est redemandée"
        if len(names) > 1:
            lost = f"{len(names)} réponses « viendra » redeviennent « sans réponse » et sont "
            lost += "redemandées"
        return [f"{lost} : {' ; '.join(names)}."]

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "instance": copy(self.row)}

    def write(self, form):
        count = move(self.row, form.cleaned_data, by=self.request.user)
        return f"La réunion est déplacée. {written_to(count)}"


class CancelMeeting(ChangeMeeting):
    form_class = CancelForm
    form_title = "Annuler la réunion"
    review_title = "Voici ce que vous annulez"
    submit_label = "Relire avant d’annuler"

    def review_facts(self, form):
        return [*facts_of(self.row), ("Raison", form.cleaned_data["reason"])]

    def write(self, form):
        count = cancel(self.row, form.cleaned_data["reason"], by=self.request.user)
        return f"La réunion est annulée. {written_to(count)}"


def facts_of(meeting):
    """[(label, text)] of a meeting, as its guests read it."""
    when = When.of(meeting)
    hours = ". ".join(filter(None, [when.hours, when.end_note]))
    facts = [("Jour", date_format(meeting.held_on, "l j F Y")), ("Heure", hours)]
    return [*facts, ("Lieu ou lien", meeting.place), ("Message", meeting.message)]


def written_to(count):
    """« 2 personnes invitées en sont prévenues par courriel. »"""
    if not count:
        return "Personne n’était à prévenir."
    s = "s" if count > 1 else ""
    return f"{count} personne{s} invitée{s} en {'sont' if s else 'est'} prévenue{s} par courriel."
