"""The person of the base that a row names: by post and role, then e-mail, then name."""

from correspondents.imports.questions import Question
from correspondents.imports.rows import Unclear

from .roster import FIRST


class Recognition:
    """Finds tenures in a Roster; `choices` are a person's answers by the keys of the questions."""

    def __init__(self, roster, choices):
        self.roster, self.edition, self.choices = roster, roster.edition, choices

    def find(self, entry):
        """The tenure that the entry names, or None when it is a new one. Raises Unclear."""
        tenures = self.roster.at(entry)
        if entry.is_vacancy:
            rank = self.roster.rank_of(entry)
            same = [t for t in tenures if t.person.is_vacant and t.get("rank") == rank]
        else:
            same = self._same_person(entry, [t for t in tenures if not t.person.is_vacant])
        return self._best(entry, same)

    def _same_person(self, entry, tenures):
        """The tenures of the row's person: by e-mail, then by name; a service by its e-mail."""
        email = entry.email.lower()
        by_email = [t for t in tenures if email and t.get("email").lower() == email]
        words = sorted(entry.name_norm.split())
        by_name = [t for t in tenures if t.words == words]
        if not entry.name_norm:
            return by_email or [t for t in by_name if not t.get("email") or not email]
        akin = [t for t in by_email if not t.name_norm or _share_a_name(entry, t)]
        other = next((t for t in by_email if t.end >= self.edition), None)
        if other and not akin and not by_name:
            return self._same_email(entry, other, email)
        return akin or by_name

    def _same_email(self, entry, other, email):
        """One address under two quite different names: the same person, or an old address?"""
        key = key_of_same(entry)
        answer = self.choices.get(key)
        if answer == "same":
            return [other]
        if answer == "other":
            return []
        raise Unclear(
            f"« {email} » est dans la base le courriel de « {other.person} » ; corrigez le "
            "courriel si c’est quelqu’un d’autre, le nom si c’est la même personne.",
            Question(
                key,
                f"« {entry.full_name} » et « {other.person} » : la même personne ?",
                [("same", "La même, sous un autre nom"), ("other", "Deux personnes")],
            ),
        )

    def _best(self, entry, same):
        """The tenure of the row's dates, among the ones of a person (or vacancy)."""
        start, end = entry.values.get("started_on"), entry.values.get("ended_on")
        same = [t for t in same if not (start and start > t.end) and not (end and end < t.start)]
        eligible = [
            t
            for t in same
            if t.end >= self.edition
            or t.get("ended_on") == end
            or (start and end and t.get("started_on") == start)
        ]
        if entry.has_left:
            eligible = same
        if eligible:
            return max(eligible, key=lambda t: _likeness(entry, t))
        if same and not entry.is_vacancy:
            self._check_back(entry, same[-1])
        return None

    def _check_back(self, entry, tenure):
        """Whoever left the post comes back to it when a person says so. Raises Unclear."""
        key = f"back:{entry.row.key}:{entry.name_norm}"
        if self.choices.get(key) != "back":
            raise Unclear(
                f"« {tenure.person} » a quitté ce poste le {tenure.end:%d/%m/%Y} selon la base ; "
                "indiquez depuis quand la personne y est de nouveau, ou son dernier jour en "
                "fonction.",
                Question(
                    key,
                    f"« {tenure.person} » est-elle ou est-il de nouveau à ce poste ?",
                    [("back", f"Oui, depuis le {self.edition:%d/%m/%Y}")],
                ),
            )


def key_of_same(entry):
    """The key of the question whether two names of one address are one person."""
    return f"same:{entry.row.key}:{entry.email.lower()}"


def _share_a_name(entry, tenure):
    """Whether two full names have a word in common, particles apart."""
    words = {word for word in entry.name_norm.split() if len(word) > 2}
    return not words.isdisjoint(tenure.name_norm.split())


def _likeness(entry, tenure):
    """The sort key of a tenure of the right person: name, dates, rank, then the latest."""
    values = entry.values
    return (
        tenure.name_norm == entry.name_norm,
        tenure.get("ended_on") == values.get("ended_on"),
        tenure.get("started_on") == values.get("started_on"),
        tenure.get("rank") == values.get("rank", FIRST),
        tenure.start,
    )
