"""What the screens of the posts have in common."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.functional import cached_property
from django.views.generic import FormView, TemplateView

from correspondents.accounts.keepers import ForKeepers, may_decide
from correspondents.models import AccessRecord, Correspondent
from correspondents.records.access_log import record_access
from correspondents.records.history import changes_since
from correspondents.records.refusals import MOVED, attempt, last_event
from correspondents.records.reviews import BACK, ActReview, reviewed


class Screen(ForKeepers):
    """A page of the space: kept by no cache. `section` is its line of the space's menu.

    A screen of one object reads it in `find`, before the verb is looked at: what the account may
    not see is a 404 on every verb.
    """

    section = ""

    def find(self):
        """Read the object of the address. Raises Http404."""

    def dispatch(self, request, *args, **kwargs):
        user = request.user
        if user.is_authenticated and (user.is_delegation or user.post_id):
            self.find()
        response = super().dispatch(request, *args, **kwargs)
        add_never_cache_headers(response)
        return response

    def get_context_data(self, **context):
        return super().get_context_data(**context, section=self.section, decides=self.decides)

    @cached_property
    def post_of_screen(self):
        """The post in whose name the account writes: its own, unless the screen is of another."""
        return self.request.user.post

    @property
    def decides(self):
        """Whether what the account writes is written at once; else it is proposed."""
        return may_decide(self.request.user, self.post_of_screen)


class OwnPost(Screen):
    """A screen of the account's own post; the delegation has none, and is sent to its desk."""

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated and request.user.is_delegation:
            return redirect("admin:index")
        return super().dispatch(request, *args, **kwargs)


class OneRow(Screen):
    """A screen of one of the `rows` that the account may see; any other is a 404, on every verb."""

    def find(self):
        self.row = get_object_or_404(self.rows, pk=self.kwargs["pk"])


class OneEntry(Screen):
    """A screen of one entry that the account may see; any other is a 404, on every verb."""

    section = "contacts"

    def find(self):
        self.person = self.read(self.rows)

    @property
    def rows(self):
        return Correspondent.objects.visible_to(self.request.user).filter(is_vacant=False)

    def read(self, rows):
        return get_object_or_404(rows.select_related("post__country"), pk=self.kwargs["pk"])

    @property
    def post_of_screen(self):
        return self.person.post

    @property
    def record(self):
        """What the form changes, whose last change it carries as `seen`."""
        return self.person

    def lock(self):
        """Read the entry again, and keep others from it until the answer is written."""
        self.person = self.read(self.rows.select_for_update(of=["self"]))

    def get_context_data(self, **context):
        record_access(self.request.user, AccessRecord.What.SPACE, subject=self.person.pk)
        return super().get_context_data(**context, person=self.person)


def review_page(request, review, **context):
    """The page before an act of the space that has no return."""
    context |= {"review": review}
    return TemplateResponse(request, "correspondents/space/review.html", context)


class Written(FormView):
    """Mixed into a screen that writes: `write(form)` does, and returns the sentence that says so.

    Nothing is written when the record has changed since it was shown, nor when the base refuses.
    """

    record = None
    form_title = submit_label = ""
    proposal_label = ""  # of the button of an account that proposes; the other one when not given

    @property
    def act_label(self):
        return (not self.decides and self.proposal_label) or self.submit_label

    @cached_property
    def seen(self):
        return last_event(type(self.record), self.record.pk) if self.record else ""

    def moves(self, seen):
        """What has changed since the form was shown: « Téléphone : « … » est devenu « … » »."""
        changes = changes_since(type(self.record), self.record.pk, seen) if self.record else []
        return [f"{c.label} : « {c.old} » est devenu « {c.new} »." for c in changes]

    def lock(self):
        """Keep others from what is to be written."""

    def review(self, form):
        """The ActReview that is read before `write`; None when what it does can be undone."""

    def post(self, request, *args, **kwargs):
        message, review = None, None
        with transaction.atomic():
            self.lock()
            form = self.get_form()
            if form.is_valid() and request.POST.get("seen", "") != self.seen:
                form.add_error(None, [MOVED, *self.moves(request.POST.get("seen", ""))])
            if form.is_valid():
                review_of = partial(self.review, form)
                message, refusals, review = reviewed(request, review_of, self.write, form)
                for refusal in refusals:
                    form.add_error(None, refusal)
        if review:
            return review_page(request, review, **self.get_context_data(form=form))
        if message is None:
            context, status = self.get_context_data(form=form), 422 if form.errors else 200
            return self.render_to_response(context, status=status)
        messages.success(self.request, message)
        return HttpResponseRedirect(self.get_success_url())

    def get_success_url(self):
        if self.request.user.is_delegation:
            return self.person.get_absolute_url()
        return reverse("space_contacts")

    def get_context_data(self, **context):
        context.setdefault("form_title", self.form_title)
        context.setdefault("submit_label", self.act_label)
        seen = self.request.POST.get("seen", "") if self.request.POST else self.seen
        return super().get_context_data(**context, seen=seen)


class Discard(TemplateView):
    """Mixed into a screen of one `record`: the page of what is deleted; POST deletes it.

    Whoever came to see the record leaves it as it is: nothing is deleted once it has changed.
    """

    template_name = "correspondents/space/review.html"
    discard_title = discard_label = ""

    @property
    def seen(self):
        return last_event(type(self.record), self.record.pk)

    def facts(self):
        """[(label, text)] of the record."""

    def check(self):
        """Raise ValidationError when the record is not to be deleted."""

    def post(self, request, *args, **kwargs):
        if BACK in request.POST:
            return HttpResponseRedirect(self.get_back_url())
        _, refusals = attempt(self.discard)
        for refusal in refusals:
            messages.error(request, refusal)
        if refusals:
            return HttpResponseRedirect(self.get_back_url())
        messages.success(request, "C’est supprimé.")
        return HttpResponseRedirect(self.get_success_url())

    def discard(self):
        type(self.record).objects.select_for_update(of=["self"]).get(pk=self.record.pk)
        if self.request.POST.get("seen") != self.seen:
            raise ValidationError(MOVED)
        self.check()
        self.record.delete()

    def get_context_data(self, **context):
        review = ActReview(
            self.discard_title,
            f"{self.discard_label}, sans retour",
            self.facts(),
            ["Sans retour : ce texte ne se retrouve plus ici."],
            fields=[("seen", self.seen)],
        )
        return super().get_context_data(**context, review=review)


class WrittenRow(OneRow, Written):
    """The form of that row."""

    @property
    def record(self):
        """What the form changes, whose last change it carries as `seen`."""
        return self.row

    def lock(self):
        """Read the row again, and keep others from it until the answer is written."""
        self.row = get_object_or_404(self.rows.select_for_update(of=["self"]), pk=self.row.pk)
