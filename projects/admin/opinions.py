"""The opinions of a call: whom to ask, who has answered, who is late."""

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404

from correspondents.models import AccessRecord
from correspondents.records.access_log import record_access
from correspondents.records.admin.pages import NO_ACT, ActsPages
from correspondents.records.days import ReasonableDays
from correspondents.records.refusals import attempted, valid_values
from correspondents.records.widgets import DayInput
from correspondents.spreadsheets.files import FORMATS, file_response
from projects.models import Opinion, OpinionBatch
from projects.opinions.board import board, standing_requests, table
from projects.opinions.reminders import remind_now
from projects.opinions.requests import ask, competent_posts, days_off, preview


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
        """GET shows where opinions stand; POST previews mails, sends them, revokes, accepts."""
        call = self.record_of(request, pk)
        posted = request.method == "POST"
        form = AskForm(request.POST if posted else None, initial={"due_on": call.opinions_due_on})
        refusal, mails = "", []
        if posted:
            made, refusal = attempted(self.do, request, call, form)
            message, mails = made or ("", [])
            if message:
                return self.done(request, call, message, "opinions")
        lines, posts = board(call)
        rows = self.rows(request, lines)
        return self.page(
            request,
            "call_opinions",
            "Avis",
            call=call,
            form=form,
            refusal=refusal,
            mails=mails,
            rows=rows,
            days_off=self.days_off(form, call, rows),
            **self.to_read(request, call),
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
        due_on = form.cleaned_data.get("due_on") if form.is_bound else call.opinions_due_on
        posts = {post: None for _, boxes in rows for _, _, checked, post in boxes if checked}
        return days_off(posts, due_on) if due_on else []

    def do(self, request, call, form):
        """Do the act; return (a sentence or "", the mails to show). Raises ValidationError."""
        act, values = request.POST.get("act"), valid_values(form)
        if act in {"preview", "send"}:
            return self.ask(request, call, values, act)
        if act == "revoke":
            row = self.chosen(standing_requests(call), request, "request")
            row.revoke(because=values["reason"])
            return f"La saisine est annulée : {row}.", []
        if act == "accept":
            drafts = Opinion.objects.filter(request__batch__call=call)
            row = self.chosen(drafts, request, "opinion")
            row.accept(because=values["reason"], by=request.user)
            return f"Le brouillon compte comme avis du poste : {row}.", []
        if act == "remind":
            batch = self.chosen(OpinionBatch.objects.filter(call=call), request, "batch")
            remind_now(batch.pk)
            return f"Relance envoyée : {batch.post}.", []
        if act == "enter":
            return self.enter(request, call), []
        if act in {"reread", "read"}:
            return "", []
        raise ValidationError(NO_ACT)

    def ask(self, request, call, values, act):
        """Preview the mails of the ticked pairs, or send them."""
        if not values["due_on"]:
            raise ValidationError("Donnez le jour de l’échéance.")
        mail = {"due_on": values["due_on"], "text": values["text"].strip()}
        pairs = self.pairs(request, call)
        if act == "preview":
            return "", preview(call, pairs, **mail)
        batches = ask(call, pairs, by=request.user, **mail)
        sentence = f"Avis demandés à {', '.join(str(batch.post) for batch in batches)}."
        off = days_off([batch.post for batch in batches], values["due_on"])
        warning = f" L’échéance tombe un jour où l’on n’y travaille pas : {' '.join(off)}"
        return sentence + (warning if off else ""), []

    def enter(self, request, call):
        """Keep the opinion that a post gave by mail or by phone. Raises ValidationError."""
        row = self.chosen(standing_requests(call), request, "request")
        draft = Opinion.objects.filter(request=row).first()
        opinion = draft or Opinion(request=row, application=row.application)
        values = valid_values(form := ReceivedForm(request.POST, instance=opinion))
        form.instance.enter(signed_by=values["signed_by"], by=request.user)
        return f"L’avis reçu est au dossier : {row}."

    def to_read(self, request, call):
        """What is read before it counts for good: a received opinion as typed, a draft."""
        act = request.POST.get("act")
        typed = [request.POST] if act in {"reread", "enter"} else []
        drafts = Opinion.objects.filter(
            request__batch__call=call, submitted_at__isnull=False, validated_at__isnull=True
        ).select_related("request__post", "application")
        return {
            "drafts": drafts,
            "received_form": ReceivedForm(*typed, auto_id="received_%s"),
            "received_request": request.POST.get("request", "") if typed else "",
            "draft_to_read": named(drafts, request, "opinion") if act == "read" else None,
        }

    def chosen(self, rows, request, name):
        """The row that a select names. Raises ValidationError."""
        row = named(rows, request, name)
        if row is None:
            raise ValidationError(NO_ACT)
        return row

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


def named(rows, request, name):
    """The row that a select names, or None."""
    value = request.POST.get(name, "")
    return rows.filter(pk=value).first() if value.isascii() and value.isdecimal() else None
