"""The opinions of a call: whom to ask, who has answered, who is late."""

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404

from correspondents.models import AccessRecord
from correspondents.records.access_log import record_access
from correspondents.records.admin.pages import NO_ACT, ActsPages
from correspondents.records.refusals import attempted, valid_values
from correspondents.records.widgets import DayInput
from correspondents.spreadsheets.files import FORMATS, file_response
from projects.models import Opinion, OpinionRequest
from projects.opinions.board import board, standing_requests, table
from projects.opinions.requests import ask, competent_posts, first_posts, preview


class AskForm(forms.Form):
    """The deadline and the message of a request, the reason of an act."""

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
        drafts = Opinion.objects.filter(
            request__batch__call=call, submitted_at__isnull=False, validated_at__isnull=True
        )
        return self.page(
            request,
            "call_opinions",
            "Avis",
            call=call,
            form=form,
            refusal=refusal,
            mails=mails,
            rows=self.rows(request, lines),
            posts=posts,
            drafts=drafts.select_related("request__post", "application"),
            given=sum(line.opinion_count for line in lines),
            asked=sum(len(line.requests) for line in lines),
        )

    def rows(self, request, lines):
        """[(Line, [(value, label, is checked)])]: the posts that may still be asked."""
        posts = competent_posts([line.application for line in lines])
        chosen = request.POST.getlist("pair") if request.method == "POST" else None
        rows = []
        for line in lines:
            post_keys = {request.post_id for request in line.requests}
            first = first_posts(line.application, posts)
            boxes = []
            for post, scope in posts[line.application.pk]:
                value = f"{line.application.pk}:{post.pk}"
                checked = value in chosen if chosen is not None else post.pk in first
                label = f"{post} ({scope})" if scope else str(post)
                if post.pk not in post_keys:
                    boxes.append((value, label, checked))
            rows.append((line, boxes))
        return rows

    def do(self, request, call, form):
        """Do the act; return (a sentence or "", the mails to show). Raises ValidationError."""
        act, values = request.POST.get("act"), valid_values(form)
        if act in {"preview", "send"}:
            if not values["due_on"]:
                raise ValidationError("Donnez le jour de l’échéance.")
            mail = {"due_on": values["due_on"], "text": values["text"].strip()}
            pairs = self.pairs(request, call)
            if act == "preview":
                return "", preview(call, pairs, **mail)
            batches = ask(call, pairs, by=request.user, **mail)
            return f"Avis demandés à {', '.join(str(batch.post) for batch in batches)}.", []
        if act == "revoke":
            requests = OpinionRequest.objects.standing().filter(batch__call=call)
            row = self.chosen(requests, request, "request")
            row.revoke(because=values["reason"])
            return f"La saisine est annulée : {row}.", []
        if act == "accept":
            drafts = Opinion.objects.filter(request__batch__call=call)
            row = self.chosen(drafts, request, "opinion")
            row.accept(because=values["reason"], by=request.user)
            return f"Le brouillon compte comme avis du poste : {row}.", []
        raise ValidationError(NO_ACT)

    def chosen(self, rows, request, name):
        """The row that a select names. Raises ValidationError."""
        value = request.POST.get(name, "")
        row = rows.filter(pk=value).first() if value.isascii() and value.isdecimal() else None
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
            posts = {f"{key}:{post.pk}": post for post, _ in competent[application.pk]}
            pairs += [(application, posts[value]) for value in posts if value in ticked]
        return pairs
