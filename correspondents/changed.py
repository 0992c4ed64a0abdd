"""What a form would change of its record, as a proposal says it."""


class Changes:
    """Mixed into a ModelForm whose record reads its fields as texts (`read_field`)."""

    @property
    def changes(self):
        """(field, old text, new text) of each field that differs from the record in the base."""
        before = type(self.instance)._default_manager.get(pk=self.instance.pk)
        changed = [name for name in self._meta.fields if name in self.changed_data]
        texts = {name: str(self.cleaned_data[name] or "") for name in changed}
        return [
            (name, before.read_field(name), text)
            for name, text in texts.items()
            if text != before.read_field(name)
        ]
