"""The plan: what a file would do to the base, row by row, before anything is written."""

import hashlib
from collections import Counter
from dataclasses import dataclass, field

from django.utils import timezone

from correspondents.models import Post
from correspondents.spreadsheets.guard import check
from correspondents.spreadsheets.read import read

from .drafts import Draft, Outcome, Unclear
from .entries import NAMES, read_entry
from .network import PLACE_CODES, Network
from .roster import Roster
from .sheet import lay_out


@dataclass(frozen=True)
class Source:
    """The file that a plan was read from."""

    name: str
    sha256: str
    size: int

    @classmethod
    def of(cls, file, name):
        """Of an open binary file, left at its beginning."""
        file.seek(0)
        content = file.read()
        file.seek(0)
        return cls(name, hashlib.sha256(content).hexdigest(), len(content))


@dataclass(frozen=True)
class PostChange:
    """A field of a post (its mailbox, its switchboard) that a row fills."""

    post: Post
    name: str
    value: str
    draft: Draft


@dataclass
class Plan:
    """What becomes of each row; `absent` are the people in office whom no row names."""

    source: Source
    edition: object
    listings: list
    drafts: list = field(default_factory=list)
    absent: list = field(default_factory=list)
    posts: dict = field(default_factory=dict)

    @property
    def totals(self):
        """The number of rows in each pile, empty piles included."""
        counted = Counter(draft.outcome for draft in self.drafts)
        return {outcome.value: counted[outcome] for outcome in Outcome}

    @property
    def new_people(self):
        return [t.person for draft in self.drafts for t in draft.tenures if t.is_new]

    @property
    def changed_tenures(self):
        """The tenures of the base that the plan changes, each once."""
        tenures = {id(t): t for draft in self.drafts for t in draft.tenures}.values()
        return [tenure for tenure in tenures if not tenure.is_new and tenure.planned]

    @property
    def post_changes(self):
        """The fields of posts that accepted rows change, as [PostChange]."""
        return [
            change
            for change in self.posts.values()
            if change.draft.is_accepted and getattr(change.post, change.name) != change.value
        ]


def build(file, name, edition=None, publish=()):
    """The plan of an open binary file, read against the base as it is now.

    `edition` is the day that the list describes, today when not given; `publish` names what
    the import makes public of new people ("email", "phone"). A constant number of queries,
    whatever the number of rows. Raises RefusedFile.
    """
    check(file, name)
    source = Source.of(file, name)
    listings = [lay_out(sheet) for sheet in read(file, name)]
    edition = edition or timezone.localdate()
    planner = _Planner(Plan(source, edition, listings), publish)
    return planner.plan()


class _Planner:
    """Settles one row after the other against the network and the roster."""

    def __init__(self, plan, publish):
        self.result = plan
        self.records = [record for listing in plan.listings for record in listing.records]
        codes = (*PLACE_CODES, *NAMES)
        self.network = Network({record.text(code) for record in self.records for code in codes})
        self.roster = Roster(plan.edition, publish)

    def plan(self):
        for record in self.records:
            draft = Draft(read_entry(record, self.network))
            self.result.drafts.append(draft)
            self.place(draft)
            if draft.is_open and draft.entry.has_person:
                self.settle(draft)
        self.roster.reject_overlaps()
        for draft in self.result.drafts:
            if draft.is_open:
                draft.outcome = self.outcome_of(draft)
        self.result.absent = self.roster.absent()
        return self.result

    def place(self, draft):
        """Close the rows that cannot be read, or that say nothing."""
        entry = draft.entry
        if entry.says_nothing:
            draft.ignore(f"Ligne {entry.row} : ni personne, ni vacance, ni boîte : rien à retenir.")
        elif entry.place.problem:
            outcome = Outcome.AMBIGUOUS if entry.place.is_ambiguous else Outcome.REJECTED
            draft.close(outcome, entry.place.problem, *entry.problems)
        elif entry.problems:
            draft.reject(*entry.problems)
        else:
            self.note_post(draft)

    def note_post(self, draft):
        """Keep what the row says of its post; a later row does not contradict an earlier one."""
        entry = draft.entry
        for name, value in entry.post_values.items():
            key = entry.place.post.pk, name
            said = self.result.posts.get(key)
            if said and said.value != value and said.draft.is_accepted:
                label = Post._meta.get_field(name).verbose_name
                draft.reject(
                    f"Ligne {entry.row} : « {value} » contredit la ligne {said.draft.entry.row}, "
                    f"qui donne « {said.value} » comme {label} de ce poste."
                )
                return
        for name, value in entry.post_values.items():
            key = entry.place.post.pk, name
            change = PostChange(entry.place.post, name, value, draft)
            if key not in self.result.posts or not self.result.posts[key].draft.is_accepted:
                self.result.posts[key] = change
        if not entry.has_person:
            draft.messages += [
                f"Ligne {entry.row} : « {heading} » n’est pas repris, la ligne ne nomme personne."
                for heading in entry.others
            ]

    def settle(self, draft):
        """Find whom the row speaks of, and plan what it changes."""
        try:
            tenure = self.roster.find(draft.entry)
            if tenure is None:
                self.roster.add(draft)
            elif tenure.draft or tenure.is_named:
                draft.reject(self.already_said(draft, tenure))
            else:
                draft.tenure, tenure.is_named = tenure, True
                self.roster.update(draft)
        except Unclear as doubt:
            draft.close(Outcome.AMBIGUOUS, str(doubt))

    def already_said(self, draft, tenure):
        other = f" à la ligne {tenure.draft.entry.row}" if tenure.draft else ""
        return (
            f"Ligne {draft.entry.row} : « {tenure.person} » est déjà{other} dans ce fichier, au "
            "même poste et dans le même rôle ; gardez une seule des deux lignes."
        )

    def outcome_of(self, draft):
        tenure = draft.tenure
        if tenure and tenure.is_new:
            if draft.entry.is_vacancy:
                return Outcome.VACANT
            follows = draft.ended and not draft.ended.person.is_vacant
            return Outcome.REPLACEMENT if follows else Outcome.NEW
        changes_post = any(change.draft is draft for change in self.result.post_changes)
        if changes_post or (tenure and tenure.planned):
            return Outcome.MODIFIED
        return Outcome.IDENTICAL
