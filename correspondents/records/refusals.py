"""The refusals of a form: its record changed since it was shown, or the base refuses."""

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import Max

MOVED = (
    "La fiche a changé pendant que vous la modifiiez (une autre personne, ou un import) : rien n’a "
    "été enregistré. Ouvrez-la de nouveau, puis refaites votre correction."
)
# The state under which our own triggers raise a sentence that is written for people.
SPOKEN = "23D01"
UNSAID = "La base refuse cet enregistrement : une autre personne l’a peut-être modifié entre-temps."


def last_event(model, pk):
    """The number of a record's last change, as text; "" when it has none."""
    events = model.pgh_event_model.objects.filter(pgh_obj=pk)
    return str(events.aggregate(last=Max("pgh_id"))["last"] or "")


def last_events(model, keys):
    """{key: number of the last change, as text}, in one query."""
    events = model.pgh_event_model.objects.filter(pgh_obj__in=keys).order_by()
    rows = events.values_list("pgh_obj").annotate(last=Max("pgh_id"))
    return {key: str(last) for key, last in rows}


def spoken(sentence):
    """The SQL by which a trigger refuses with a French sentence: `refusal_of` gives it back."""
    quoted = sentence.replace("'", "''").replace("%", "%%")
    return f"RAISE EXCEPTION '{quoted}' USING ERRCODE = '{SPOKEN}';"


def is_spoken(error):
    """Whether one of our own triggers refused: what it keeps is not to be rewritten."""
    return getattr(error.__cause__, "sqlstate", None) == SPOKEN


def refusal_of(error, unsaid=UNSAID):
    """The French sentence of the trigger, or of the constraint, that refused; else `unsaid`."""
    diagnosed = error.__cause__.diag
    if diagnosed.sqlstate == SPOKEN:
        return diagnosed.message_primary
    name = diagnosed.constraint_name
    for model in apps.get_models():
        for constraint in model._meta.constraints:
            if constraint.name == name:
                return constraint.violation_error_message
    return unsaid


def attempt(act, *args, **options):
    """(what the act returned, []); or (None, the sentences that refuse it), nothing written."""
    try:
        with transaction.atomic():
            result = act(*args, **options)
            connection.check_constraints()  # those that wait for the end, now
            return result, []
    except ValidationError as error:
        return None, error.messages
    except IntegrityError as error:
        return None, [refusal_of(error)]


def attempted(act, *args, **options):
    """The same, the sentences as one text."""
    result, refusals = attempt(act, *args, **options)
    return result, " ".join(refusals)


def valid_values(form):
    """The values of the form. Raises ValidationError, with all its sentences."""
    if not form.is_valid():
        raise ValidationError([e for errors in form.errors.values() for e in errors])
    return form.cleaned_data
