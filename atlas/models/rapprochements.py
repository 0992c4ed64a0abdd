"""Pairs of foreign authorities that may be one: a person decides, and may undo."""

from contextlib import contextmanager

from django.db import IntegrityError, models, transaction
from django.db.models import F, ManyToOneRel, Q
from django.utils import timezone

from correspondents.records.fields import account, foreign_key
from correspondents.records.refusals import refusal_of
from correspondents.records.tracking import tracked

from .foreign import ForeignAuthority, ForeignName
from .partnerships import Partnership

NAMES = "names"  # in `moved`: the new names of the authority that stays
NOTHING_WRITTEN = "Rien n’a été enregistré."


class CannotMerge(Exception):
    """The two cannot be merged or separated; the text is a French sentence."""


class AlreadySettled(CannotMerge):
    """Somebody else has decided meanwhile."""


class RapprochementQuerySet(models.QuerySet):
    def pending(self):
        return self.filter(state=Rapprochement.State.PENDING)

    def united(self):
        return self.filter(state=Rapprochement.State.MERGED)

    def with_names(self):
        return self.select_related("kept__country", "merged__country", "decided_by")


@tracked()
class Rapprochement(models.Model):
    """Two foreign authorities that may be one: proposed, then decided by a person, reversible.

    Once they are one, `merged` keeps its row but nothing refers to it any more: `moved` says
    what did, as {"app.Model.field": [keys]}, so that all of it can go back.
    """

    class State(models.TextChoices):
        PENDING = "pending", "à rapprocher"
        MERGED = "merged", "réunies"
        DIFFERENT = "different", "bien différentes"

    kept = foreign_key(ForeignAuthority, on_delete=models.CASCADE, verbose_name="autorité gardée")
    merged = foreign_key(ForeignAuthority, on_delete=models.CASCADE, verbose_name="autorité réunie")
    reason = models.CharField("pourquoi", max_length=200)
    likeness = models.FloatField("ressemblance, de 0 à 1", default=0)
    state = models.CharField(
        "décision", max_length=10, choices=State, default=State.PENDING, db_index=True
    )
    moved = models.JSONField("ce qui a été rattaché", default=dict, editable=False)
    proposed_at = models.DateTimeField("proposé le", default=timezone.now, editable=False)
    decided_at = models.DateTimeField("décidé le", null=True, blank=True)
    decided_by = account("décidé par", blank=True)

    objects = RapprochementQuerySet.as_manager()

    class Meta:
        verbose_name = "rapprochement"
        ordering = ["-likeness", "id"]
        constraints = [
            models.UniqueConstraint(
                models.functions.Least("kept", "merged"),
                models.functions.Greatest("kept", "merged"),
                name="one_rapprochement_of_two_authorities",
                violation_error_message="Ce rapprochement est déjà proposé ou décidé.",
            ),
            models.CheckConstraint(
                name="rapprochement_is_of_two",
                condition=~Q(kept=F("merged")),
                violation_error_message="Une autorité ne se rapproche pas d’elle-même.",
            ),
            models.CheckConstraint(
                name="rapprochement_is_decided_on_a_day",
                condition=Q(state="pending", decided_at__isnull=True)
                | ~Q(state="pending") & Q(decided_at__isnull=False),
                violation_error_message="Un rapprochement décidé porte la date de la décision.",
            ),
        ]

    def __str__(self):
        return f"{self.kept} / {self.merged}"

    @transaction.atomic
    def merge(self, *, by, keep=None):
        """Merge the two: the rows that refer to `merged` refer to `kept`, which takes its names.

        `keep` is the authority that stays, `kept` by default. Raises AlreadySettled after another
        decision, CannotMerge when the two cannot be one; then nothing is written.
        """
        self.take(self.State.PENDING)
        if keep == self.merged:
            self.kept, self.merged = self.merged, self.kept
        self.check_both_stand()
        self.check_can_be_one()
        with refused_in_french():
            self.moved = move(self.merged, self.kept)
        self.moved[NAMES] = give_names(self.merged, self.kept)
        self.settle(self.State.MERGED, by)

    @transaction.atomic
    def refuse(self, *, by):
        """Decide that they are two: the pair is proposed no more."""
        self.take(self.State.PENDING)
        self.settle(self.State.DIFFERENT, by)

    @transaction.atomic
    def undo(self):
        """Give back to `merged` its own rows that still refer to `kept`; the pair waits again.

        Raises AlreadySettled unless it is decided, CannotMerge when what was its own has gone on
        to a third authority, or when a rule of the base forbids it; then nothing is written.
        """
        self.take(self.State.MERGED, self.State.DIFFERENT)
        further = Rapprochement.objects.united().filter(merged=self.kept).first()
        if self.moved and further:
            raise CannotMerge(
                f"« {self.kept} » a été réunie depuis à « {further.kept} » : annulez d’abord "
                f"cette réunion. {NOTHING_WRITTEN}"
            )
        with refused_in_french():
            give_back(self.moved, self.kept, self.merged)
        self.state, self.moved = self.State.PENDING, {}
        self.decided_at = self.decided_by = None
        self.save()

    def take(self, *states):
        """Lock the row; raises AlreadySettled unless it is in one of these states."""
        now = Rapprochement.objects.select_for_update().get(pk=self.pk)
        if now.state not in states:
            decision = now.get_state_display()
            raise AlreadySettled(f"Ce rapprochement est déjà décidé ou annulé : {decision}.")
        self.moved = now.moved

    def check_both_stand(self):
        """Lock the two; raises AlreadySettled when one of them is merged into another."""
        both = [self.kept_id, self.merged_id]
        list(ForeignAuthority.objects.select_for_update().filter(pk__in=both).order_by("pk"))
        earlier = Rapprochement.objects.united().filter(merged__in=both).with_names().first()
        if earlier:
            raise AlreadySettled(
                f"« {earlier.merged} » est déjà réunie à « {earlier.kept} ». {NOTHING_WRITTEN}"
            )

    def check_can_be_one(self):
        """Raise CannotMerge when a parent, a partnership or a twinning of the two forbids it."""
        kept, merged = self.kept, self.merged
        contains = ForeignAuthority.objects.within
        if contains(kept).filter(pk=merged.pk).exists() or contains(merged).filter(pk=kept.pk):
            why = "l’une est située dans l’autre : corrigez « située dans »"
        elif both := Partnership.objects.at([kept]) & Partnership.objects.at([merged]):
            why = f"toutes deux sont partenaires de « {both[0].lead} » dans un même partenariat : "
            why += "retirez-en une"
        elif twice := twinned_with(kept).filter(lead__in=twinned_with(merged).values("lead")):
            why = f"« {twice[0].lead} » a un jumelage avec chacune, et deux collectivités n’en ont "
            why += "qu’un : supprimez l’un des deux"
        else:
            return
        raise CannotMerge(
            f"« {kept} » et « {merged} » ne se réunissent pas : {why}, puis recommencez. "
            f"{NOTHING_WRITTEN}"
        )

    def settle(self, state, by):
        self.state, self.decided_at, self.decided_by = state, timezone.now(), by
        self.save()


@contextmanager
def refused_in_french():
    """Turn a refusal by the base into CannotMerge; the writes of the block are rolled back."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        raise CannotMerge(f"{refusal_of(error)} {NOTHING_WRITTEN}") from error


def twinned_with(authority):
    return Partnership.objects.filter(kind=Partnership.Kind.TWINNING, partner=authority)


def referring():
    """Yield (label, model, field) of what refers to foreign authorities, except their names and
    rapprochements; the tables of many-to-many relations too, which Django hides."""
    for relation in ForeignAuthority._meta.get_fields(include_hidden=True):
        if not isinstance(relation, ManyToOneRel):
            continue
        model, field = relation.related_model, relation.field
        is_own = model in (ForeignName, Rapprochement)
        is_history = model._meta.object_name.endswith("Event")
        if not (is_own or is_history):
            yield f"{model._meta.label}.{field.name}", model, field


def move(merged, kept):
    """Have the rows that refer to `merged` refer to `kept`; returns {label: their keys}."""
    moved = {}
    for label, model, field in referring():
        rows = model._default_manager.filter(**{field.name: merged})
        keys = list(rows.values_list("pk", flat=True))
        if model._meta.auto_created:
            keys = sorted({*keys} - duplicates(model, field, kept))
        if keys:
            model._default_manager.filter(pk__in=keys).update(**{field.name: kept})
            moved[label] = keys
    return moved


def duplicates(model, field, authority):
    """The keys of the rows of a many-to-many table whose owner names this authority already."""
    owner = next(each for each in model._meta.fields if each.is_relation and each != field)
    owners = model._default_manager.filter(**{field.name: authority}).values(owner.name)
    rows = model._default_manager.filter(**{f"{owner.name}__in": owners})
    return set(rows.values_list("pk", flat=True))


def give_back(moved, kept, merged):
    """Undo `move` and `give_names` for the rows that still refer to `kept`."""
    for label, model, field in referring():
        keys = moved.get(label, [])
        own = model._default_manager.filter(pk__in=keys, **{field.name: kept})
        own.update(**{field.name: merged})
    kept.names.filter(pk__in=moved.get(NAMES, [])).delete()


def give_names(merged, kept):
    """Give `kept` the names of `merged`; returns the keys of its new names."""
    norms = {kept.name_norm, *kept.names.values_list("name_norm", flat=True)}
    names = {merged.name_norm: merged.name}
    names |= {other.name_norm: other.name for other in merged.names.all()}
    new_names = [kept.names.create(name=name) for norm, name in names.items() if norm not in norms]
    return [name.pk for name in new_names]
