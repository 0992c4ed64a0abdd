"""The form of an evaluation, and what is done of it: kept as a draft, or validated."""

from django import forms
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone
from django.utils.formats import date_format
from dsfr.forms import DsfrBaseForm
from dsfr.utils import dsfr_input_class_attr

from correspondents.desk.post_tasks import day
from correspondents.records.reviews import ActReview
from correspondents.records.widgets import DayInput
from projects.models import Evaluation, EvaluationMark, EvaluationPhoto
from projects.models.opinions import BEST_MARK

from .photos import as_jpeg

MARKS = [("", "Pas de note"), *((str(mark), f"{mark} sur 4") for mark in range(BEST_MARK + 1))]
MOST_PHOTOS = 12
UNDESCRIBED = "Photo à décrire"
UNMARKED = "Donnez une note à ce critère : pour valider, il faut les six."
QUESTIONS = {
    "relevance": "Le projet répond-il aux besoins du territoire ?",
    "coherence": "S’accorde-t-il avec les autres actions menées là ?",
    "effectiveness": "Atteint-il ses objectifs ?",
    "efficiency": "Les moyens sont-ils bien employés ?",
    "impact": "Que change-t-il pour les habitants ?",
    "sustainability": "Ses effets dureront-ils après lui ?",
}


class EvaluationForm(DsfrBaseForm, forms.ModelForm):
    """The evaluation with a mark and findings for each criterion; a draft may lack any."""

    photo = forms.FileField(
        label="Ajouter une photo",
        required=False,
        help_text="Facultative, en jpg, png ou heic. Une à la fois : gardez le brouillon, puis "
        "ajoutez la suivante.",
        widget=forms.FileInput(attrs={"accept": ".jpg,.jpeg,.png,.heic,.heif"}),
        error_messages={"empty": "Ce fichier est vide : choisissez-le de nouveau."},
    )
    photo_name = forms.CharField(
        label="Ce que montre cette photo",
        max_length=160,
        required=False,
        help_text="Remplace la photo pour qui ne la voit pas. N’y nommez personne.",
    )

    class Meta:
        model = Evaluation
        fields = ["evaluated_on", "visited_on", "summary"]
        widgets = {
            "evaluated_on": DayInput(),
            "visited_on": DayInput(),
            "summary": forms.Textarea(attrs={"rows": 5}),
        }
        help_texts = {"visited_on": "Vide : sans visite."}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        saved = self.instance.pk is not None
        marks = {row.criterion: row for row in self.instance.marks.all()} if saved else {}
        for criterion, label in EvaluationMark.Criterion.choices:
            self.add_criterion(criterion, label, marks.get(criterion))
        self.photos = list(self.instance.photos.all()) if saved else []
        self.fields["removed"] = forms.MultipleChoiceField(
            label="Photos à retirer",
            choices=[(str(photo.pk), photo.name) for photo in self.photos],
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )
        self.order_fields([name for name in self.fields if "photo" not in name])
        if not self.photos:
            del self.fields["removed"]
        for name in self.fields:
            dsfr_input_class_attr(self[name])

    def add_criterion(self, criterion, label, marks):
        self.fields[f"mark_{criterion}"] = forms.ChoiceField(
            label=f"{label.capitalize()} (0 à {BEST_MARK})",
            choices=MARKS,
            required=False,
            help_text=QUESTIONS[criterion],
            initial=str(marks.mark) if marks and marks.mark is not None else "",
        )
        self.fields[f"text_{criterion}"] = forms.CharField(
            label=f"Constats : {label}",
            max_length=5000,
            required=False,
            initial=marks.text if marks else "",
            widget=forms.Textarea(attrs={"rows": 3}),
        )

    @property
    def answers(self):
        """{criterion: (mark as text, or ""; findings)}."""
        values = self.cleaned_data
        return {
            criterion: (values.get(f"mark_{criterion}", ""), values.get(f"text_{criterion}", ""))
            for criterion in EvaluationMark.Criterion.values
        }

    @property
    def removed(self):
        return self.cleaned_data.get("removed", [])

    def clean_evaluated_on(self):
        on, starts_on = self.cleaned_data["evaluated_on"], self.instance.grant.starts_on
        if on > timezone.localdate():
            raise ValidationError("Ce jour n’est pas encore venu.")
        if on < starts_on:
            raise ValidationError(f"Le projet ne commence que le {day(starts_on)}.")
        return on

    def clean_visited_on(self):
        on, starts_on = self.cleaned_data["visited_on"], self.instance.grant.starts_on
        if on and on < starts_on:
            raise ValidationError(f"Le projet ne commence que le {day(starts_on)}.")
        return on

    def clean_photo(self):
        upload = self.cleaned_data["photo"]
        return upload and as_jpeg(upload)

    def clean(self):
        values = super().clean()
        for criterion, (mark, text) in self.answers.items():
            if text and not mark and self.data.get("act") == "validate":
                self.add_error(f"mark_{criterion}", UNMARKED)
        if values.get("photo"):
            if not values.get("photo_name"):
                self.add_error("photo_name", "Dites ce que montre cette photo.")
            if len(self.photos) - len(self.removed) >= MOST_PHOTOS:
                self.add_error("photo", f"Une évaluation a {MOST_PHOTOS} photos au plus.")
        return values


@transaction.atomic
def keep(form, *, by):
    """Keep the draft with its marks and photos; returns the Evaluation."""
    evaluation = form.save(commit=False)
    evaluation.drafted_by = evaluation.drafted_by or by.signature[:160]
    evaluation.save()
    for criterion, (mark, text) in form.answers.items():
        if mark or text:
            values = {"mark": int(mark) if mark else None, "text": text}
            evaluation.marks.update_or_create(criterion=criterion, defaults=values)
        else:
            evaluation.marks.filter(criterion=criterion).delete()
    evaluation.photos.filter(pk__in=form.removed).delete()
    if form.cleaned_data["photo"]:
        keep_photo(form, evaluation, by=by)
    elif name := form.cleaned_data["photo_name"]:
        evaluation.photos.filter(name=UNDESCRIBED).update(name=name)
    return evaluation


def check(evaluation, *, by):
    """Raise ValidationError when the draft is not complete enough to be validated."""
    with transaction.atomic():
        evaluation.validate(by.signature)
        connection.check_constraints()
        transaction.set_rollback(True)


def review_of(evaluation, seen):
    """The ActReview of a draft: the whole of it, and what its validation does."""
    marks = {row.criterion: row for row in evaluation.marks.all()}
    facts = [("Évalué le", date_format(evaluation.evaluated_on))]
    if evaluation.visited_on:
        facts.append(("Visite le", date_format(evaluation.visited_on)))
    facts.append(("Ce qu’il faut retenir", evaluation.summary))
    for criterion, label in EvaluationMark.Criterion.choices:
        row = marks.get(criterion)
        text = f"{row.mark} sur {BEST_MARK}. {row.text}" if row else ""
        facts.append((label.capitalize(), text))
    facts += [("Photo", photo.name) for photo in evaluation.photos.all()]
    return ActReview(
        "Voici ce que vous validez",
        "Valider l’évaluation, sans retour",
        facts,
        [
            "Sans retour : plus personne ne pourra changer ce texte, ni ces notes.",
            "La délégation la lit, comme les postes des pays du projet.",
        ],
        fields=[("seen", seen)],
    )


@transaction.atomic
def keep_photo(form, evaluation, *, by):
    """Keep the photo of a form, refused or not; one that no word describes yet says so."""
    if evaluation.pk is None:
        evaluation.drafted_by = by.signature[:160]
        evaluation.save()
    name = form.cleaned_data.get("photo_name") or UNDESCRIBED
    upload = form.cleaned_data["photo"]
    return EvaluationPhoto.objects.keep(upload, by=by, name=name, evaluation=evaluation)
