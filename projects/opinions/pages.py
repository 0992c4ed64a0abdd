"""The pages of one dossier: the form of the opinion, then the text read again before it leaves."""

from copy import copy

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property

from correspondents.records.refusals import attempt
from correspondents.space.base import Discard
from projects.files import joined_file
from projects.models import Opinion, Piece
from projects.models.opinions import VALIDATED

from .differences import compared
from .dossier import OneRequest
from .drafts import OpinionForm, contents_of, facts_of, print_of
from .validators import in_words
from .writing import address_of_drafter, keep, send_back, submit, validate

KEPT = "Gardé : le brouillon ne compte pas encore."
BLANK = "Rien n’est écrit : rien n’est gardé."
CORRECTED = "Corrigé : ce texte remplace celui qui était soumis. Il reste à valider."
RETURNING = "renvoyer"  # in the address that opens the box of the word
NO_ACT = "Rien n’a été changé : choisissez un bouton au bas de la page."
NOBODY = (
    "L’annuaire n’a ni compte qui valide ni COCAC joignable à ce poste : la délégation peut "
    "accepter ce brouillon."
)
CHANGED = (
    "Le texte ou le dossier a changé depuis que cette page est ouverte : rien n’est parti. "
    "Relisez, puis recommencez."
)
WORD = (
    "Vous avez écrit un mot : renvoyez le brouillon avec lui, ou effacez-le pour valider. Rien "
    "n’est parti."
)


class OpinionEdit(OneRequest):
    """A dossier, and the form of the opinion: its first button keeps the draft, nothing leaves."""

    template_name = "projects/opinions/opinion_form.html"
    acts = {"", "draft", "review", "both", "mine", "theirs"}

    def get_form(self, data=None):
        """The form has an opinion of its own: what it refuses is not shown as the post's."""
        asked = self.opinion_request
        opinion = copy(self.opinion) or Opinion(request=asked, application=asked.application)
        return OpinionForm(
            data,
            instance=opinion,
            criteria=asked.batch.call.criteria.all(),
            signature=self.signature,
        )

    def post(self, request, **kwargs):
        act = request.POST.get("act")
        if self.opinion_request and act not in self.acts:  # any other request is a 404 first
            raise PermissionDenied
        with transaction.atomic():
            self.lock()
            return self.answer(act)

    def answer(self, act):
        form = self.get_form(self.request.POST)
        closed = VALIDATED if self.opinion_request.valid_opinion else ""
        if closed := closed or self.opinion_request.closed_because:
            form.add_error(None, closed)
        elif not act:
            form.add_error(None, NO_ACT)
        if not form.is_valid():
            return self.refused(form, self.request.POST.get("seen", ""))
        if form.is_stale(self.request.POST.get("seen", "")):
            return self.stale(form)
        if act == "theirs":
            return self.leave(form)
        if act == "both":
            form.join()
        return self.keep(form, act)

    def keep(self, form, act):
        is_submitted = bool(form.instance.submitted_at)
        if is_submitted and list(form.missing()):
            form.require()
            return self.refused(form, self.request.POST.get("seen", ""))
        if form.is_written:
            self.opinion = keep(form, self)
        if act != "review":
            message = CORRECTED if is_submitted else KEPT
            return self.led("edit", message if self.opinion else BLANK)
        form.require()
        if form.errors:
            return self.refused(form, print_of(contents_of(form.instance)))
        return redirect(self.address("review", self.opinion_request.pk))

    def leave(self, form):
        """Take the text of the base: the typed one stays in the history of the opinion."""
        typed = {name: text for name, text in form.contents.items() if name in form.Meta.fields}
        rows = Opinion.objects.filter(pk=form.instance.pk)
        rows.update(**typed)
        rows.update(**{name: form.base[name] for name in typed})
        return self.led("edit", "L’avis reste tel que l’autre personne l’a écrit.")

    def stale(self, form):
        """Show both texts: nothing is overwritten."""
        self.template_name = "projects/opinions/opinion_stale.html"
        rows = form.contents, form.base
        differences = [
            (form[name].label, *compared(*(form.words(name, row[name]) for row in rows)))
            for name in form.differing
        ]
        context = self.get_context_data(
            draft=form, differences=differences, seen=print_of(form.base), form=None
        )
        return self.render_to_response(context, status=409)

    def refused(self, form, seen):
        return self.render_to_response(self.get_context_data(form=form, seen=seen), status=422)

    def get_context_data(self, **context):
        if "form" not in context:
            form = self.get_form()
            context |= {"form": form, "seen": print_of(form.base)}
        if self.opinion and self.opinion.is_draft:
            context["discard_url"] = self.address("discard", self.opinion_request.pk)
        review_url = self.address("review", self.opinion_request.pk)
        return super().get_context_data(**context, review_url=review_url, returning=RETURNING)


class OpinionReview(OneRequest):
    """The text as it will be read, before it is submitted or validated: the second click acts."""

    template_name = "projects/opinions/opinion_review.html"

    def get(self, request, **kwargs):
        if not self.is_complete:
            return redirect(self.address("edit", self.opinion_request.pk))
        return super().get(request, **kwargs)

    @property
    def is_rewritten(self):
        """Whether who may validate reads what another was sent back, and has not submitted yet."""
        is_own = self.opinion and self.opinion.kept_by == self.signature
        return self.may_validate and not self.validates and not is_own

    @property
    def is_complete(self):
        """Whether there is a text that could leave."""
        open_text = self.opinion and not self.opinion_request.closed_because
        return bool(open_text) and not self.opinion.validated_at and not list(self.form.missing())

    @cached_property
    def form(self):
        return OpinionForm(
            instance=self.opinion,
            criteria=self.opinion_request.batch.call.criteria.all(),
            signature=self.signature,
        )

    def readings(self):
        """[(label, text)] of what is read before the button is pressed."""
        if not self.is_complete:
            return []
        return [(field.label, text or "Rien") for field, _, text in self.form.readings]

    def post(self, request, **kwargs):
        act = request.POST.get("act")
        allowed = {"validate", "return"} if self.validates else {"submit"}
        if self.is_rewritten:
            allowed = set()
        if self.opinion_request and act not in allowed:  # any other request is a 404 first
            raise PermissionDenied
        with transaction.atomic():
            self.lock()
            if self.opinion is None:
                return redirect(self.address("edit", self.opinion_request.pk))
            refusals = [CHANGED] if self.has_moved else []
            message, refusals = (None, refusals) if refusals else attempt(self.act, act)
        if message:
            return self.led("edit", message)
        context = self.get_context_data(refusals=refusals)
        return self.render_to_response(context, status=409 if self.has_moved else 422)

    @cached_property
    def has_moved(self):
        """Whether the page shows another text, or another dossier, than those of the base."""
        posted = self.request.POST.get("seen"), self.request.POST.get("version", "")
        return posted != (self.seen, self.version_shown)

    @cached_property
    def seen(self):
        return print_of(contents_of(self.opinion))

    @property
    def word(self):
        return self.request.POST.get("word", "")

    @property
    def returns(self):
        """Whether the box of the word is open: who reads is about to return the text."""
        is_asked = RETURNING in self.request.GET or self.request.POST.get("act") == "return"
        return bool(self.word) or is_asked

    def act(self, act):
        """Do it; return the sentence that says so. Raises ValidationError."""
        if act == "return":
            send_back(self.opinion, self.word, self)
            return "Le brouillon est renvoyé à qui l’a rédigé, avec votre mot."
        if act == "validate" and self.word.strip():
            raise ValidationError(WORD)
        if act == "validate":
            validate(self.opinion, self)
            return "L’avis du poste est validé : il compte."
        if sentences := [sentence for _, sentence in self.form.missing()]:
            raise ValidationError(sentences)
        if closed := self.opinion_request.closed_because:
            raise ValidationError(closed)
        names = in_words(submit(self.opinion))
        return f"L’avis est soumis. {f'À valider par {names}.' if names else NOBODY}"

    @property
    def drafter(self):
        """The address that is told of what becomes of the text; "" when it is the reader's."""
        address = address_of_drafter(self.opinion)
        return "" if address.lower() == self.address_of_reader.lower() else address

    def get_context_data(self, **context):
        return super().get_context_data(
            **context,
            seen=self.seen,
            version=self.version_shown,
            texts=self.form.readings,
            word=self.word,
            returns=self.returns,
            edit_url=self.address("edit", self.opinion_request.pk),
            drafter=self.drafter,
            is_rewritten=self.is_rewritten,
        )


class OpinionDiscard(OneRequest, Discard):
    """« Supprimer ce brouillon », that nobody has submitted."""

    discard_title, discard_label = "Supprimer ce brouillon", "Supprimer le brouillon"

    @property
    def record(self):
        return self.opinion

    def get(self, request, **kwargs):
        return super().get(request, **kwargs) if self.opinion else self.back()

    def post(self, request, **kwargs):
        return super().post(request, **kwargs) if self.opinion else self.back()

    def back(self):
        return redirect(self.get_back_url())

    def facts(self):
        return [("Dossier", str(self.opinion_request.application)), *facts_of(self.opinion)]

    def check(self):
        if not self.opinion.is_draft:
            raise ValidationError("Cet avis est soumis, ou validé : il ne se supprime plus.")

    def get_back_url(self):
        return self.address("edit", self.opinion_request.pk)

    get_success_url = get_back_url

    def get_context_data(self, **context):
        return super().get_context_data(**context, frame=self.layout)


class OpinionPiece(OneRequest):
    """A file of a dossier that one is asked about."""

    def get(self, request, **kwargs):
        rows = Piece.objects.joined().filter(application=self.opinion_request.application)
        piece = get_object_or_404(rows.select_related("stored"), pk=kwargs["piece"])
        return joined_file(piece)
