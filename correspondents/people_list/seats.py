"""The seats of newcomers: the holder that they replace, or the next free rank."""

from correspondents.imports.questions import Question
from correspondents.imports.rows import Unclear
from correspondents.models import Correspondent
from correspondents.models.newcomers import first_switches

from .options import PUBLISHABLE
from .roster import FIRST, ONE_DAY
from .rows import Tenure
from .updates import kept_aside


class Seats:
    """Plans the tenures of newcomers in a Roster, with an Updates for the holders before them."""

    def __init__(self, roster, updates):
        self.roster, self.updates = roster, updates
        self.edition, self.options, self.choices = roster.edition, updates.options, updates.choices

    def add(self, entry):
        """Plan the tenure that the row begins, and the end of the one it follows."""
        entry.tenure = Tenure(self._new(entry), entry, named_by=entry)
        if entry.tenure.end < entry.tenure.start:
            entry.reject("le dernier jour en fonction précède le premier.")
        elif entry.tenure.end >= self.edition:
            self._follow(entry)
        if entry.is_open and entry.tenure:
            self.roster.at(entry).append(entry.tenure)

    def _new(self, entry):
        is_service = not (entry.is_vacancy or entry.values.get("last_name"))
        publish = PUBLISHABLE if is_service else self.options.publish
        person = Correspondent(
            post=entry.place.post,
            role=entry.role,
            rank=self.roster.rank_of(entry),
            is_vacant=entry.is_vacancy,
            **first_switches(publish),
        )
        for name, value in entry.values.items():
            setattr(person, name, value)
        person.other_data = kept_aside(entry, person)
        return person

    def _follow(self, entry):
        """Take the place of the holder of the seat; two rows never replace the same person."""
        new = entry.tenure.person
        since = new.started_on or self.edition
        present = [t for t in self.roster.at(entry) if t.end >= since]
        taken = {t.get("rank"): by for t in present if (by := t.named_by or t.entry)}
        if new.rank in taken and ("rank" in entry.values or new.is_vacant):
            entry.reject(
                f"la ligne {taken[new.rank].row.number} donne déjà, à ce poste, un "
                f"« {new.get_role_display()} » de rang {new.rank} ; donnez le rang {new.rank + 1} "
                "à la deuxième personne."
            )
            return
        while new.rank in taken:
            new.rank += 1
        if holders := [t for t in present if t.get("rank") == new.rank]:
            self._replace(entry, self._replaced(entry, holders), since)
            return
        if new.rank > FIRST + entry.order and "rank" not in entry.values:
            entry.row.say(
                f"« {new} » vient au rang {new.rank} : le fichier nomme plusieurs personnes dans "
                "ce rôle à ce poste, dans cet ordre."
            )
        if any(t.get("rank") == new.rank for t in self.roster.at(entry)):
            new.started_on = since

    def _replaced(self, entry, holders):
        """The one of several holders who is replaced. Raises Unclear."""
        if len(holders) == 1:
            return holders[0]
        key = f"replaced:{entry.row.key}:{entry.order}"
        chosen = [t for t in holders if str(t.person.pk) == self.choices.get(key)]
        if chosen:
            return chosen[0]
        names = ", ".join(str(holder.person) for holder in holders)
        raise Unclear(
            f"qui est remplacé à ce poste : {names} ?",
            Question(
                key,
                f"Qui « {entry.full_name} » remplace-t-il ou -elle ?",
                [(str(t.person.pk), str(t.person)) for t in holders],
            ),
        )

    def _replace(self, entry, holder, since):
        if holder.start >= since:
            entry.reject(
                f"« {holder.person} » tient cette place depuis le {holder.start:%d/%m/%Y} ; qui "
                "lui succède commence un autre jour, plus tard."
            )
            return
        planned = {"ended_on": since - ONE_DAY}
        if self.updates.base_is_newer(entry, holder, planned):
            entry.row.say(f"« {holder.person} » est gardé : la base est plus récente.")
            entry.tenure = None
            return
        entry.tenure.person.started_on = since
        entry.ended = holder
        holder.entry, holder.planned = entry, planned
        entry.row.say(
            f"« {entry.tenure.person} » succède à « {holder.person} », dont le dernier jour est le "
            f"{holder.end:%d/%m/%Y}."
        )
        confirmed_on = holder.person.verified_on
        if confirmed_on and confirmed_on > holder.end:
            entry.row.say(
                f"Les informations de « {holder.person} » ont été confirmées le "
                f"{confirmed_on:%d/%m/%Y}, après ce dernier jour."
            )
