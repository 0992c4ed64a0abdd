"""The acts of the delegation on a subsidy: each is a form that knows its fields and its effect.

The base keeps the rules: `do()` raises ValidationError, or the IntegrityError of what it refuses.
"""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format

from correspondents.records.days import ReasonableDays
from correspondents.records.refusals import valid_values
from correspondents.records.widgets import DayInput
from projects.models import Derogation, Instalment, Report, ReportFile


def day_field(label, **options):
    return forms.DateField(
        label=label,
        widget=DayInput(),
        error_messages={
            "required": f"Donnez le jour ({label.lower()}).",
            "invalid": f"Donnez un jour qui existe ({label.lower()}).",
        },
        **options,
    )


def reason_field(max_length):
    messages = {"required": "Dites pourquoi : la raison est gardée."}
    return forms.CharField(label="Raison", error_messages=messages, max_length=max_length)


def row_field(model, label):
    """One of the rows of the subsidy."""
    message = f"Choisissez {label} de cette subvention."
    return forms.ModelChoiceField(
        model.objects.none(),
        label=label.split(" ", 1)[1].capitalize(),
        error_messages={"required": message, "invalid_choice": message},
    )


class GrantAct(ReasonableDays, forms.Form):
    """`about` names the field of the row that it is about; `fits` says which rows it offers.

    A row that is not offered (the page was open for long) is answered by the base's own sentence.
    """

    name = title = button = about = ""
    day_limits = {"on": (10, 1), "until": (0, 5)}

    def __init__(self, grant, rows, *posted):
        super().__init__(*posted, auto_id=f"{self.name}_%s")
        self.grant = grant
        self.offered = [row for row in rows.get(self.about, []) if self.fits(row)]
        if self.about:
            field = self.fields[self.about]
            field.queryset = field.queryset.model.objects.filter(grant=grant)
            field.widget.choices = [(row.pk, str(row)) for row in self.offered]

    def fits(self, row):
        return True

    @property
    def is_offered(self):
        return bool(self.offered)


class Receive(GrantAct):
    name, about = "receive", "report"
    title, button = "Noter ce qui est reçu", "Noter la réception"

    report = row_field(Report, "un compte rendu")
    part = forms.ChoiceField(
        label="Partie",
        choices=ReportFile.Part,
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), "Dites quelle partie est reçue."
        ),
    )
    on = day_field("Reçue le", initial=timezone.localdate)
    file = forms.FileField(
        label="Fichier",
        error_messages={
            **dict.fromkeys(("required", "invalid"), "Joignez le fichier reçu."),
            "empty": "Ce fichier est vide : joignez-le de nouveau.",
        },
    )

    def fits(self, report):
        return report.accepted_at is None

    def do(self, by):
        values = valid_values(self)
        report = values["report"]
        file = report.receive(values["part"], values["file"], on=values["on"], by=by)
        return f"{report}, {file.get_part_display()} : reçue le {date_format(values['on'])}."


class Accept(GrantAct):
    name, about = "accept", "report"
    title, button = "Accepter un compte rendu", "Relire avant d’accepter"

    report = row_field(Report, "un compte rendu")

    def fits(self, report):
        return report.accepted_at is None and report.received_on is not None

    def do(self, by):
        report = valid_values(self)["report"]
        report.accept(by=by)
        return f"{report} : accepté. Les tranches qui l’attendent peuvent être versées."


class Pay(GrantAct):
    name, about = "pay", "instalment"
    title, button = "Noter un versement", "Relire avant de noter le versement"

    instalment = row_field(Instalment, "une tranche")
    on = day_field("Versée le", initial=timezone.localdate)
    number = forms.CharField(label="Demande de paiement (Chorus)", max_length=40, required=False)

    def fits(self, instalment):
        return instalment.paid_on is None

    def do(self, by):
        values = valid_values(self)
        values["instalment"].pay(on=values["on"], number=values["number"])
        return f"{values['instalment']} : versée le {date_format(values['on'])}."


class DerogatePayment(GrantAct):
    name, about = "derogate_payment", "instalment"
    title, button = "Verser sans le compte rendu", "Relire avant de déroger"

    instalment = row_field(Instalment, "une tranche")
    reason = reason_field(500)

    def fits(self, instalment):
        report = instalment.report
        return bool(instalment.paid_on is None and report and report.accepted_at is None)

    def do(self, by):
        values = valid_values(self)
        return derogate(self.grant, "payment", values, by, instalment=values["instalment"])


class DerogateReport(GrantAct):
    name, about = "derogate_report", "report"
    title, button = "Accepter un compte rendu partiel", "Relire avant de déroger"

    report = row_field(Report, "un compte rendu")
    until = day_field("Jusqu’au")
    reason = reason_field(500)

    def fits(self, report):
        return report.accepted_at is None

    def clean_until(self):
        until = self.cleaned_data["until"]
        if until < timezone.localdate():
            raise ValidationError("Ce dernier jour est passé : donnez-en un à venir.")
        return until

    def do(self, by):
        values = valid_values(self)
        about = {"report": values["report"], "until": values["until"]}
        return derogate(self.grant, "partial_report", values, by, **about)


class Abandon(GrantAct):
    name, title, button = "abandon", "Abandonner le projet", "Relire avant d’abandonner"

    on = day_field("Abandonné le", initial=timezone.localdate)
    reason = reason_field(300)

    @property
    def is_offered(self):
        return self.grant.abandoned_on is None

    def do(self, by):
        values = valid_values(self)
        self.grant.abandon(on=values["on"], because=values["reason"])
        return "Le projet est abandonné : plus rien n’est versé, ni relancé."


ACTS = {act.name: act for act in (Receive, Accept, Pay, DerogatePayment, DerogateReport, Abandon)}


def acts_of(grant, reports, instalments):
    """The acts that have something to be about, none filled in."""
    rows = {"report": reports, "instalment": instalments}
    return [act for act in (made(grant, rows) for made in ACTS.values()) if act.is_offered]


def derogate(grant, rule, values, by, **about):
    row = Derogation.objects.grant(grant.application, rule, reason=values["reason"], by=by, **about)
    return f"Dérogation gardée : {row}."
