"""The delegation enters dossiers, and appraises each on a page of its own."""

from functools import partial

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_safe

from atlas.goals import GoalsField
from correspondents.records.admin.pages import NO_ACT, ActsPages
from correspondents.records.admin.sheets import ExportsSheet
from correspondents.records.admin.tables import AccentBlindSearch, RowsInline, TrackedAdmin, cell
from correspondents.records.refusals import valid_values
from correspondents.records.reviews import reviewed
from correspondents.spreadsheets.characters import bare
from projects.applications.appraisal import appraisal
from projects.files import joined_file
from projects.models import (
    Application,
    ApplicationVersion,
    BudgetLine,
    Derogation,
    Opinion,
    Piece,
    RequiredPiece,
)
from projects.opinions.drafts import facts_of
from projects.sheets import applications as sheet

from .reviews import derogation_review, opinion_review


class BudgetLineInline(RowsInline):
    model = BudgetLine


class PieceForm(forms.Form):
    """A file to join, and which piece of the call it is."""

    file = forms.FileField(
        label="Fichier",
        required=False,
        error_messages={"empty": "Ce fichier est vide : joignez-le de nouveau."},
    )
    asked = forms.ModelChoiceField(
        RequiredPiece.objects.none(),
        label="Pièce demandée",
        required=False,
        empty_label="Une autre pièce",
    )
    name = forms.CharField(label="Intitulé d’une autre pièce", max_length=160, required=False)
    piece = forms.ModelChoiceField(Piece.objects.none(), required=False)

    def __init__(self, application, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["asked"].queryset = application.call.required_pieces.all()
        self.fields["piece"].queryset = application.pieces.joined()


class PrefectureForm(forms.ModelForm):
    """The opinion of a préfecture de région, as the delegation received it."""

    signed_by = forms.CharField(label="Préfecture", max_length=160, required=False)

    class Meta:
        model = Opinion
        fields = ["verdict", "reasons", "reservations"]
        widgets = dict.fromkeys(["reasons", "reservations"], forms.Textarea(attrs={"rows": 3}))


def prefecture_form(request, application):
    kind = Opinion.Author.PREFECTURE
    return PrefectureForm(request.POST, instance=Opinion(application=application, author_kind=kind))


@admin.register(Application)
class ApplicationAdmin(ActsPages, ExportsSheet, AccentBlindSearch, TrackedAdmin):
    """The dossier is written here; the page of its appraisal joins its pieces."""

    own_pages = {"<int:pk>/instruction/": "appraisal", "pieces/<int:pk>/": "piece"}
    sheet = sheet
    export_row = sheet.Dossier

    list_display = ["reference", "title", "lead", "partner", "call", "amount", "filed_on"]
    amount = cell("requested_in_words", "demandé", ordering="requested")
    list_display_links = ["reference", "title"]
    list_filter = ["call", "aid_declared", ("countries", admin.RelatedOnlyFieldListFilter)]
    search_fields = ["text_norm", "lead__name_norm", "partner__name_norm"]
    search_help_text = "Numéro, intitulé, collectivité ou partenaire."
    autocomplete_fields = [
        "call",
        "lead",
        "other_authorities",
        "partner",
        "other_partners",
        "territory",
        "countries",
        "themes",
        "partnership",
    ]
    inlines = [BudgetLineInline]
    fieldsets = [
        (None, {"fields": ["call", ("reference", "filed_on", "withdrawn_on"), "title", "summary"]}),
        ("Côté français", {"fields": ["lead", "other_authorities", "aid_declared"]}),
        ("À qui écrire", {"fields": ["contact_name", "contact_email", "postal_address"]}),
        (
            "Côté partenaire",
            {"fields": ["partner", "other_partners", "other_bodies", "countries", "territory"]},
        ),
        ("Projet", {"fields": ["themes", "goals", ("starts_on", "months"), "partnership"]}),
        ("Montants", {"fields": [("requested", "currency"), "monitoring"]}),
        ("Interne", {"fields": ["is_sensitive", "notes"]}),
    ]

    def get_queryset(self, request):
        visible = super().get_queryset(request).visible_to(request.user)
        return visible.select_related("call", "lead", "partner")

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name != "goals":
            return super().formfield_for_dbfield(db_field, request, **kwargs)
        return GoalsField(label=db_field.verbose_name.capitalize())

    def has_delete_permission(self, request, obj=None):
        return False  # it is withdrawn: its versions stay

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        ApplicationVersion.objects.keep(form.instance, by=request.user)

    def response_add(self, request, obj, post_url_continue=None):
        message = (
            "Le dossier est enregistré : joignez ses pièces, et lisez ce que disent les règles."
        )
        self.message_user(request, message, messages.SUCCESS)
        return redirect("admin:projects_application_appraisal", obj.pk)

    @method_decorator(require_safe)
    def piece_view(self, request, pk):
        """The file of a piece, taken away or not, to who may see its dossier."""
        piece = Piece.objects.visible_to(request.user).select_related("stored").filter(pk=pk)
        if not self.has_view_permission(request) or not (row := piece.first()):
            raise Http404
        return joined_file(row)

    def appraisal_view(self, request, pk):
        """GET shows the dossier against the rules; POST joins a piece or takes one away."""
        application = Application.objects.visible_to(request.user).whole().filter(pk=pk).first()
        if application is None:
            raise Http404
        if not self.has_change_permission(request, application):
            raise PermissionDenied
        posted = (request.POST, request.FILES) if request.method == "POST" else ()
        form, refusals = PieceForm(application, *posted), []
        if posted:
            asks = partial(self.review, request, application)
            message, refusals, review = reviewed(
                request, asks, self.act, request, application, form
            )
            if review:
                return self.review_page(request, review)
            if message:
                return self.done(request, application, message, "appraisal")
        typed = [request.POST] if request.POST.get("act") == "prefecture" else []
        return self.page(
            request,
            "appraisal",
            "Instruction",
            application=application,
            form=form,
            refusal=" ".join(refusals),
            prefecture_form=PrefectureForm(*typed, auto_id="prefecture_%s"),
            **appraisal(application, request.user),
        )

    def review(self, request, application):
        """The ActReview of an opinion or of a derogation; None for the acts that are corrected."""
        act = request.POST.get("act")
        if act == "derogate":
            return derogation_review(application, bare(request.POST.get("reason", "")))
        if act != "prefecture":
            return None
        form = prefecture_form(request, application)
        form.is_valid()
        return opinion_review("enter", facts_of(form.instance, form["signed_by"].value()))

    def done(self, request, application, message, to):
        ApplicationVersion.objects.keep(application, by=request.user)
        return super().done(request, application, message, to)

    def act(self, request, application, form):
        """Do the act of the button; return a sentence about it. Raises ValidationError."""
        act, values = request.POST.get("act"), valid_values(form)
        if act == "join":
            if not values["file"]:
                raise ValidationError("Choisissez le fichier à joindre.")
            piece = Piece.objects.receive(
                application,
                values["file"],
                by=request.user,
                asked=values["asked"],
                name="" if values["asked"] else values["name"].strip(),
            )
            return f"« {piece} » est jointe au dossier."
        if act == "derogate":
            return self.derogate(request, application)
        if act == "prefecture":
            return self.enter_prefecture(request, application)
        if act == "remove":
            if not values["piece"]:
                raise ValidationError("Cette pièce n’est plus dans le dossier.")
            values["piece"].remove()
            return (
                f"« {values['piece']} » est retirée du dossier ; les versions passées la gardent."
            )
        raise ValidationError(NO_ACT)

    def derogate(self, request, application):
        """Let a dossier whose lead owes reports be retained. Raises ValidationError."""
        reason = bare(request.POST.get("reason", ""))
        row = Derogation.objects.grant(
            application, Derogation.Rule.MISSING_REPORTS, reason=reason, by=request.user
        )
        return f"Dérogation gardée : {row}."

    def enter_prefecture(self, request, application):
        """Keep the opinion of a préfecture: received, it counts. Raises ValidationError."""
        form = prefecture_form(request, application)
        signed_by = valid_values(form)["signed_by"].strip()
        if not signed_by:
            raise ValidationError("Dites de quelle préfecture vient l’avis.")
        opinion = form.save()
        opinion.validate(signed_by)
        return f"L’avis de « {opinion.validated_by} » est au dossier."
