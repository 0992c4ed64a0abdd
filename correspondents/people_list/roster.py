"""The roster: the tenures of the base, and the changes that the rows of a file make."""

from collections import defaultdict
from datetime import timedelta
from itertools import pairwise

from correspondents.imports.vocabulary import plain
from correspondents.models import Correspondent

from .rows import Tenure

FIRST = 1  # the rank of the first person to write to
ONE_DAY = timedelta(days=1)


class Roster:
    """The tenures by post and role, loaded once; `edition` is the day that the file describes."""

    def __init__(self, edition):
        self.edition = edition
        self.tenures = defaultdict(list)
        for person in Correspondent.objects.select_related("post").order_by("id"):
            self.tenures[person.post.slug, person.role].append(Tenure(person))

    def __iter__(self):
        for tenures in self.tenures.values():
            yield from tenures

    @property
    def first_names(self):
        """The first names of the base, as they are compared."""
        return frozenset(plain(t.person.first_name) for t in self if t.person.first_name)

    def at(self, entry):
        """The tenures of the entry's post and role, without the new ones of refused rows."""
        key = entry.place.post.slug, entry.role
        self.tenures[key] = [t for t in self.tenures[key] if t.entry or not t.is_new]
        return self.tenures[key]

    def knows(self, entry):
        """Whether the base has somebody of this very name at the post, in this role."""
        return bool(entry.name_norm) and any(
            tenure.name_norm == entry.name_norm for tenure in self.at(entry)
        )

    def rank_of(self, entry):
        """The rank of the file, else the order in the row; for a country that the post covers,
        after the first."""
        if "rank" in entry.values or not entry.has_implied_scope:
            return entry.values.get("rank", FIRST + entry.order)
        present = [t for t in self.at(entry) if t.end >= self.edition]
        same = [t.get("rank") for t in present if t.get("scope") == entry.place.scope]
        taken = {t.get("rank") for t in present} | {FIRST}
        return same[0] if same else next(n for n in range(2, len(taken) + 2) if n not in taken)

    def absent(self):
        """The people in office on the day of the edition that no row names."""
        return [
            tenure
            for tenure in self
            if not tenure.named_by
            and not tenure.planned
            and not tenure.person.is_vacant
            and tenure.covers(self.edition)
        ]

    def reject_overlaps(self):
        """Reject, last rows first, the rows that put two first correspondents in a post at once."""
        for (_, role), tenures in self.tenures.items():
            if role == Correspondent.Role.CORRESPONDENT:
                while clash := _clash([t for t in tenures if t.get("rank") == FIRST]):
                    late, other = clash
                    late.entry.reject(
                        "à ces dates, le poste a déjà un correspondant de rang 1, "
                        f"« {other.person} » ; corrigez les dates, ou donnez le rang 2."
                    )
                    tenures[:] = [t for t in tenures if t.entry or not t.is_new]


def _clash(tenures):
    """Two tenures that overlap, the one of the later row first, or None."""
    ordered = sorted(tenures, key=lambda t: t.start)
    for one, two in pairwise(ordered):
        if one.overlaps(two) and (one.entry or two.entry):
            return sorted((one, two), key=lambda t: t.entry.row.number if t.entry else 0)[::-1]
    return None
