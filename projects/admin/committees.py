"""The delegation prepares a committee, freezes its file, enters and notifies its decisions."""

from functools import partial

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError

from correspondents.records.admin.pages import NO_ACT, ActsPages
from correspondents.records.admin.tables import RowsInline, TrackedAdmin
from correspondents.records.refusals import attempted, valid_values
from correspondents.records.reviews import reviewed
from projects.committees.content import content_of
from projects.committees.grid import decide, lines, propose
from projects.committees.letters import notify
from projects.committees.money import balance
from projects.models import Application, Committee, CommitteeFile, CommitteeMember, Derogation

from .committeepages import CommitteePages, recusals_of
from .reviews import committee_review

# The buttons of the page of a committee: each is a method of its table.
ACTS = {"freeze", "recuse", "derogate", "close", "announce", "notify"}
REFUSED = "Rien n’a été enregistré : lisez ce qui est refusé à chaque dossier."


class MemberInline(RowsInline):
    """The members; once the minutes are settled the base keeps them as they are."""

    model = CommitteeMember

    def has_add_permission(self, request, obj=None):
        return not (obj and obj.is_closed) and super().has_add_permission(request, obj)

    def has_change_permission(self, request, obj=None):
        return not (obj and obj.is_closed) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return not (obj and obj.is_closed) and super().has_delete_permission(request, obj)


class CommitteeActForm(forms.Form):
    """The values of the acts: a dossier, a member, a rule, a reason."""

    application = forms.ModelChoiceField(
        Application.objects.none(), label="Dossier", required=False
    )
    member = forms.ModelChoiceField(CommitteeMember.objects.none(), label="Membre", required=False)
    rule = forms.ChoiceField(
        label="Règle",
        choices=[(rule.value, rule.label) for rule in Derogation.OF_DOSSIERS],
        required=False,
    )
    reason = forms.CharField(label="Raison", max_length=300, required=False)

    def __init__(self, committee, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["application"].queryset = committee.to_decide().order_by("reference")
        self.fields["member"].queryset = committee.members.all()


@admin.register(Committee)
class CommitteeAdmin(CommitteePages, ActsPages, TrackedAdmin):
    """Its day and its members are edited here; the rest has pages of its own."""

    own_pages = {"<int:pk>/actes/": "acts", "<int:pk>/decisions/": "grid"}
    list_display = ["name", "call", "held_on", "closed_at", "results_at"]
    list_filter = ["call", ("closed_at", admin.EmptyFieldListFilter)]
    search_fields = ["name", "call__text_norm"]
    autocomplete_fields = ["call"]
    date_hierarchy = "held_on"
    inlines = [MemberInline]
    fields = ["call", "name", ("held_on", "place"), "minutes"]

    def get_queryset(self, request):
        return super().get_queryset(request).visible_to(request.user).select_related("call")

    def get_readonly_fields(self, request, obj=None):
        return ["call", "name", "held_on", "place", "minutes"] if obj and obj.is_closed else []

    def has_delete_permission(self, request, obj=None):
        return not (obj and obj.is_closed) and super().has_delete_permission(request, obj)

    def committee_page(self, request, name, committee, title, **context):
        about = {"committee": committee, "call": committee.call}
        return self.page(request, f"committee_{name}", title, **about, **context)

    def acts_view(self, request, pk):
        """GET shows where the committee stands; POST does the act of the button."""
        committee = self.record_of(request, pk)
        form = CommitteeActForm(committee, request.POST if request.method == "POST" else None)
        refusals = []
        if request.method == "POST":
            asks = partial(committee_review, committee, request.POST.get("act"), form)
            message, refusals, review = reviewed(request, asks, self.act, request, committee, form)
            if review:
                return self.review_page(request, review)
            if message:
                return self.done(request, committee, message, "acts")
        return self.committee_page(
            request,
            "acts",
            self.record_of(request, pk),
            "Actes",
            form=form,
            refusal=" ".join(refusals),
            files=committee.files.defer("content").select_related("made_by"),
            recusals=recusals_of(committee),
            derogations=Derogation.objects.of_dossiers()
            .filter(application__call=committee.call_id)
            .select_related("application"),
            balance=balance(committee.call),
            to_tell=committee.decisions.filter(notification__isnull=True).count(),
        )

    def act(self, request, committee, form):
        """Do the act of the button; return a sentence about it. Raises ValidationError."""
        values, act = valid_values(form), request.POST.get("act")
        if act not in ACTS:
            raise ValidationError(NO_ACT)
        return getattr(self, act)(committee, values, request.user)

    def freeze(self, committee, values, user):
        file = CommitteeFile.objects.freeze(committee, content_of(committee, user), by=user)
        return f"Le {file} est figé : plus rien ne le change."

    def recuse(self, committee, values, user):
        if not (values["member"] and values["application"]):
            raise ValidationError("Choisissez le membre et le dossier.")
        values["member"].recusals.create(application=values["application"], reason=values["reason"])
        return f"{values['member'].name} se déporte du dossier {values['application'].reference}."

    def derogate(self, committee, values, user):
        if not values["application"]:
            raise ValidationError("Choisissez le dossier.")
        row = Derogation.objects.grant(
            values["application"], values["rule"], reason=values["reason"], by=user
        )
        return f"Dérogation accordée au dossier {values['application'].reference} : {row}."

    def close(self, committee, values, user):
        committee.close(by=user)
        return "Le procès-verbal est arrêté : les décisions ne changent plus."

    def announce(self, committee, values, user):
        committee.announce()
        return "Les résultats sont publics."

    def notify(self, committee, values, user):
        letters, mailed = notify(committee, by=user)
        return f"Décisions notifiées : {letters}, dont {mailed} par courriel."

    def grid_view(self, request, pk):
        """GET shows all the dossiers in one grid; POST keeps proposals, or writes decisions."""
        committee = self.record_of(request, pk)
        data = request.POST if request.method == "POST" else None
        rows, refusal = lines(committee, data), ""
        if data is not None:
            message, refusal = attempted(self.keep_grid, request, committee, rows)
            if message:
                return self.done(request, committee, "La grille est enregistrée.", "grid")
            refusal = refusal or REFUSED
        return self.committee_page(
            request,
            "grid",
            committee,
            "Décisions",
            rows=rows,
            refusal=refusal,
            balance=balance(committee.call),
        )

    def keep_grid(self, request, committee, rows):
        act = request.POST.get("act")
        if act == "propose":
            return propose(committee, rows)
        if act == "decide":
            return decide(committee, rows, by=request.user)
        raise ValidationError(NO_ACT)
