"""The decisions on one submission."""

from django import forms
from dsfr.forms import DsfrBaseForm

ACCEPT, REFUSE, LATER = "accept", "refuse", "later"


class DecisionForm(DsfrBaseForm):
    """One decision and one reason for each pending proposal.

    `everything` accepts them all; `nothing` refuses them all, for one `reason_of_all`.
    """

    CHOICES = [(ACCEPT, "Accepter"), (REFUSE, "Refuser"), (LATER, "Décider plus tard")]

    everything = forms.BooleanField(required=False, widget=forms.HiddenInput)
    nothing = forms.BooleanField(required=False, widget=forms.HiddenInput)
    reason_of_all = forms.CharField(
        label="Pourquoi tout refuser",
        help_text="Une seule raison pour tous les champs ; envoyée à qui a laissé une adresse.",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, data=None, *, proposals):
        super().__init__(data)
        self.proposals = proposals
        for proposal in proposals:
            self.fields[f"decision_{proposal.pk}"] = forms.ChoiceField(
                label=f"{proposal.label} : votre décision",
                choices=self.CHOICES,
                initial=LATER,
                required=False,
                widget=forms.RadioSelect,
            )
            self.fields[f"reason_{proposal.pk}"] = forms.CharField(
                label=f"{proposal.label} : pourquoi",
                help_text="Obligatoire pour refuser ; envoyé à qui a laissé une adresse.",
                max_length=1000,
                required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def rows(self):
        """Each proposal with its two fields, for the template."""
        return [
            (proposal, self[f"decision_{proposal.pk}"], self[f"reason_{proposal.pk}"])
            for proposal in self.proposals
        ]

    def clean(self):
        cleaned = super().clean()
        unsaid = [f"reason_{p.pk}" for p, reason in self.chosen(REFUSE) if not reason]
        for name in ["reason_of_all"] if unsaid and cleaned.get("nothing") else unsaid:
            self.add_error(name, "Dites pourquoi vous refusez.")
        if not self.errors and not (self.chosen(ACCEPT) or self.chosen(REFUSE)):
            self.add_error(None, "Aucune décision n’est cochée : rien n’a été enregistré.")
        return cleaned

    def decision(self, proposal):
        if self.cleaned_data.get("everything"):
            return ACCEPT
        if self.cleaned_data.get("nothing"):
            return REFUSE
        return self.cleaned_data.get(f"decision_{proposal.pk}") or LATER

    def reason(self, proposal):
        texts = [self.cleaned_data.get(f"reason_{proposal.pk}", "")]
        if self.cleaned_data.get("nothing"):
            texts.append(self.cleaned_data.get("reason_of_all", ""))
        return next((text.strip() for text in texts if text.strip()), "")

    def chosen(self, decision):
        """[(proposal, reason)] of those decided so."""
        return [(p, self.reason(p)) for p in self.proposals if self.decision(p) == decision]

    def refuse_with(self, error):
        """Show why the object or the base refused: each sentence names its field."""
        labels = {proposal.field: proposal.label for proposal in self.proposals}
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)
            return
        for name, messages in error.message_dict.items():
            for message in messages:
                label = labels.get(name, "")
                self.add_error(None, f"{label} : {message}" if label else message)
