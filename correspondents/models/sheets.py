"""What the review of proposals asks of a post's own sheet."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import capfirst

from .proposable import Fact


class ProposableSheet:
    """Mixed into `Post`: the target of proposals by those of the post who do not decide.

    All of it is public, and nothing of it is verified, reported or followed up.
    """

    PROPOSABLE = ["mailbox", "phone", "website"]
    FOLLOW_UPS = {}

    @property
    def public_label(self):
        return str(self)

    def facts(self):
        """The sheet under review, line by line."""
        texts = {name: self.read_field(name) for name in self.PROPOSABLE}
        return [Fact(self.field_label(name), text, text) for name, text in texts.items()]

    def field_label(self, name):
        return capfirst(self._meta.get_field(name).verbose_name)

    def read_field(self, name):
        return str(getattr(self, name))

    def show_value(self, name, text):
        return text

    @transaction.atomic
    def accept_changes(self, changes, *, by):
        """Write proposed values together; raises ValidationError, by field where one is wrong."""
        if wrong := set(changes) - set(self.PROPOSABLE):
            raise ValidationError(f"Ces champs ne se proposent pas : {', '.join(sorted(wrong))}.")
        for name, text in changes.items():
            setattr(self, name, text)
        self.clean_fields(exclude={field.name for field in self._meta.fields} - set(changes))
        self.save(update_fields=list(changes))

    def refuse_change(self, name, *, by):
        """Proposing a value had changed nothing."""

    def accept_report(self, *, by):
        """A sheet carries no doubt: what is wrong in it is corrected."""

    def confirm(self, proposal, *, by):
        """A sheet carries no verification."""
