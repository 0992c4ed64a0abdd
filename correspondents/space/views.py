"""The post's sheet and its people: read, confirmed, corrected."""

from copy import copy

from dateutil.relativedelta import relativedelta
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import TemplateView, View

from correspondents.desk.post_tasks import is_new_arrival
from correspondents.directory.answers import Desk, competences
from correspondents.mailing.link_pages import ByLink
from correspondents.models import AccessRecord, Check, Correspondent, Post, SignedLink, User
from correspondents.models.newcomers import SAME_PERSON
from correspondents.proposals.form_changes import PROPOSED, propose
from correspondents.proposals.waiting import WithWaiting, waiting_about
from correspondents.records.access_log import record_access
from correspondents.records.refusals import MOVED, attempted, last_event, last_events

from .base import OneEntry, OwnPost, Screen, Written
from .forms import EntryForm, PostForm, ProposedEntryForm
from .undo import undo, undoable


class PostSheet(WithWaiting, OwnPost, Written):
    """The post as a visitor reads it, and what the post itself may change of it.

    Written at once by who validates, proposed field by field by who drafts.
    """

    section = "sheet"
    template_name = "correspondents/space/post.html"
    form_class = PostForm
    submit_label, proposal_label = "Enregistrer la fiche", "Proposer la correction"

    @property
    def record(self):
        return self.post_of_screen

    def lock(self):
        self.post_of_screen = Post.objects.select_for_update().get(pk=self.post_of_screen.pk)

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "instance": copy(self.post_of_screen)}

    def write(self, form):
        if self.decides:
            form.save()
            return "La fiche du poste est enregistrée."
        post = self.post_of_screen
        return propose(post, form.changes, post=post, by=self.request.user)

    def get_success_url(self):
        return reverse("space_post")

    def get_context_data(self, **context):
        post = Post.objects.with_country().get(pk=self.post_of_screen.pk)
        return super().get_context_data(
            **context,
            post=post,
            competence=competences([post])[0],
            desk=Desk.of(post.country.zone),
            subject=f"Coopération décentralisée : {post.city}",
            validators=[] if self.decides else validators(post),
        )


def validators(post):
    """Who decides at the post, to be asked by who does not."""
    accounts = User.objects.filter(post=post, is_active=True)
    return accounts.filter(post_function=User.PostFunction.VALIDATES)


class ContactList(OwnPost, TemplateView):
    """Everybody of the post: in office, to come, gone for a year at most."""

    section = "contacts"
    template_name = "correspondents/space/contacts.html"

    def get_context_data(self, **context):
        today = timezone.localdate()
        people = list(
            Correspondent.objects.filter(post=self.post_of_screen, is_vacant=False)
            .exclude(ended_on__lt=today - relativedelta(months=12))
            .with_next_check()
            .in_answer_order()
        )
        record_access(self.request.user, AccessRecord.What.SPACE, rows=len(people))
        self.mark(people)
        departed = [p for p in people if p.ended_on and p.ended_on < today]
        coming = [p for p in people if p.started_on and p.started_on > today]
        return super().get_context_data(
            **context,
            post=self.post_of_screen,
            today=today,
            present=[p for p in people if p not in departed and p not in coming],
            coming=coming,
            gone=sorted(departed, key=lambda p: p.ended_on, reverse=True),
            validators=[] if self.decides else validators(self.post_of_screen),
        )

    def mark(self, people):
        """Put on each entry its last change, what waits, and what its row offers."""
        seen = last_events(Correspondent, [person.pk for person in people])
        waiting = waiting_about(people, user=self.request.user)
        undone = undoable(people, self.request.user)
        for person in people:
            person.undoable = undone.get(person.pk, "")
            person.seen, person.waiting = seen.get(person.pk, ""), waiting.get(person.pk, [])
            person.may_confirm = self.may_confirm(person)

    def may_confirm(self, person):
        """Whether « Tout est exact » is offered: not while something else is asked first."""
        if person.hidden_since or person.is_unreachable or person.waiting:
            return False
        return self.decides or not is_new_arrival(person)


class Act(Screen, View):
    """One click: POST only, then back to where it was pressed."""

    http_method_names = ["post", "options"]

    def back(self, message, level=messages.SUCCESS):
        messages.add_message(self.request, level, message)
        page = self.request.POST.get("page", "")
        if url_has_allowed_host_and_scheme(page, allowed_hosts=None):
            return HttpResponseRedirect(page)
        if self.request.user.is_delegation:
            return HttpResponseRedirect(self.post_of_screen.get_absolute_url())
        return HttpResponseRedirect(reverse("space"))


class Confirm(OneEntry, Act):
    """« Tout est exact »: at once, for who drafts too; an arrival is confirmed by who validates."""

    @transaction.atomic
    def post(self, request, pk):
        self.lock()
        person = self.person
        if is_new_arrival(person) and not self.decides:
            raise PermissionDenied
        if request.POST.get("seen") != last_event(Correspondent, person.pk):
            if person.verified_on == timezone.localdate() and not person.to_confirm_since:
                return self.back(f"{person} : déjà confirmé aujourd’hui par {person.verified_by}.")
            return self.back(MOVED, messages.ERROR)
        person.verify(by=request.user)
        return self.back(f"{person} : tout est exact, confirmé aujourd’hui.")


class Undo(OneEntry, Act):
    """« Annuler »: for a day, what the account has noted of the entry by its last act."""

    @transaction.atomic
    def post(self, request, pk):
        self.lock()
        words, refusal = attempted(undo, self.person, by=request.user)
        if refusal:
            return self.back(refusal)
        return self.back(f"{self.person} : {words} est annulé{'e' if 'la ' in words else ''}.")


class Correct(WithWaiting, OneEntry, Written):
    """The entry's fields: written by who validates, proposed field by field by who drafts."""

    template_name = "correspondents/space/form.html"
    submit_label, proposal_label = "Enregistrer", "Proposer la correction"

    @property
    def form_title(self):
        return f"Corriger : {self.person}"

    def get_form_class(self):
        return EntryForm if self.decides else ProposedEntryForm

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "instance": copy(self.person)}

    def write(self, form):
        return self.correct(form) if self.decides else self.propose(form)

    def correct(self, form):
        """Who corrects has read the whole entry: it is verified with what is corrected."""
        form.receive()
        person = form.save()
        if form.changed_data:
            person.checks.open().close(Check.Answer.CORRECTED, by=self.request.user)
        person.verify(by=self.request.user)
        return f"{person} : enregistré et vérifié aujourd’hui."

    def propose(self, form):
        person, user = self.person, self.request.user
        comment = SAME_PERSON if form.corrects_names else ""
        message = propose(person, form.changes, post=person.post, by=user, comment=comment)
        if message == PROPOSED:
            person.checks.open().close(Check.Answer.CORRECTED, by=user)
        return message

    def get_context_data(self, **context):
        return super().get_context_data(
            **context, validators=[] if self.decides else validators(self.post_of_screen)
        )


class DigestSetting(OwnPost, Act):
    """Whether the account wants the digest of the week: for those who validate."""

    def post(self, request):
        if not request.user.validates:
            raise PermissionDenied
        wants = "wants_digest" in request.POST
        request.user.wants_digest = wants
        request.user.save(update_fields=["wants_digest"])
        return self.back(
            "Vous recevrez le résumé chaque semaine." if wants else "Vous ne le recevrez plus."
        )


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
