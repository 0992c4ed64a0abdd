"""The changes of a form to its record, as a proposal."""

from django.utils import timezone

from correspondents.models import Proposal, review_of

from .notices import tell_post

PROPOSED = "Votre correction est proposée : elle paraîtra dès qu’elle sera validée."
NOTHING_NEW = "Rien à proposer : aucun champ ne change, ou la même correction attend déjà."


class FormChanges:
    """Mixed into a ModelForm whose record has a `Review`: it reads fields as texts."""

    def close(self, names):
        """Show these fields without letting them be changed: their correction waits."""
        for name in names:
            for field in self.inputs_of(name):
                field.disabled = True
                field.help_text = "Une correction attend : retirez-la pour en proposer une autre."

    def inputs_of(self, name):
        """The fields on screen of a field that one proposes."""
        return [self.fields[name]] if name in self.fields else []

    @property
    def changes(self):
        """(field, old text, new text) of each field that differs from the record in the base."""
        before = review_of(self.before)
        rows = [(name, before.read_field(name), text) for name, text in self.texts.items()]
        return [row for row in rows if row[1] != row[2]]

    @property
    def before(self):
        """The record as the base has it: the form has filled its own."""
        return type(self.instance)._default_manager.get(pk=self.instance.pk)

    @property
    def texts(self):
        """{field: text} of what was touched."""
        changed = [name for name in self._meta.fields if name in self.changed_data]
        return {name: str(self.cleaned_data[name] or "") for name in changed}


def propose(target, changes, *, post, by, comment=""):
    """Propose [(field, old text, new text)], those that wait already left out: PROPOSED, or
    NOTHING_NEW when none is left."""
    waiting = Proposal.objects.pending().about(target)
    pairs = set(waiting.values_list("field", "new"))
    rows = [(name, old, new) for name, old, new in changes if (name, new) not in pairs]
    made = Proposal.objects.propose_at_post(target, rows, post=post, by=by, comment=comment)
    if made:  # one mail a day, whatever the number of records corrected
        tell_post(made[0], key=f"corrections {by.pk}, {timezone.localdate()}")
    return PROPOSED if rows else NOTHING_NEW
