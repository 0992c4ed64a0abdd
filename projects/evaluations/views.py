"""The pages where a post follows and evaluates the projects of its countries, and compares two."""

from copy import copy

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView, View

from correspondents.models import Coverage
from correspondents.records.refusals import MOVED, attempt
from correspondents.records.reviews import BACK
from correspondents.space.base import Discard, OwnPost, Screen, Written
from projects.files import joined_file
from projects.models import Evaluation, EvaluationMark, EvaluationPhoto, Grant
from projects.models.evaluations import with_evaluations

from .comparison import compared, sides
from .drafts import EvaluationForm, check, keep, keep_photo, review_of
from .figures import figures, figures_by_country
from .schedule import Followed
from .submission import submit

ACTS = {
    "draft": "Le brouillon est gardé : il ne compte pas encore.",
    "validate": "Le brouillon est gardé. Relisez-le, puis validez-le.",
}


class EvaluationList(OwnPost, TemplateView):
    """The projects of the post's countries: those to evaluate first, by their day."""

    section = "evaluations"
    template_name = "projects/evaluations/evaluation_list.html"

    def get_context_data(self, **context):
        user = self.request.user
        grants = Grant.objects.visible_to(user)
        rows = [Followed(grant) for grant in with_evaluations(grants).whole()]
        rows.sort(key=lambda row: (row.due_on, row.grant.number))
        served = Coverage.objects.countries_of(user.post_id)
        return super().get_context_data(
            **context,
            months=settings.EVALUATION_MONTHS,
            figures=figures(grants),
            countries=figures_by_country(grants, served),
            groups=[
                ("À évaluer", [row for row in rows if row.is_due]),
                (
                    "En cours, évalués ou commencés depuis peu",
                    [row for row in rows if row.is_running and not row.is_due],
                ),
                ("À venir, terminés ou abandonnés", [r for r in rows if not r.is_running]),
            ],
            drafts=set(drafts_of(user).values_list("grant", flat=True)),
        )


def drafts_of(user):
    return Evaluation.objects.filter(post=user.post_id, validated_at__isnull=True)


class OneGrant(OwnPost):
    """A page about one project of the post's countries; any other is a 404, on every verb."""

    section = "evaluations"

    def find(self):
        if not self.request.user.is_delegation:
            grants = Grant.objects.visible_to(self.request.user).whole()
            self.grant = get_object_or_404(with_evaluations(grants), pk=self.kwargs["pk"])
            self.record = drafts_of(self.request.user).filter(grant=self.grant).first()

    @property
    def evaluations(self):
        return self.grant.evaluations.validated()

    def get_context_data(self, **context):
        return super().get_context_data(
            **context, row=Followed(self.grant), grant=self.grant, draft=self.record
        )


class EvaluationGrant(OneGrant, TemplateView):
    """A project, and its evaluations by the posts."""

    template_name = "projects/evaluations/evaluation_grant.html"

    def get_context_data(self, **context):
        rows = list(self.evaluations.select_related("post").prefetch_related("marks", "photos"))
        dossier = self.grant.application
        return super().get_context_data(
            **context,
            evaluations=rows,
            sides=sides(rows, {}),
            countries=dossier.countries.all(),
            themes=dossier.themes.all(),
            has_begun=self.grant.starts_on <= timezone.localdate(),
        )


class OneDraft(OneGrant):
    """A page of the post's draft about the project."""

    @property
    def seen(self):
        """The last change of the draft or of its marks; "" before there is one."""
        return self.seen_of(self.record) if self.record else ""

    @staticmethod
    def seen_of(draft):
        events = [
            Evaluation.pgh_event_model.objects.filter(pgh_obj=draft.pk),
            EvaluationMark.pgh_event_model.objects.filter(evaluation=draft.pk),
        ]
        numbers = [rows.aggregate(last=Max("pgh_id"))["last"] or 0 for rows in events]
        return "-".join(map(str, numbers))

    def lock(self):
        Grant.objects.select_for_update(no_key=True).get(pk=self.grant.pk)
        self.record = drafts_of(self.request.user).filter(grant=self.grant).first()


class EvaluationEdit(OneDraft, Written):
    """The form of the draft; it is validated on a page of its own."""

    form_class = EvaluationForm
    template_name = "projects/evaluations/evaluation_form.html"

    @property
    def blank(self):
        return Evaluation(grant=self.grant, post=self.post_of_screen)

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "instance": copy(self.record) or self.blank}

    def post(self, request, *args, **kwargs):
        """A photo that came over a slow line stays with the draft when the rest is refused."""
        if request.POST.get("act") == "validate" and not self.decides:
            raise PermissionDenied
        response = super().post(request, *args, **kwargs)
        if response.status_code == 422 and response.context_data["form"].cleaned_data.get("photo"):
            response.context_data |= self.with_photo(response.context_data["form"])
        return response

    @transaction.atomic
    def with_photo(self, form):
        """Keep the photo of a refused form; returns what changes of its page."""
        was_read = self.request.POST.get("seen", "") == self.seen
        self.lock()
        draft = self.record or self.blank
        keep_photo(form, draft, by=self.request.user)
        self.record = draft
        form.photos = list(draft.photos.all())
        return {"is_photo_kept": True, "draft": draft, **({"seen": self.seen} if was_read else {})}

    def write(self, form):
        act = self.request.POST.get("act")
        if act not in {*ACTS, "submit"}:
            raise ValidationError("Gardez le brouillon, ou validez l’évaluation.")
        evaluation = keep(form, by=self.request.user)
        if act != "draft":
            check(evaluation, by=self.request.user)
        return ACTS[act] if act in ACTS else submit(evaluation, self.seen_of(evaluation))

    def get_success_url(self):
        page = "validate" if self.request.POST["act"] == "validate" else "edit"
        return reverse(f"space_evaluation_{page}", args=[self.grant.pk])


class EvaluationValidate(OneDraft, TemplateView):
    """« Voici ce que vous validez »: the draft as it will be read; POST freezes it."""

    template_name = "correspondents/space/review.html"

    def get(self, request, *args, **kwargs):
        if not (self.record and self.decides):
            return redirect("space_evaluation_grant", self.grant.pk)
        return super().get(request, *args, **kwargs)

    def readings(self):
        """[(label, text)] of what is read before the button is pressed."""
        return review_of(self.record, self.seen).facts if self.record else []

    def post(self, request, *args, **kwargs):
        if not self.decides:
            raise PermissionDenied
        if BACK in request.POST:
            return redirect("space_evaluation_edit", self.grant.pk)
        with transaction.atomic():
            self.lock()
            refusals = [] if self.record and request.POST.get("seen") == self.seen else [MOVED]
            if not refusals:
                _, refusals = attempt(self.record.validate, request.user.signature)
        for refusal in refusals:
            messages.error(request, refusal)
        if refusals:
            return redirect("space_evaluation_edit", self.grant.pk)
        messages.success(request, "L’évaluation du poste est validée : elle compte.")
        return redirect("space_evaluation_grant", self.grant.pk)

    def get_context_data(self, **context):
        return super().get_context_data(**context, review=review_of(self.record, self.seen))


class EvaluationDiscard(OneDraft, Discard):
    """« Supprimer ce brouillon », with its marks and its photos."""

    discard_title, discard_label = "Supprimer ce brouillon", "Supprimer le brouillon"

    def find(self):
        super().find()
        if not self.request.user.is_delegation and self.record is None:
            raise Http404

    def facts(self):
        return review_of(self.record, self.seen).facts

    def get_back_url(self):
        return reverse("space_evaluation_edit", args=[self.grant.pk])

    def get_success_url(self):
        return reverse("space_evaluation_grant", args=[self.grant.pk])


class EvaluationCompare(OneGrant, TemplateView):
    """Two evaluations of a project, side by side."""

    template_name = "projects/evaluations/evaluation_compare.html"

    def get_context_data(self, **context):
        return super().get_context_data(**context, **compared(self.evaluations, self.request.GET))


class EvaluationPhotoFile(Screen, View):
    """A photo, to who may see its evaluation: the delegation too."""

    def find(self):
        seen = Evaluation.objects.visible_to(self.request.user)
        rows = EvaluationPhoto.objects.filter(evaluation__in=seen).select_related("stored")
        self.photo = get_object_or_404(rows, pk=self.kwargs["pk"])

    def get(self, request, **kwargs):
        return joined_file(self.photo, as_attachment=False)
