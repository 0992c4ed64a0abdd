"""What a refused form says at its head, so that nobody believes that it went."""

from django import template

register = template.Library()


@register.filter
def corrections(form):
    """[(anchor of the field, its label, sentence)] of a form, its own sentences first; of a list
    of sentences, those.

    The anchor and the label are "" for what no field holds that can be seen.
    """
    if not hasattr(form, "fields"):
        return [("", "", sentence) for sentence in form or []]
    rows = [("", "", sentence) for sentence in form.non_field_errors()]
    for name, sentences in form.errors.items():
        if name not in form.fields:
            continue
        field = form[name]
        seen = not field.is_hidden
        rows += [
            (anchor_of(field) if seen else "", field.label if seen else "", sentence)
            for sentence in sentences
        ]
    return rows


def anchor_of(field):
    """The id of what the reader types in: of several choices, the first."""
    return field.id_for_label or f"{field.auto_id}_0"
