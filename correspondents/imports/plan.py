"""The plan: what a file would do to the base, row by row, before anything is written."""

import hashlib
from collections import Counter
from dataclasses import dataclass, field

from django.utils import timezone

from correspondents.models import Post
from correspondents.spreadsheets import refusals
from correspondents.spreadsheets.guard import check
from correspondents.spreadsheets.read import read

from .drafts import Draft, Outcome, Unclear
from .entries import NAMES, read_entry
from .network import PLACE_CODES, Network
from .options import Options
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

    @property
    def old(self):
        return getattr(self.post, self.name)


@dataclass
class Plan:
    """What becomes of each row; `absent` are the people in office whom no row names."""

    source: Source
    edition: object
    listings: list
    options: Options = field(default_factory=Options)
    drafts: list = field(default_factory=list)
    absent: list = field(default_factory=list)
    said_of_posts: dict = field(default_factory=dict)

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
        """The fields of posts that accepted rows change, as [PostChange], each once."""
        accepted = map(first_accepted, self.said_of_posts.values())
        return [change for change in accepted if change and change.old != change.value]


def build(file, name, edition=None, *, options=None, mapping=None, choices=None, progress=None):
    """The plan of an open binary file, read against the base as it is now.

    `edition` is the day that the list describes, today when not given. `mapping` is what a
    person changed in the reading of the columns, by sheet: {"Liste": {"skip": False,
    "header_row": 5, "columns": {"A": "country", "B": ""}}} ("" keeps a column aside).
    `choices` holds answers by the keys of the questions that rows ask. `progress(percent)` is
    called now and then. A constant number of queries, whatever the number of rows. Raises
    RefusedFile.
    """
    options = options or Options()
    check(file, name)
    source = Source.of(file, name)
    listings = [lay_out(sheet) for sheet in read(file, name)]
    if all(listing.skipped for listing in listings):
        raise refusals.no_list()
    edition = edition or timezone.localdate()
    planner = _Planner(Plan(source, edition, listings, options), choices or {})
    return planner.plan()


class _Planner:
    """Settles the rows against the network and the roster.

    Those in the base first, then the newcomers: the order of the rows decides nothing, save
    which of two rows that exclude each other is refused, the later one.
    """

    def __init__(self, plan, choices):
        self.result = plan
        self.choices = choices
        self.records = [record for listing in plan.listings for record in listing.records]
        codes = (*PLACE_CODES, *NAMES)
        self.network = Network({record.text(code) for record in self.records for code in codes})
        self.roster = Roster(plan.edition, plan.options.publish)

    def plan(self):
        drafts = [Draft(read_entry(record, self.network)) for record in self.records]
        self.result.drafts = drafts
        in_turn = sorted(drafts, key=self.turn)
        for draft in drafts:
            self.sort_out(draft)
        for draft in in_turn:
            self.recognise(draft)
        for draft in in_turn:
            self.bring_in(draft)
        for draft in drafts:
            self.note_post(draft)
        self.roster.reject_overlaps()
        changing_posts = {id(change.draft) for change in self.result.post_changes}
        for draft in drafts:
            if draft.is_open:
                draft.outcome = outcome_of(draft, id(draft) in changing_posts)
        self.result.absent = self.roster.absent()
        return self.result

    def sort_out(self, draft):
        """Close the rows that cannot be read, or that say nothing."""
        entry = draft.entry
        if entry.says_nothing:
            draft.ignore(f"Ligne {entry.row} : ni personne, ni vacance, ni boîte : rien à retenir.")
        elif entry.place.problem:
            outcome = Outcome.AMBIGUOUS if entry.place.is_ambiguous else Outcome.REJECTED
            draft.close(outcome, entry.place.problem, *entry.problems)
        elif entry.problems:
            draft.reject(*entry.problems)

    def recognise(self, draft):
        """Find whom of the base the row names, be it refused, and plan what it changes."""
        tenure = self.find(draft)
        if tenure and not tenure.named_by:
            tenure.named_by = draft
            if draft.is_open:
                draft.tenure = tenure
                self.roster.update(draft)

    def turn(self, draft):
        """Who left before who came; who follows a covered country after the post's own people."""
        ended_on = draft.entry.values.get("ended_on")
        in_office = ended_on is None or ended_on >= self.result.edition
        return in_office, draft.entry.has_implied_scope

    def bring_in(self, draft):
        """Plan the tenure of a newcomer, unless an earlier row did."""
        if not draft.is_open or draft.tenure or not draft.entry.has_person:
            return
        if twin := self.find(draft):
            self.repeat(draft, twin)
        elif draft.is_open:
            try:
                self.roster.add(draft)
            except Unclear as doubt:
                draft.close(Outcome.AMBIGUOUS, str(doubt))

    def find(self, draft):
        """The tenure that the row names, or None; an unclear row is closed."""
        entry = draft.entry
        if entry.place.post is None or not entry.has_person:
            return None
        try:
            return self.roster.find(entry)
        except Unclear as doubt:
            if draft.is_open:
                draft.close(Outcome.AMBIGUOUS, str(doubt))
            return None

    def repeat(self, draft, tenure):
        """A second row of the same person: fine if the post covers its country, too many if not."""
        row, first = draft.entry.row, tenure.named_by.entry.row
        if self.roster.adds_nothing(draft.entry, tenure):
            draft.messages.append(
                f"Ligne {row} : « {tenure.person} », déjà à la ligne {first}, répond aussi pour "
                f"« {draft.entry.place.country} »."
            )
            return
        draft.reject(
            f"Ligne {row} : « {tenure.person} » est déjà à la ligne {first} dans ce fichier, au "
            "même poste et dans le même rôle ; gardez une seule des deux lignes."
        )

    def note_post(self, draft):
        """Keep what the row says of its post; a later row does not contradict an earlier one."""
        entry = draft.entry
        if not draft.is_open:
            return
        for name, value in entry.post_values.items():
            said = self.result.said_of_posts.setdefault((entry.place.post.pk, name), [])
            first = first_accepted(said)
            if first and first.value != value:
                label = Post._meta.get_field(name).verbose_name
                draft.reject(
                    f"Ligne {entry.row} : « {value} » contredit la ligne {first.draft.entry.row}, "
                    f"qui donne « {first.value} » comme {label} de ce poste."
                )
                return
            said.append(PostChange(entry.place.post, name, value, draft))
        if not entry.has_person:
            draft.messages += [
                f"Ligne {entry.row} : « {heading} » n’est pas repris, la ligne ne nomme personne."
                for heading in entry.others
            ]


def first_accepted(changes):
    """The change of the first row that is not refused, or None."""
    return next((change for change in changes if change.draft.is_accepted), None)


def outcome_of(draft, changes_post):
    """The pile of a row that is not refused."""
    tenure = draft.tenure
    if tenure and tenure.is_new:
        if draft.entry.is_vacancy:
            return Outcome.VACANT
        follows = draft.ended and not draft.ended.person.is_vacant
        return Outcome.REPLACEMENT if follows else Outcome.NEW
    is_modified = changes_post or (tenure and tenure.planned)
    return Outcome.MODIFIED if is_modified else Outcome.IDENTICAL
