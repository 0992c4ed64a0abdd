"""The pages of the mails' links: what is published, and the answers to it."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.utils.functional import cached_property

from correspondents.directory.answers import Desk
from correspondents.mailing.link_pages import PageByLink
from correspondents.models import Check, SignedLink
from correspondents.records.refusals import attempt

from . import answers, departures
from .fate import fate_of
from .forms import CorrectionForm, OwnDepartureForm
from .holdings import holding_of

# What an answer is called once somebody has given it, and on one's own click.
DONE = {
    "exact": ("Déjà confirmé", "C’est confirmé"),
    "corrected": ("Correction déjà envoyée", "Votre correction est envoyée"),
    "left": ("Départ déjà annoncé", "Le départ est annoncé"),
    "undone": ("Déjà répondu : toujours en poste", "C’est noté : toujours en poste"),
    "accepted": ("Déjà répondu : départ confirmé", "C’est noté : départ confirmé"),
}
OWN_CLICK = "fait"  # in the address that one's own answer leads to


class LinkPage(PageByLink):
    """A page whose POST names its answer; a closed link says why, and what to do."""

    posts = {}

    def post(self, request, **kwargs):
        name = self.posts.get(request.POST.get("reponse"))
        if name is None:
            raise PermissionDenied
        try:
            return getattr(self, name)()
        except answers.Answered:
            return redirect(request.path)

    def answered(self):
        return redirect(f"{self.request.path}?{OWN_CLICK}")

    def get_context_data(self, **context):
        return super().get_context_data(
            **context,
            link=self.link,
            person=self.link.target,
            fate=fate_of(self.link.target),
            done=DONE.get(self.link.answer, ("", ""))[OWN_CLICK in self.request.GET],
            desk=Desk.of(self.link.target.post.country.zone),
            is_oneself=answers.answerer(self.link) != answers.THE_POST,
            shows_private_life=True,
        )

    def again(self, **context):
        """The page once more, with what was wrong in it."""
        return self.render_to_response(self.get_context_data(**context), status=422)


class ConfirmEntry(LinkPage):
    """« Tout est exact », « Je corrige », « Je ne suis plus en poste »."""

    purpose = SignedLink.Purpose.CONFIRM
    template_name = "correspondents/confirmation/confirm.html"
    posts = {
        "exact": "exact",
        "corrige": "correct",
        "parti": "leave",
        "nouveau": "send_again",
        "annuler": "undo",
    }

    @cached_property
    def entries(self):
        return answers.entries_of(self.link)

    def get_context_data(self, **context):
        corrections = context.pop("corrections", {})
        rows = [
            {
                "entry": entry,
                "held": holding_of(entry),
                "form": corrections.get(entry.pk)
                or CorrectionForm(instance=entry, prefix=f"fiche-{entry.pk}"),
            }
            for entry in self.entries
        ]
        context.setdefault("departure", OwnDepartureForm())
        is_sent = "envoye" in self.request.GET
        sent = answers.answer_to(self.link) if self.link.used_at else []
        decided = [proposal for proposal in sent if not proposal.is_pending]
        is_left = self.link.answer == Check.Answer.LEFT
        return super().get_context_data(
            **context,
            rows=rows,
            is_sent=is_sent,
            undo_until=None if decided else answers.undo_until(self.link),
            decided=decided,
            announced=sent if is_left else [],
        )

    def exact(self):
        answers.confirm(self.link)
        return self.answered()

    def undo(self):
        _, refusals = attempt(answers.undo, self.link)
        return self.again(refusals=refusals) if refusals else redirect(self.request.path)

    def chosen(self, name):
        """The person's entries that the form names; all of them when it has a single one."""
        keys = self.request.POST.getlist(name)
        return [entry for entry in self.entries if str(entry.pk) in keys]

    def correct(self):
        entry = next(iter(self.chosen("fiche")), None)
        if entry is None:
            raise PermissionDenied
        form = CorrectionForm(self.request.POST, instance=entry, prefix=f"fiche-{entry.pk}")
        if not form.is_valid():
            return self.again(corrections={entry.pk: form})
        answers.correct(self.link, entry, form)
        return self.answered()

    def leave(self):
        entries = self.chosen("quitte")
        form = OwnDepartureForm(self.request.POST, entries=entries)
        if form.is_valid() and not entries:
            form.add_error(None, "Cochez l’entrée que vous quittez.")
        if not form.is_valid():
            return self.again(departure=form)
        answers.leave(self.link, entries, form)
        return self.answered()

    def send_again(self):
        if self.entries and not self.link.is_open:
            answers.send_again(self.link)
        return redirect(f"{self.request.path}?envoye")


class DepartureAnswer(LinkPage):
    """A departure announced: the post undoes it in one click, or confirms it."""

    purpose = SignedLink.Purpose.DEPARTURE
    template_name = "correspondents/confirmation/departure.html"
    posts = {"reste": "undo", "parti": "accept", "annuler": "take_back"}

    def get_context_data(self, **context):
        person = self.link.target
        is_final = not self.link.used_at or departures.has_closed_an_account(person)
        return super().get_context_data(
            **context,
            proposals=list(departures.announcements(person)),
            undo_until=None if is_final else answers.undo_until(self.link),
        )

    def take_back(self):
        _, refusals = attempt(answers.undo_answer, self.link)
        return self.again(refusals=refusals) if refusals else redirect(self.request.path)

    def undo(self):
        answers.undo_departure(self.link)
        return self.answered()

    def accept(self):
        _, refusals = attempt(answers.accept_departure, self.link)
        if refusals:
            self.link.refresh_from_db()  # its use was taken back with the rest
            return self.again(refusals=refusals)
        return self.answered()
