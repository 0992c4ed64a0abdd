"""Who is where: the tenures of the base, and what the rows of a file make of them."""

from collections import defaultdict
from datetime import timedelta
from itertools import pairwise

from django.conf import settings

from correspondents.models import Correspondent

from .columns import LABELS
from .drafts import Tenure, Unclear

FIRST = 1  # the rank of whom to write to first
ONE_DAY = timedelta(days=1)


class Roster:
    """The tenures by post and role, loaded once; `edition` is the day that the file describes.

    `publish` names what this import makes public of new people: "email", "phone".
    """

    def __init__(self, edition, publish=()):
        self.edition = edition
        self.publish = publish
        self.tenures = defaultdict(list)
        for person in Correspondent.objects.select_related("post").order_by("id"):
            self.tenures[person.post_id, person.role].append(Tenure(person))

    def __iter__(self):
        for tenures in self.tenures.values():
            yield from tenures

    def at(self, entry):
        return self.tenures[entry.place.post.pk, entry.role]

    def find(self, entry):
        """The tenure that the row speaks of, or None when it is a new one. Raises Unclear."""
        known = self.at(entry)
        if entry.is_vacancy:
            rank = entry.values.get("rank", FIRST)
            same = [t for t in known if t.person.is_vacant and t.get("rank") == rank]
        else:
            same = self._same_person(entry, [t for t in known if not t.person.is_vacant])
        return self._best(entry, same)

    def _same_person(self, entry, tenures):
        """Those of whom the row names: by e-mail, then by name; a service by its e-mail."""
        email = entry.values.get("email", "").lower()
        by_email = [t for t in tenures if email and t.get("email").lower() == email]
        by_name = [t for t in tenures if t.name_norm == entry.name_norm]
        if not entry.name_norm:
            return by_email or [t for t in by_name if not t.get("email") or not email]
        akin = [t for t in by_email if not t.name_norm or _share_a_name(entry, t)]
        other = next((t for t in by_email if t.end >= self.edition), None)
        if other and not akin and not by_name:
            raise Unclear(
                f"Ligne {entry.row} : « {email} » est dans la base le courriel de "
                f"« {other.person} » ; corrigez le courriel si c’est quelqu’un d’autre, le nom si "
                "c’est la même personne."
            )
        return akin or by_name

    def _best(self, entry, same):
        """Of the tenures of one person (or vacancy), the one that the row's dates designate."""
        start, end = entry.values.get("started_on"), entry.values.get("ended_on")
        same = [t for t in same if not (start and start > t.end) and not (end and end < t.start)]
        eligible = [
            t
            for t in same
            if t.end >= self.edition
            or t.get("ended_on") == end
            or (start and end and t.get("started_on") == start)
        ]
        if eligible:
            return max(eligible, key=lambda t: _likeness(entry, t))
        if not same or entry.is_vacancy:
            return None
        raise Unclear(
            f"Ligne {entry.row} : « {same[-1].person} » a quitté ce poste le "
            f"{same[-1].end:%d/%m/%Y} selon la base ; indiquez depuis quand la personne y est de "
            "nouveau, ou son dernier jour en fonction."
        )

    def update(self, draft):
        """Plan what the row changes in the tenure that it names."""
        entry, person = draft.entry, draft.tenure.person
        values = {**entry.values, "other_data": {**person.other_data, **kept_aside(entry, person)}}
        if entry.has_implied_scope:
            values.pop("scope", None)
        draft.tenure.planned = {
            name: value for name, value in values.items() if getattr(person, name) != value
        }
        draft.tenure.draft = draft
        if draft.tenure.end < draft.tenure.start:
            draft.reject(f"Ligne {entry.row} : le dernier jour en fonction précède le premier.")

    def add(self, draft):
        """Plan the tenure that the row begins, and the end of the one it follows."""
        entry = draft.entry
        draft.tenure = Tenure(self._new(entry), draft, named_by=draft)
        seat = [t for t in self.at(entry) if t.get("rank") == draft.tenure.person.rank]
        if draft.tenure.end < draft.tenure.start:
            draft.reject(f"Ligne {entry.row} : le dernier jour en fonction précède le premier.")
        elif draft.tenure.end >= self.edition:
            self._follow(draft, seat)
        if draft.is_open:
            self.at(entry).append(draft.tenure)

    def _new(self, entry):
        is_nameless = not entry.values.get("last_name")
        person = Correspondent(
            post=entry.place.post,
            role=entry.role,
            rank=self._rank(entry),
            is_vacant=entry.is_vacancy,
            email_is_public=settings.PUBLISH_NAMED_EMAIL or "email" in self.publish or is_nameless,
            phone_is_public=settings.PUBLISH_NAMED_PHONE or "phone" in self.publish or is_nameless,
        )
        for name, value in entry.values.items():
            setattr(person, name, value)
        person.other_data = kept_aside(entry, person)
        return person

    def _rank(self, entry):
        """As the file says, else first; for a country that the post covers, after the first."""
        if "rank" in entry.values or not entry.has_implied_scope:
            return entry.values.get("rank", FIRST)
        present = [t for t in self.at(entry) if t.end >= self.edition]
        same = [t.get("rank") for t in present if t.get("scope") == entry.place.scope]
        taken = {t.get("rank") for t in present} | {FIRST}
        return same[0] if same else next(n for n in range(2, len(taken) + 2) if n not in taken)

    def _follow(self, draft, seat):
        """Take the place of whoever holds the seat; nobody is pushed out by two rows."""
        entry, new = draft.entry, draft.tenure.person
        since = new.started_on or self.edition
        holders = [t for t in seat if t.end >= since]
        if taken := next((t for t in holders if t.named_by or t.draft), None):
            first = taken.named_by or taken.draft
            draft.reject(
                f"Ligne {entry.row} : la ligne {first.entry.row} donne déjà, à ce poste, "
                f"un « {new.get_role_display()} » de rang {new.rank} ; donnez le rang "
                f"{new.rank + 1} à la deuxième personne."
            )
        elif len(holders) > 1:
            names = ", ".join(str(holder.person) for holder in holders)
            raise Unclear(f"Ligne {entry.row} : qui est remplacé à ce poste : {names} ?")
        elif holders:
            self._replace(draft, holders[0], since)
        elif seat:
            new.started_on = since

    def _replace(self, draft, holder, since):
        if holder.start >= since:
            draft.reject(
                f"Ligne {draft.entry.row} : « {holder.person} » tient cette place depuis le "
                f"{holder.start:%d/%m/%Y} ; qui lui succède commence un autre jour, plus tard."
            )
            return
        draft.tenure.person.started_on = since
        draft.ended = holder
        holder.draft, holder.planned = draft, {"ended_on": since - ONE_DAY}
        draft.messages.append(
            f"Ligne {draft.entry.row} : « {draft.tenure.person} » succède à « {holder.person} », "
            f"dont le dernier jour est le {holder.end:%d/%m/%Y}."
        )

    def adds_nothing(self, entry, tenure):
        """Whether a row for a country that the post covers says no more of the person."""
        values = {name: value for name, value in entry.values.items() if name != "scope"}
        return (
            entry.has_implied_scope
            and not tenure.get("scope")
            and all(tenure.get(name) == value for name, value in values.items())
            and kept_aside(entry, tenure.person).items() <= tenure.get("other_data").items()
        )

    def absent(self):
        """The people in office on the day of the edition whom no row names."""
        return [
            tenure.person
            for tenure in self
            if not tenure.named_by
            and not tenure.planned
            and not tenure.person.is_vacant
            and tenure.covers(self.edition)
        ]

    def reject_overlaps(self):
        """Reject, last rows first, what would put two first correspondents in a post at once."""
        for (_, role), tenures in self.tenures.items():
            if role == Correspondent.Role.CORRESPONDENT:
                while clash := _clash([t for t in tenures if t.get("rank") == FIRST]):
                    late, other = clash
                    late.draft.reject(
                        f"Ligne {late.draft.entry.row} : à ces dates, le poste a déjà un "
                        f"correspondant de rang 1, « {other.person} » ; corrigez les dates, ou "
                        "donnez le rang 2."
                    )
                    tenures[:] = [t for t in tenures if t.draft or not t.is_new]


def _share_a_name(entry, tenure):
    """Whether two full names have a word in common, particles apart."""
    words = {word for word in entry.name_norm.split() if len(word) > 2}
    return not words.isdisjoint(tenure.name_norm.split())


def _likeness(entry, tenure):
    """How well a tenure of the right person suits the row: name, dates, rank, then the latest."""
    values = entry.values
    return (
        tenure.name_norm == entry.name_norm,
        tenure.get("ended_on") == values.get("ended_on"),
        tenure.get("started_on") == values.get("started_on"),
        tenure.get("rank") == values.get("rank", FIRST),
        tenure.start,
    )


def kept_aside(entry, person):
    """What no field takes, by heading; « Vérifié le » too, unless the base says the same.

    An import is no verification: only a person's act dates one.
    """
    aside = dict(entry.others)
    if not entry.is_verified_on(person.verified_on):
        aside[LABELS["verified_on"]] = entry.record.text("verified_on")
    return aside


def _clash(tenures):
    """Two tenures that overlap, the one of the later row first, or None."""
    ordered = sorted(tenures, key=lambda t: t.start)
    for one, two in pairwise(ordered):
        if one.overlaps(two) and (one.draft or two.draft):
            return sorted((one, two), key=lambda t: t.draft.entry.row if t.draft else 0)[::-1]
    return None
