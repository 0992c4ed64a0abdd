"""The form of an opinion, and what is done of it: kept as a draft, submitted, validated."""

from copy import copy

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from dsfr.forms import DsfrBaseForm
from dsfr.utils import dsfr_input_class_attr

from correspondents.mailing import mail
from correspondents.models import Correspondent, SignedLink
from projects.models import Opinion
from projects.models.opinions import BEST_MARK, VALIDATED

from .requests import context_of, link_to

TEXTS = ["verdict", "reasons", "reservations", "security_note", "committee_note"]
MARKS = [("", "Pas de note"), *((str(mark), str(mark)) for mark in range(BEST_MARK + 1))]


class OpinionForm(DsfrBaseForm, forms.ModelForm):
    """The opinion with a mark for each criterion of the call; a draft may say nothing yet."""

    verdict = forms.ChoiceField(
        label="Sens de l’avis",
        choices=[("", "À choisir"), *Opinion.Verdict.choices],
        required=False,
    )
    drafted_by = forms.CharField(
        label="Votre nom et votre fonction",
        max_length=160,
        required=False,
        help_text="L’avis les porte. La délégation les lit.",
    )

    class Meta:
        model = Opinion
        fields = [*TEXTS, "drafted_by"]
        help_texts = {
            "reasons": "Nécessaires, sauf pour « sans objet ».",
            "reservations": "Nécessaires pour un avis favorable avec réserves.",
            "security_note": "Ne devient pas communicable quand elle touche à la politique "
            "extérieure ou à la sécurité (code des relations entre le public et "
            "l’administration, L311-5).",
            "committee_note": "Lue par la délégation et par le comité ; jamais sur une page "
            "publique.",
        }

    def __init__(self, *args, criteria, signature="", **kwargs):
        super().__init__(*args, **kwargs)
        self.criteria = list(criteria)
        marks = {}
        if self.instance.pk:
            marks = dict(self.instance.marks.values_list("criterion", "mark"))
        if signature:
            del self.fields["drafted_by"]
        for criterion in self.criteria:
            self.fields[f"criterion_{criterion.pk}"] = forms.ChoiceField(
                label=f"{criterion.name} (0 à {BEST_MARK})",
                choices=MARKS,
                required=False,
                help_text=criterion.help,
                initial=str(marks.get(criterion.pk, "")),
            )
            dsfr_input_class_attr(self[f"criterion_{criterion.pk}"])

    @property
    def marks(self):
        """{criterion: mark} of what was chosen."""
        chosen = {c: self.cleaned_data.get(f"criterion_{c.pk}") for c in self.criteria}
        return {criterion: int(mark) for criterion, mark in chosen.items() if mark}


@transaction.atomic
def keep(form, *, signature):
    """Keep the draft with its marks; returns the Opinion. Raises ValidationError when given."""
    opinion = form.instance
    if opinion.pk and Opinion.objects.select_for_update().get(pk=opinion.pk).validated_at:
        raise ValidationError(VALIDATED)
    if signature and not opinion.drafted_by:
        opinion.drafted_by = signature[:160]
    opinion.save()
    opinion.marks.all().delete()
    for criterion, mark in form.marks.items():
        opinion.marks.create(criterion=criterion, mark=mark)
    return opinion


def submit(opinion):
    """Ask those who validate for the post to do so: how many were written to.

    Raises ValidationError for a draft that could not be validated as it is.
    """
    if not opinion.drafted_by:
        raise ValidationError("Donnez votre nom et votre fonction : l’avis les porte.")
    as_given = copy(opinion)
    as_given.validated_at = timezone.now()
    as_given.validate_constraints(exclude=["validated_by"])
    opinion.submitted_at = timezone.now()
    opinion.save(update_fields=["submitted_at"])
    batch, written = opinion.request.batch, 0
    for address in validators_of(batch.post):
        number = f"{opinion.pk}, {opinion.submitted_at.isoformat()}, {address.lower()}"
        url = link_to(batch, address, SignedLink.Purpose.VALIDATION)
        context = {**context_of(batch, [opinion.application], url), "opinion": opinion}
        written += bool(
            mail.write("opinion_validation", to=address, key=f"v {number}", context=context)
        )
    return written


def validators_of(post):
    """The addresses of those who validate at the post: its COCACs in office."""
    cocacs = Correspondent.objects.in_office().shown().filter(post=post, role="cocac")
    rows = cocacs.order_by("rank", "id")
    return list(dict.fromkeys(p.email for p in rows if p.email and not p.is_unreachable))
