"""The screens of posts about shared territories; the delegation opens the same ones."""

from copy import copy

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView, View

from atlas.models import (
    AuthorityContact,
    CoordinationNote,
    Dismissal,
    ForeignAuthority,
    Meeting,
)
from correspondents.access_log import record_access
from correspondents.models import AccessRecord
from correspondents.space.base import Screen, Written

from .forms import DismissalForm, MeetingForm, NoteForm, countries_of
from .invitations import invite
from .radar import signals
from .waiting import authorities_at, seen_by, waiting

BY_PAGE, SHOWN = 25, 8
LATEST = 30  # notes, dismissals and meetings on the first screen


class OfCoordination(Screen):
    """What the screens have in common; the delegation has no post, and decides everywhere."""

    here = "coordination"

    @cached_property
    def post_of_screen(self):
        return self.request.user.post

    def get_success_url(self):
        return reverse("space_coordination")


class About(OfCoordination):
    """A screen about one row that the account may see; any other is a 404, on every verb."""

    def find(self):
        self.about = self.read(self.request.user, self.kwargs["pk"])

    def read(self, user, pk):
        places = ForeignAuthority.objects.visible_to(user).with_country()
        return get_object_or_404(places, pk=pk)


class CoordinationHome(OfCoordination, TemplateView):
    """The signals that wait, then what was written, dismissed and answered."""

    template_name = "atlas/coordination/home.html"

    def get_context_data(self, **context):
        user = self.request.user
        page = Paginator(waiting(user), BY_PAGE).get_page(self.request.GET.get("page"))
        keys = [group.territory for group in page]
        dismissed = Dismissal.objects.felt_by(user).select_related("territory", "post")
        return super().get_context_data(
            **context,
            page_obj=page,
            signals=signals(keys, seen_by(user), most=SHOWN),
            dismissed=dismissed[:LATEST],
            notes=CoordinationNote.objects.visible_to(user).with_places().latest_first()[:LATEST],
            meetings=Meeting.objects.visible_to(user).with_places()[:LATEST],
        )


class NoteWritten(Written):
    """A note on screen: a new one, or one to be corrected."""

    template_name = "atlas/coordination/form.html"
    form_class = NoteForm
    submit_label = "Enregistrer la note"

    def get_form_kwargs(self):
        kwargs = {**super().get_form_kwargs(), "countries": countries_of(self.request.user)}
        return {**kwargs, "instance": copy(self.note)}

    def write(self, form):
        note = form.instance
        if note.territory_id:
            now = authorities_at(note.territory, self.request.user)
            note.known = sorted({*note.known, *now})
        note.save()
        return "La note est enregistrée. Elle est interne."


class NoteAdd(OfCoordination, NoteWritten):
    """About the territory of `?territoire=`, one that the account may see; else a country."""

    form_title = "Écrire une note de coordination"

    @cached_property
    def note(self):
        user = self.request.user
        note = CoordinationNote(post=user.post, written_by=str(user)[:160])
        if (asked := self.request.GET.get("territoire", "")).isascii() and asked.isdigit():
            places = ForeignAuthority.objects.visible_to(user).select_related("country")
            note.territory = get_object_or_404(places, pk=asked)
            note.country = note.territory.country
        return note

    def get_context_data(self, **context):
        return super().get_context_data(**context, territory=self.note.territory)


class NoteEdit(About, NoteWritten):
    """Once published it is the delegation's to change."""

    form_title = "Corriger une note de coordination"

    def read(self, user, pk):
        notes = CoordinationNote.objects.visible_to(user).with_places()
        return get_object_or_404(notes, pk=pk)

    @property
    def note(self):
        return self.about

    record = note

    def lock(self):
        rows = CoordinationNote.objects.select_for_update(of=["self"])
        self.about = get_object_or_404(
            rows.visible_to(self.request.user).with_places(), pk=self.about.pk
        )

    def write(self, form):
        if self.about.is_public and not self.request.user.is_delegation:
            raise ValidationError(
                "Cette note est publiée : demandez à la délégation de la corriger ou de la retirer."
            )
        super().write(form)
        return "La note est corrigée."

    def get_context_data(self, **context):
        return super().get_context_data(**context, territory=self.note.territory, note=self.note)


class Dismiss(About, Written):
    """The signal asks for nothing, for a reason: it stays away until a newcomer."""

    template_name = "atlas/coordination/form.html"
    form_class = DismissalForm
    submit_label = "Écarter ce signal"

    @property
    def form_title(self):
        return f"Écarter le signal : {self.about.name}"

    def get_form_kwargs(self):
        user = self.request.user
        mine = Dismissal(territory=self.about, post=user.post, dismissed_by=str(user)[:160])
        return {**super().get_form_kwargs(), "instance": mine}

    def write(self, form):
        dismissal = form.instance
        dismissal.known = sorted(authorities_at(self.about, self.request.user))
        if not dismissal.known:
            raise ValidationError("Une seule collectivité y travaille : il n’y a rien à écarter.")
        dismissal.save()
        return f"{self.about.name} : signal écarté, jusqu’à l’arrivée d’une autre collectivité."

    def get_context_data(self, **context):
        return super().get_context_data(**context, territory=self.about, is_dismissal=True)


class Restore(About, View):
    """A dismissal taken back, by who may have written it."""

    http_method_names = ["post", "options"]

    def read(self, user, pk):
        return get_object_or_404(
            Dismissal.objects.visible_to(user).select_related("territory"), pk=pk
        )

    def post(self, request, pk):
        name = self.about.territory.name
        self.about.delete()
        messages.success(request, f"{name} : le signal attend de nouveau.")
        return redirect("space_coordination")


class Invite(About, Written):
    """A meeting, and mails to those who agreed: sent in the post's name by who validates."""

    template_name = "atlas/coordination/invite.html"
    form_class = MeetingForm
    submit_label = "Envoyer les invitations"

    @property
    def form_title(self):
        return f"Inviter à une réunion : {self.about.name}"

    @cached_property
    def authorities(self):
        (signal,) = signals([self.about.pk], seen_by(self.request.user)) or [None]
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
        meeting = Meeting(territory=self.about, post=self.request.user.post)
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
        record_access(user, AccessRecord.What.SPACE, subject=self.about.pk, rows=len(guests))
        reached = {contact.authority_id for contact in guests}
        return super().get_context_data(
            **context,
            territory=self.about,
            has_guests=bool(guests),
            unreached=[a for a in self.authorities if a.pk not in reached],
        )


class MeetingDetail(About, TemplateView):
    """Who comes."""

    template_name = "atlas/coordination/meeting.html"

    def read(self, user, pk):
        return get_object_or_404(Meeting.objects.visible_to(user).with_places(), pk=pk)

    def get_context_data(self, **context):
        invitations = list(self.about.invitations.by_authority())
        record_access(
            self.request.user,
            AccessRecord.What.SPACE,
            subject=self.about.pk,
            rows=len(invitations),
        )
        return super().get_context_data(**context, meeting=self.about, invitations=invitations)
