"""« Comité de sélection » : its members, its day, its minutes."""

import pgtrigger
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone

from correspondents.models.visibility import OfTheDelegation
from correspondents.records.fields import foreign_key
from correspondents.records.refusals import spoken
from correspondents.records.tracking import tracked

from .applications import Application
from .calls import Call
from .checked import write_checked
from .fields import OPTIONAL
from .triggers import before, frozen, refusing, written

MINUTES_FIRST = "Arrêtez d’abord le procès-verbal."
CLOSED = "Le procès-verbal est arrêté : plus rien du comité ne change."
# The keys of a row before and after a change.
KEYS = (
    "CASE WHEN TG_OP <> 'INSERT' THEN OLD.{key} END, CASE WHEN TG_OP <> 'DELETE' THEN NEW.{key} END"
)


def stays_once_closed(*columns, key="committee_id", through="{keys}"):
    """The trigger of rows of a committee: they stay once the minutes are settled.

    `columns` are the ones that stay, all when none is named; `through` is SQL that leads from the
    keys of the row to the keys of its committees.
    """
    committees = through.format(keys=KEYS.format(key=key))
    return before(
        "stays_once_closed",
        written(*columns) | pgtrigger.Delete,
        func=f"""
        IF EXISTS (SELECT 1 FROM projects_committee
                   WHERE closed_at IS NOT NULL AND id IN ({committees}))
        THEN {spoken(CLOSED)}
        END IF;
        RETURN COALESCE(NEW, OLD);
        """,
    )


class CommitteeQuerySet(OfTheDelegation):
    def closed(self):
        """The committees with settled minutes."""
        return self.filter(closed_at__isnull=False)

    def announced(self):
        """The committees with public results."""
        return self.filter(results_at__isnull=False)


@tracked()
class Committee(models.Model):
    """A meeting about the dossiers of a call; a dossier that it adjourns waits for another one.

    Its day is the last one of late opinions: the base keeps that of the call's last committee in
    `Call.committee_on`. Decisions are written from that day on, until the minutes are settled.
    """

    call = foreign_key(Call, "committees", verbose_name="appel")
    name = models.CharField("intitulé", max_length=120, default="Comité de sélection")
    held_on = models.DateField(
        "se réunit le", help_text="Un avis en retard est reçu jusqu’à la veille, à Paris."
    )
    place = models.CharField("lieu", max_length=160, blank=True)
    minutes = models.TextField(
        "débats",
        max_length=20_000,
        blank=True,
        help_text="Ce que le procès-verbal dit de plus que les présents et les décisions.",
    )
    closed_at = models.DateTimeField("arrêté le", **OPTIONAL, editable=False)
    closed_by = models.CharField("arrêté par", max_length=160, blank=True, editable=False)
    results_at = models.DateTimeField("résultats publiés le", **OPTIONAL, editable=False)

    objects = CommitteeQuerySet.as_manager()

    class Meta:
        verbose_name = "comité"
        ordering = ["-held_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["call", "held_on", "name"],
                name="one_committee_of_a_day",
                violation_error_message="L’appel a déjà un comité de ce nom ce jour-là.",
            ),
            models.CheckConstraint(
                name="closed_committee_says_by_whom",
                condition=Q(closed_at__isnull=True, closed_by="")
                | Q(closed_at__isnull=False) & ~Q(closed_by=""),
                violation_error_message="Un procès-verbal arrêté dit par qui.",
            ),
            models.CheckConstraint(
                name="results_follow_the_minutes",
                condition=Q(results_at__isnull=True) | Q(closed_at__isnull=False),
                violation_error_message=MINUTES_FIRST,
            ),
        ]
        triggers = [
            frozen(
                "stays_once_closed",
                CLOSED,
                pgtrigger.UpdateOf(
                    "call_id", "name", "held_on", "place", "minutes", "closed_at", "closed_by"
                )
                | pgtrigger.Delete,
                once="closed_at",
            ),
            pgtrigger.Trigger(
                # One date for all: reminders, late opinions and the committee read the call's.
                name="dates_the_opinions",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("held_on") | pgtrigger.Delete,
                func="""
                UPDATE projects_call SET committee_on = last.held_on
                FROM (SELECT max(held_on) AS held_on FROM projects_committee
                      WHERE call_id = COALESCE(NEW.call_id, OLD.call_id)) last
                WHERE id = COALESCE(NEW.call_id, OLD.call_id) AND last.held_on IS NOT NULL
                    AND committee_on IS DISTINCT FROM last.held_on;
                RETURN NULL;
                """,
            ),
        ]

    def __str__(self):
        return f"{self.name} du {self.held_on:%d/%m/%Y}"

    @property
    def has_met(self):
        """Whether its day has come, in Paris."""
        return self.held_on <= timezone.localdate()

    @property
    def is_closed(self):
        return self.closed_at is not None

    def to_decide(self):
        """The standing dossiers of the call that no other committee has settled."""
        settled = self.decisions.model.objects.final().exclude(committee=self)
        rows = Application.objects.standing().filter(call=self.call_id)
        return rows.exclude(pk__in=settled.values("application"))

    def close(self, *, by):
        """Settle the minutes: nothing of the committee changes any more. Raises ValidationError."""
        if self.is_closed:
            raise ValidationError(CLOSED)
        if not self.has_met:
            raise ValidationError("Le comité ne s’est pas encore réuni.")
        undecided = self.to_decide().exclude(decisions__committee=self)
        if missing := list(undecided.order_by("reference").values_list("reference", flat=True)):
            raise ValidationError(
                f"Ces dossiers n’ont pas de décision : {', '.join(missing)}. Décidez-les, ou "
                "ajournez-les."
            )
        present = self.members.filter(is_chair=True, attendance=CommitteeMember.Attendance.PRESENT)
        sides = CommitteeMember.Side.values if self.call.family == Call.Family.JOINT else ["french"]
        if missing := set(sides) - set(present.values_list("side", flat=True)):
            labels = [CommitteeMember.Side(side).label for side in sides if side in missing]
            raise ValidationError(f"Dites qui a présidé : {', '.join(labels)}.")
        write_checked(self, closed_at=timezone.now(), closed_by=by.signature)

    def announce(self):
        """Make the results public, for good. Raises ValidationError before the minutes."""
        if self.results_at is None:
            write_checked(self, results_at=timezone.now())


@tracked()
class CommitteeMember(models.Model):
    """A member of a committee and his or her attendance; one chair a side."""

    class Side(models.TextChoices):
        FRENCH = "french", "côté français"
        PARTNER = "partner", "côté partenaire"

    class Attendance(models.TextChoices):
        UNKNOWN = "", "à noter"
        PRESENT = "present", "présent ou présente"
        REPRESENTED = "represented", "a donné pouvoir"
        EXCUSED = "excused", "s’est excusé ou excusée"
        ABSENT = "absent", "absent ou absente"

    committee = foreign_key(Committee, "members", models.CASCADE)
    name = models.CharField("nom", max_length=120)
    function = models.CharField("fonction", max_length=160, blank=True)
    side = models.CharField("côté", max_length=7, choices=Side, default=Side.FRENCH)
    is_chair = models.BooleanField("préside", default=False)
    attendance = models.CharField(
        "présence", max_length=11, choices=Attendance, blank=True, default=Attendance.UNKNOWN
    )

    class Meta:
        verbose_name = "membre du comité"
        verbose_name_plural = "membres du comité"
        ordering = ["side", "-is_chair", "name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "name"],
                name="one_seat_of_a_name",
                violation_error_message="Cette personne est déjà membre du comité.",
            ),
            models.UniqueConstraint(
                fields=["committee", "side"],
                condition=Q(is_chair=True),
                name="one_chair_of_a_side",
                violation_error_message="Une seule personne préside de chaque côté.",
            ),
        ]
        triggers = [
            stays_once_closed(),
            refusing(
                "two_sides_are_joint",
                written("side", "committee_id"),
                "Seul le comité d’un appel conjoint a un côté partenaire.",
                """NOT EXISTS (
                    SELECT 1 FROM projects_committee committee
                    JOIN projects_call call ON call.id = committee.call_id
                    WHERE committee.id = NEW.committee_id AND call.family = 'joint')""",
                condition="NEW.side = 'partner'",
            ),
        ]

    def __str__(self):
        return f"{self.name}, {self.function}" if self.function else self.name


@tracked()
class Recusal(models.Model):
    """« Déport » : a member takes no part in the debate on a dossier; `reason` says why."""

    member = foreign_key(CommitteeMember, "recusals", models.CASCADE, verbose_name="membre")
    application = foreign_key(Application, "recusals")
    reason = models.CharField("raison", max_length=300, blank=True)

    class Meta:
        verbose_name = "déport"
        ordering = ["application__reference", "member__name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["member", "application"],
                name="one_recusal_of_a_member",
                violation_error_message="Ce membre s’est déjà déporté de ce dossier.",
            ),
        ]
        triggers = [
            stays_once_closed(
                key="member_id",
                through="SELECT committee_id FROM projects_committeemember WHERE id IN ({keys})",
            ),
            refusing(
                "is_of_the_call",
                written(),
                "Un déport porte sur un dossier de l’appel du comité.",
                """NOT EXISTS (
                    SELECT 1 FROM projects_committeemember member
                    JOIN projects_committee committee ON committee.id = member.committee_id
                    JOIN projects_application dossier ON dossier.call_id = committee.call_id
                    WHERE member.id = NEW.member_id AND dossier.id = NEW.application_id)""",
            ),
        ]

    def __str__(self):
        return f"{self.member} : {self.application}"
