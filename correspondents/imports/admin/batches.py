"""An import on screen: a file, its columns, its piles, its application, its report, its undoing."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.formats import date_format
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from correspondents.imports.batches import map_columns
from correspondents.imports.questions import UNKNOWN, answer_of, written
from correspondents.imports.rejects import rejects_of
from correspondents.imports.rows import REFUSED
from correspondents.imports.undo import NotUndoable, undo
from correspondents.imports.work import APPLY, PLAN, is_stalled, start
from correspondents.models import AccessRecord, ImportBatch
from correspondents.records.access_log import record_access
from correspondents.records.admin.tables import TableAdmin
from correspondents.records.reviews import BACK
from correspondents.spreadsheets.files import FORMATS

from .forms import ColumnsForm, EditionDayForm, OptionsForm, UploadForm
from .kinds import KindFilter, KindsOfLists
from .pastes import PasteForm
from .piles import Piles, unknown_text

NAME = "correspondents_importbatch"


@admin.register(ImportBatch)
class ImportBatchAdmin(KindsOfLists, TableAdmin):
    list_display = ["__str__", "edition_on", "state", "created_at", "created_by", "applied_at"]
    list_filter = [KindFilter, "state"]
    list_select_related = ["created_by"]
    search_fields = ["file_name", "created_by__last_name", "created_by__email"]

    def get_queryset(self, request):
        return super().get_queryset(request).light().visible_to(request.user)

    def has_delete_permission(self, request, obj=None):
        return False  # the history of its rows holds the number of an import

    def get_urls(self):
        steps = {
            "colonnes": self.columns_view,
            "options": self.options_view,
            "jour": self.day_view,
            "abandonner": self.abandon_view,
            "choix": self.choices_view,
            "relire": self.plan_view,
            "appliquer": self.apply_view,
            "annuler": self.undo_view,
            "rejets": self.rejects_view,
        }
        wrap = self.admin_site.admin_view
        return [
            path("coller/", wrap(self.paste_view), name=f"{NAME}_coller"),
            *(
                path(f"<int:number>/{step}/", wrap(view), name=f"{NAME}_{step}")
                for step, view in steps.items()
            ),
            *super().get_urls(),
        ]

    def batch(self, request, number):
        """The batch, for a person who may change it."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        return get_object_or_404(ImportBatch.objects.visible_to(request.user), pk=number)

    def step(self, request, template, title, **context):
        template = f"correspondents/imports/{template}"
        return self.framed(request, template, title, kinds=self.kinds(), **context)

    def go(self, batch, step="change"):
        return redirect(reverse(f"admin:{NAME}_{step}", args=[batch.pk]))

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def add_view(self, request, form_url="", extra_context=None):
        return self.bring_in(request, UploadForm, "upload", "Importer une liste")

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def paste_view(self, request):
        return self.bring_in(request, PasteForm, "paste", "Coller des lignes")

    def bring_in(self, request, form_class, template, title):
        """GET shows the form; POST reads the list and goes to its columns."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        kind = self.kind_asked(request)
        form = form_class(request.POST or None, request.FILES or None, kind=kind)
        if not form.is_valid():
            return self.step(request, template, title, kind=kind, form=form)
        batch = start(form.receive(request.user), PLAN, by=request.user)
        for sentence in form.warnings():
            messages.warning(request, sentence)
        return self.go(batch, "colonnes" if batch.is_planned else "change")

    @method_decorator(require_GET)
    def change_view(self, request, object_id, form_url="", extra_context=None):
        if not object_id.isdecimal():
            raise Http404
        batch = self.batch(request, int(object_id))
        title = f"Import n° {batch.pk}"
        if batch.is_under_way:
            stalled = is_stalled(batch)
            return self.step(request, "progress", title, batch=batch, is_stalled=stalled)
        if batch.state == batch.State.REFUSED:
            return self.step(request, "refused", title, batch=batch)
        asked = request.GET
        piles = Piles(batch, asked.get("pile", ""), asked.get("page"), asked.get("q", ""))
        self.note(request, batch, len(piles.page.object_list))
        options = OptionsForm(kind=batch.list_kind, initial=batch.options)
        twins = ImportBatch.objects.light().filter(sha256=batch.sha256, state="applied")
        return self.step(
            request,
            "batch",
            title,
            batch=batch,
            kind=batch.list_kind,
            piles=piles,
            options=options,
            day=EditionDayForm(initial={"edition": batch.edition_on}),
            twin=twins.exclude(pk=batch.pk).first(),
        )

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def columns_view(self, request, number):
        batch = self.waiting(request, number)
        if batch is None:
            return redirect(reverse(f"admin:{NAME}_change", args=[number]))
        form = ColumnsForm(request.POST or None, batch=batch)
        if not form.is_valid():
            return self.step(
                request, "columns", f"Colonnes de l’import n° {batch.pk}", batch=batch, form=form
            )
        with transaction.atomic():
            batch = self.waiting(request, number, for_update=True) or batch
            map_columns(batch, form.mapping(), remember=form.cleaned_data["remember"])
            batch.options = {**batch.options, "clear": form.cleaned_data["clear"]}
            batch.save(update_fields=["options"])
        return self.go(start(batch, PLAN, by=request.user))

    @method_decorator(require_POST)
    def options_view(self, request, number):
        kind = self.batch(request, number).list_kind
        form = OptionsForm(request.POST, kind=kind)
        with transaction.atomic():
            batch = self.waiting(request, number, for_update=True) if form.is_valid() else None
            if batch:
                batch.options = {**batch.options, **form.values()}
                batch.save(update_fields=["options"])
        if batch:
            start(batch, PLAN, by=request.user)
        return redirect(f"{reverse(f'admin:{NAME}_change', args=[number])}?pile=absent")

    @method_decorator(require_POST)
    def day_view(self, request, number):
        """Read the list again as that of another day."""
        form = EditionDayForm(request.POST)
        with transaction.atomic():
            batch = self.waiting(request, number, for_update=True) if form.is_valid() else None
            if batch:
                batch.edition_on = form.cleaned_data["edition"]
                batch.save(update_fields=["edition_on"])
        for error in form.errors.get("edition", []):
            messages.error(request, error)
        if batch:
            start(batch, PLAN, by=request.user)
            day = date_format(batch.edition_on, "j F Y")
            messages.success(request, f"Liste relue comme arrêtée au {day}. Rien n’est écrit.")
        return redirect(reverse(f"admin:{NAME}_change", args=[number]))

    @method_decorator(require_POST)
    def abandon_view(self, request, number):
        """Set aside a list that is not to be applied; « Reprendre » reads it again."""
        with transaction.atomic():
            if batch := self.waiting(request, number, for_update=True):
                batch.state = batch.State.ABANDONED
                batch.save(update_fields=["state"])
                messages.success(request, f"Import n° {number} abandonné : rien n’est écrit.")
        return redirect(reverse(f"admin:{NAME}_change", args=[number]))

    @method_decorator(require_POST)
    def choices_view(self, request, number):
        with transaction.atomic():
            batch = self.waiting(request, number, for_update=True)
            chosen = answers(batch, request.POST) if batch else {}
            if chosen:
                batch.choices = {**batch.choices, **chosen}
                batch.save(update_fields=["choices"])
        if chosen:
            batch = start(batch, PLAN, by=request.user)
        if batch:
            unknown = unknown_answers(batch) if batch.is_planned else set()
            messages.success(request, f"Réponses enregistrées : {len(chosen.keys() - unknown)}.")
            for key in chosen.keys() & unknown:
                messages.error(request, UNKNOWN.format(written(chosen[key])))
        return redirect(reverse(f"admin:{NAME}_change", args=[number]))

    @method_decorator(require_POST)
    def plan_view(self, request, number):
        """Read the file again, against the base as it is now."""
        batch = self.batch(request, number)
        if batch.state in (batch.State.PLANNED, batch.State.ABANDONED) or is_stalled(batch):
            start(batch, PLAN, by=request.user)
            messages.success(request, f"Import n° {number} repris et relu. Rien n’est écrit.")
        return self.go(batch)

    @method_decorator(require_POST)
    def apply_view(self, request, number):
        batch = self.batch(request, number)
        batch = start(batch, APPLY, by=request.user) if batch.is_planned else batch
        if batch.is_applied:
            messages.success(request, f"Import n° {batch.pk} appliqué.")
        elif batch.report.get("moved"):
            messages.warning(
                request,
                "Rien n’a été écrit : la base a changé depuis votre lecture. Relisez les lignes "
                "touchées, puis appliquez.",
            )
        elif batch.refusal:
            messages.error(request, batch.refusal)
        return self.go(batch)

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def undo_view(self, request, number):
        batch = self.batch(request, number)
        if BACK in request.POST:
            return self.go(batch)
        if request.method != "POST" and batch.is_applied:
            return self.step(request, "undo", f"Annuler l’import n° {number}", batch=batch)
        try:
            batch = undo(number, by=request.user)
        except NotUndoable as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"Import n° {number} annulé.")
        return self.go(batch)

    @method_decorator(require_GET)
    def rejects_view(self, request, number):
        batch = self.batch(request, number)
        content = rejects_of(batch) if batch.report else None
        if content is None:
            raise Http404("Aucune ligne n’est rejetée.")
        self.note(request, batch, sum(batch.totals[pile] for pile in REFUSED))
        name = content_disposition_header(True, f"rejets-import-{number}.xlsx")
        headers = {"Content-Disposition": name}
        return HttpResponse(content, content_type=FORMATS["xlsx"].content_type, headers=headers)

    def note(self, request, batch, rows):
        """Log the reader of the rows: a list that came in holds internal contact data."""
        record_access(request.user, AccessRecord.What.IMPORT, subject=f"n° {batch.pk}", rows=rows)

    def waiting(self, request, number, for_update=False):
        """The batch if it still waits for a person, else None and a sentence.

        With `for_update`, in a transaction, another person who decides meanwhile waits.
        """
        batch = self.batch(request, number)
        if for_update:
            batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
        if batch.is_planned:
            return batch
        messages.warning(request, f"L’import n° {number} est « {batch.get_state_display()} ».")
        return None


def questions_of(batch):
    """[(row, question)] of the batch."""
    rows = batch.report.get("rows", [])
    return [(row, each) for row in rows for each in row.get("questions", [])]


def unknown_answers(batch):
    """The keys of the questions that are still asked, whatever a person wrote in answer."""
    keys = [(row, each["key"]) for row, each in questions_of(batch)]
    return {key for row, key in keys if unknown_text(row, batch.choices.get(key))}


def answers(batch, posted):
    """{key: answer} of the posted answers to the questions of the batch."""
    questions = {each["key"]: each for _, each in questions_of(batch)}
    values = {
        key: answer_of(each, posted, batch.choices.get(key)) for key, each in questions.items()
    }
    return {key: value for key, value in values.items() if value is not None}
