"""The pages of one dossier: the form of the opinion, then the text read again before it leaves."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.functional import cached_property

from atlas.coordination.neighbours import neighbours
from atlas.models import Partnership
from correspondents.records.refusals import attempt
from correspondents.space.base import Discard
from projects.applications.appraisal import notices_about
from projects.files import joined_file
from projects.models import Opinion, OpinionRequest, Piece
from projects.models.opinions import VALIDATED

from .differences import compared
from .drafts import OpinionForm, contents_of, facts_of, print_of
from .validators import in_words, validators_of
from .writing import address_of_drafter, keep, send_back, submit, validate

KEPT = "Gardé : le brouillon ne compte pas encore."
NOBODY = (
    "L’annuaire n’a ni compte qui valide ni COCAC joignable à ce poste : la délégation peut "
    "accepter ce brouillon."
)
CHANGED = (
    "Le texte ou le dossier a changé depuis que cette page est ouverte : rien n’est parti. "
    "Relisez, puis recommencez."
)


class OneRequest:
    """A page about one dossier that the post is asked about; any other is a 404."""

    @cached_property
    def opinion_request(self):
        rows = self.requests.select_related(
            "batch__call", "batch__post", "application__partner__country", "application__lead"
        )
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    @cached_property
    def opinion(self):
        rows = Opinion.objects.select_related("drafter", "version", "request__batch__post")
        return rows.filter(request=self.opinion_request).first()

    @property
    def version_shown(self):
        """The number of the dossier's last version, as text."""
        last = self.opinion_request.application.versions.order_by("number").last()
        return str(last.number) if last else ""

    def lock(self):
        """Keep others from the opinion until the answer is written. Any other request is a 404."""
        OpinionRequest.objects.select_for_update().get(pk=self.opinion_request.pk)

    def led(self, name, message):
        messages.success(self.request, message)
        return redirect(self.address(name, self.opinion_request.pk))

    def get_context_data(self, **context):
        asked, application = self.opinion_request, self.opinion_request.application
        last = application.versions.order_by("number").last()
        others = application.opinion_requests.standing().exclude(pk=asked.pk)
        return super().get_context_data(
            **context,
            asked=asked,
            application=application,
            opinion=self.opinion,
            state=asked.state(validates=self.may_validate),
            days_left=(asked.due_on - timezone.localdate()).days,
            validators=in_words(validators_of(asked.post)),
            others=[row.post for row in others.select_related("post")],
            record=[(label, texts) for label, texts in last.record if texts] if last else [],
            pieces=[
                (piece, self.address("piece", asked.pk, piece.pk))
                for piece in application.pieces.joined()
            ],
            list_url=self.address("list"),
            changes=self.opinion.changes_since() if self.opinion else [],
            **around(application),
        )


def around(application):
    """What the site knows of the place of a dossier, and of its lead there."""
    published = Partnership.objects.published()
    earlier = published.of_authority(application.lead).in_country(application.partner.country)
    return {
        "notices": notices_about(application),
        "neighbours": neighbours(application.place, application.lead, published),
        "earlier": earlier.select_related("lead", "partner"),
    }


class OpinionEdit(OneRequest):
    """A dossier, and the form of the opinion: its first button keeps the draft, nothing leaves."""

    template_name = "projects/opinions/opinion_form.html"
    acts = {"draft", "review", "both", "mine", "theirs"}

    def form(self, data=None):
        asked = self.opinion_request
        opinion = self.opinion or Opinion(request=asked, application=asked.application)
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
        form = self.form(self.request.POST)
        closed = VALIDATED if self.opinion_request.valid_opinion else ""
        if closed := closed or self.opinion_request.closed_because:
            form.add_error(None, closed)
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
        if form.differing or not form.instance.pk or form.has_changed():
            self.opinion = keep(form, self)
        if act != "review":
            return self.led("edit", KEPT)
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
        differences = [
            (form[name].label, *compared(form.contents[name], form.base[name]))
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
            form = self.form()
            context |= {"form": form, "seen": print_of(form.base)}
        if self.opinion and self.opinion.is_draft:
            context["discard_url"] = self.address("discard", self.opinion_request.pk)
        return super().get_context_data(**context)


class OpinionReview(OneRequest):
    """The text as it will be read, before it is submitted or validated: the second click acts."""

    template_name = "projects/opinions/opinion_review.html"

    def get(self, request, **kwargs):
        if not self.is_complete:
            return redirect(self.address("edit", self.opinion_request.pk))
        return super().get(request, **kwargs)

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

    def post(self, request, **kwargs):
        act = request.POST.get("act")
        allowed = {"validate", "return"} if self.may_validate else {"submit"}
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

    def act(self, act):
        """Do it; return the sentence that says so. Raises ValidationError."""
        if act == "return":
            send_back(self.opinion, self.request.POST.get("word", ""), self)
            return "Le brouillon est renvoyé à qui l’a rédigé, avec votre mot."
        if act == "validate":
            validate(self.opinion, self)
            return "L’avis du poste est validé : il compte."
        if sentences := [sentence for _, sentence in self.form.missing()]:
            raise ValidationError(sentences)
        if closed := self.opinion_request.closed_because:
            raise ValidationError(closed)
        names = in_words(submit(self.opinion))
        return f"L’avis est soumis. {f'À valider par {names}.' if names else NOBODY}"

    def get_context_data(self, **context):
        return super().get_context_data(
            **context,
            seen=self.seen,
            version=self.version_shown,
            texts=self.form.rows,
            word=self.request.POST.get("word", ""),
            edit_url=self.address("edit", self.opinion_request.pk),
            drafter=address_of_drafter(self.opinion),
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
