"""The opinions of a call: whom to ask, who has answered, who is late."""

from collections import defaultdict
from functools import partial

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404

from correspondents.models import AccessRecord
from correspondents.records.access_log import record_access
from correspondents.records.admin.pages import NO_ACT, ActsPages
from correspondents.records.days import ReasonableDays
from correspondents.records.refusals import valid_values
from correspondents.records.reviews import reviewed
from correspondents.records.widgets import DayInput
from correspondents.spreadsheets.files import FORMATS, file_response
from projects.models import Opinion, OpinionBatch
from projects.opinions.board import board, standing_requests, table
from projects.opinions.drafts import facts_of
from projects.opinions.reminders import remind_now
from projects.opinions.requests import ask, competent_posts, days_off

from .reviews import OPINIONS, opinion_review, typed

OFF = "L’échéance tombe un jour où l’on n’y travaille pas :"


class AskForm(ReasonableDays, forms.Form):
    """The deadline and the message of a request, the reason of an act."""

    day_limits = {"due_on": (100, 2)}  # a day that has passed has a sentence of its own: `ask`

    due_on = forms.DateField(
        label="Avis attendu au plus tard le",
        required=False,
        widget=DayInput(),
    )
    text = forms.CharField(
        label="Message aux postes",
        max_length=3000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "cols": 60}),
    )
    reason = forms.CharField(label="Raison", max_length=300, required=False)


class ReceivedForm(ReasonableDays, forms.ModelForm):
    """The opinion of a post, as the delegation received it by mail or by phone."""

    day_limits = {"received_on": (2, 1)}

    signed_by = forms.CharField(label="Rendu par (nom, fonction)", max_length=160, required=False)

    class Meta:
        model = Opinion
        fields = [
            *("origin", "received_on", "verdict", "reasons", "reservations"),
            *("security_note", "committee_note"),
        ]
        widgets = dict.fromkeys(fields[3:], forms.Textarea(attrs={"rows": 3, "cols": 60}))
        widgets["received_on"] = DayInput()


class AsksOpinions(ActsPages):
    """Mixed into the table of calls: a page to ask for opinions and follow them."""

    own_pages = {"<int:pk>/avis/": "opinions", "<int:pk>/avis.<str:format>": "opinions_file"}

    def opinions_file_view(self, request, pk, format):
        """The requests of the call, as a sheet."""
        call = self.record_of(request, pk)
        if format not in FORMATS:
            raise Http404
        subject, rows = f"avis {call.slug}", standing_requests(call).count()
        record_access(request.user, AccessRecord.What.EXPORT, subject=subject, rows=rows)
        return file_response(table(call), FORMATS[format])

    def opinions_view(self, request, pk):
        """GET shows where opinions stand; POST does the act of the button, once it is read."""
        call = self.record_of(request, pk)
        posted = request.method == "POST"
        form = AskForm(request.POST if posted else None, initial={"due_on": call.opinions_due_on})
        refusals = []
        if posted:
            asks = partial(self.review, request, call, form)
            message, refusals, review = reviewed(request, asks, self.do, request, call, form)
            if review:
                return self.review_page(request, review)
            if message:
                return self.done(request, call, message, "opinions")
        typed = [request.POST] if request.POST.get("act") == "enter" else []
        lines, posts = board(call)
        rows = self.rows(request, lines)
        return self.page(
            request,
            "call_opinions",
            "Avis",
            call=call,
            form=form,
            refusal=" ".join(refusals),
            rows=rows,
            days_off=self.days_off(form, call, rows),
            drafts=drafts_of(call).select_related("request__post", "request__application"),
            received_form=ReceivedForm(*typed, auto_id="received_%s"),
            received_request=request.POST.get("request", "") if typed else "",
            posts=posts,
            given=sum(line.opinion_count for line in lines),
            asked=sum(len(line.requests) for line in lines),
        )

    def rows(self, request, lines):
        """[(Line, [(value, label, is checked, post)])]: the posts that may still be asked."""
        posts = competent_posts([line.application for line in lines])
        chosen = request.POST.getlist("pair") if request.method == "POST" else None
        rows = []
        for line in lines:
            post_keys = {request.post_id for request in line.requests}
            boxes = []
            for post, scope, is_first in posts[line.application.pk]:
                value = f"{line.application.pk}:{post.pk}"
                checked = value in chosen if chosen is not None else is_first
                label = f"{post} ({scope})" if scope else str(post)
                if post.pk not in post_keys:
                    boxes.append((value, label, checked, post))
            rows.append((line, boxes))
        return rows

    def days_off(self, form, call, rows):
        """[sentence]: of the ticked posts that do not work on the day of the deadline."""
        due_on = form.cleaned_data["due_on"] if form.is_valid() else call.opinions_due_on
        posts = {post: None for _, boxes in rows for _, _, checked, post in boxes if checked}
        return days_off(posts, due_on) if due_on else []

    def do(self, request, call, form):
        """Do the act of the button; return a sentence about it. Raises ValidationError."""
        act, values = request.POST.get("act"), valid_values(form)
        if act not in OPINIONS:
            raise ValidationError(NO_ACT)
        return getattr(self, act)(request, call, values)

    def review(self, request, call, form):
        """The ActReview of the act of the button; None when there is no such act."""
        act = request.POST.get("act")
        if act not in OPINIONS:
            return None
        off = []
        if act == "send" and form.is_valid() and form.cleaned_data["due_on"]:
            posts = dict.fromkeys(post for _, post in self.pairs(request, call))
            off = [f"{OFF} {each}" for each in days_off(posts, form.cleaned_data["due_on"])]
        facts = [*self.subject_facts(act, request, call), *typed(form)]
        return opinion_review(act, facts, off)

    def subject_facts(self, act, request, call):
        """[(label, text)] of what the act is about."""
        if act == "send":
            dossiers = defaultdict(list)
            for application, post in self.pairs(request, call):
                dossiers[str(post)].append(str(application))
            return [(post, "\n".join(rows)) for post, rows in sorted(dossiers.items())]
        row = self.subject(act, request, call)
        if row is None:
            return []
        if act == "accept":
            return [("Saisine", str(row.request)), *facts_of(row)]
        if act == "enter":
            form = received_form(request, row)
            form.is_valid()
            return [("Saisine", str(row)), *facts_of(form.instance, form["signed_by"].value())]
        return [("Saisine", str(row))]

    def subject(self, act, request, call):
        """The row of the act, as its select names it, or None."""
        name, rows_of = SUBJECTS[act]
        value = request.POST.get(name, "")
        is_key = value.isascii() and value.isdecimal()
        return rows_of(call).filter(pk=value).first() if is_key else None

    def chosen(self, act, request, call):
        """The same. Raises ValidationError when there is none."""
        row = self.subject(act, request, call)
        if row is None:
            raise ValidationError(NO_ACT)
        return row

    def send(self, request, call, values):
        """Write the mails of the ticked pairs."""
        if not values["due_on"]:
            raise ValidationError("Donnez le jour de l’échéance.")
        mail = {"due_on": values["due_on"], "text": values["text"].strip()}
        batches = ask(call, self.pairs(request, call), by=request.user, **mail)
        sentence = f"Avis demandés : {', '.join(str(batch.post) for batch in batches)}."
        off = days_off([batch.post for batch in batches], values["due_on"])
        return " ".join([sentence, *([OFF, *off] if off else [])])

    def revoke(self, request, call, values):
        row = self.chosen("revoke", request, call)
        row.revoke(because=values["reason"])
        return f"La saisine est annulée : {row}."

    def accept(self, request, call, values):
        row = self.chosen("accept", request, call)
        row.accept(because=values["reason"], by=request.user)
        return f"Le brouillon compte comme avis du poste : {row}."

    def remind(self, request, call, values):
        batch = self.chosen("remind", request, call)
        remind_now(batch.pk)
        return f"Relance envoyée : {batch.post}."

    def enter(self, request, call, values):
        """Keep the opinion that a post gave by mail or by phone."""
        row = self.chosen("enter", request, call)
        form = received_form(request, row)
        signed_by = valid_values(form)["signed_by"]
        form.instance.enter(signed_by=signed_by, by=request.user)
        return f"L’avis reçu est au dossier : {row}."

    def pairs(self, request, call):
        """The ticked (application, post), of this call and of competent posts only."""
        lines, _ = board(call)
        rows = {str(line.application.pk): line.application for line in lines}
        competent = competent_posts(rows.values())
        ticked = set(request.POST.getlist("pair"))
        pairs = []
        for key, application in rows.items():
            posts = {f"{key}:{row.post.pk}": row.post for row in competent[application.pk]}
            pairs += [(application, posts[value]) for value in posts if value in ticked]
        return pairs


def drafts_of(call):
    """The submitted opinions that nobody has validated."""
    return Opinion.objects.filter(
        request__batch__call=call, submitted_at__isnull=False, validated_at__isnull=True
    )


# The select that names the row of an act, among which rows.
SUBJECTS = {
    "revoke": ("request", standing_requests),
    "accept": ("opinion", lambda call: Opinion.objects.filter(request__batch__call=call)),
    "remind": ("batch", lambda call: OpinionBatch.objects.filter(call=call)),
    "enter": ("request", standing_requests),
}


def received_form(request, row):
    """The form of the opinion of a post, over the draft that it may have."""
    draft = Opinion.objects.filter(request=row).first()
    opinion = draft or Opinion(request=row, application=row.application)
    return ReceivedForm(request.POST, instance=opinion)
