"""Settles the rows of a file against the network and the roster."""

from collections import defaultdict
from functools import partial

from django.db import DatabaseError

from correspondents.imports.questions import Question
from correspondents.imports.rows import Unclear, is_repeated_header, unreadable
from correspondents.imports.sheet import heading_of
from correspondents.imports.vocabulary import plain
from correspondents.models import Post

from .columns import names_last_first
from .contacts import PeopleReading, name_everybody, read_contacts
from .drafts import STRONGEST_FIRST, Outcome, PeopleRow, PostUpdate, first_accepted
from .entries import RowContent, read_line
from .labels import SECTION_WORDS
from .marks import note_omissions, take_out
from .network import PLACE_CODES, Network, RowPlace, group_heading
from .recognition import Recognition
from .roster import Roster
from .seats import Seats
from .sheets import RivalSheets
from .updates import Updates, adds_nothing

NOTE = ("(", "*", "nb", "n.b", "source", "note", "légende")


class PeoplePlanner:
    """Fills a PeoplePlan with its rows.

    People of the base first, then newcomers: the order of the rows decides only ranks, and the
    refusal of the later of two rows that exclude each other.
    """

    def __init__(self, plan, choices, progress):
        self.result, self.choices, self.progress = plan, choices, progress
        self.records = [record for listing in plan.listings for record in listing.records]
        self.roster = Roster(plan.edition)
        self.recognition = Recognition(self.roster, choices)
        self.updates = Updates(plan.edition, plan.options, choices)
        self.seats = Seats(self.roster, self.updates)

    def plan(self):
        self.result.rows = rows = [PeopleRow(line) for line in self.lines()]
        self.result.new_posts = list(self.network.post_labels.new_posts.values())
        self.progress(70)
        in_turn = sorted(self.result.drafts, key=self.turn)
        for row in rows:
            self.sort_out(row)
        RivalSheets(rows, self.choices).settle()
        for draft in in_turn:
            self.recognise(draft)
        for draft in in_turn:
            self.bring_in(draft)
        for row in rows:
            self.note_post(row)
        self.progress(90)
        self.roster.reject_overlaps()
        changing_posts = {id(change.row) for change in self.result.post_changes}
        for row in rows:
            if row.is_open:
                row.outcome = outcome_of(row, id(row) in changing_posts)
                row.messages[:0] = row.line.notes
            row.questions += row.line.omissions
        self.result.settle_absent(*self.absent())

    def lines(self):
        """The rows read, in order: people first, since names need normal forms."""
        omitted = [(id(record), take_out(record, self.choices)) for record in self.records]
        self.omitted = {key: cells for key, cells in omitted if cells}
        readings = {
            id(record): self.guarded(record, PeopleReading, read_contacts, record, self.choices)
            for record in self.records
            if not self.why_ignored(record)
        }
        headed = [
            (readings[id(record)], names_last_first(heading_of(record, "name")))
            for record in self.records
            if id(record) in readings
        ]
        name_everybody(headed, self.roster.first_names)
        texts = defaultdict(set)
        for record in self.records:
            for code in PLACE_CODES:
                if code in record.cells:
                    texts[code].add(record.text(code))
            if heading := group_heading(record):
                texts["country"].add(heading.text)
        names = {c.full_name for reading, _ in headed for c in reading.contacts}
        self.network = Network(texts, names, self.choices)
        place = None
        for record in self.records:
            heading = group_heading(record)
            line = self.line(record, readings.get(id(record)), None if heading else place)
            if heading:
                place = self.network.group_place(heading)
            elif not line.ignored:
                place = line.place
            yield line

    def line(self, record, reading, above):
        """The RowContent of a record; `above` is the place of the row before it, or None."""
        if reading is None:
            line = RowContent(record, RowPlace(), others=record.by_heading())
            line.ignored = self.why_ignored(record)
            return line
        place = self.network.locate(record.cells)
        if place.is_unsaid and above and not above.problem:
            place = self.place_above(record, above)
        nothing = partial(RowContent, record, place)
        line = self.guarded(record, nothing, read_line, record, place, reading)
        for entry in line.entries:
            entry.name_norm = self.network.forms[entry.contact.full_name]
        note_omissions(line, self.omitted.get(id(record), ()))
        return line

    def guarded(self, record, nothing, read, *args):
        """What `read` makes of a record; whatever is wrong in it refuses that row alone."""
        try:
            return read(*args)
        except DatabaseError:
            raise
        except Exception:
            refused = nothing()
            refused.problems.append(unreadable(record))
            return refused

    def place_above(self, record, above):
        """The place of a row that says none: that of its group, else of the row above, if asked."""
        if above.is_group:
            return above
        question = Question(
            f"above:{record.sheet}",
            "Des lignes ne disent ni pays ni poste : sont-elles de la ligne du dessus ?",
            [("above", "Oui, chacune est du pays de la ligne du dessus"), ("none", "Non")],
        )
        answer = self.choices.get(question.key)
        if answer == "above":
            return above
        guess = f" : celui de la ligne du dessus, « {above.country} » ?" if not answer else "."
        problem = f"Ligne {record.row} : la ligne n’indique ni pays ni poste{guess}"
        return RowPlace(problem=problem, question=None if answer else question)

    def why_ignored(self, record):
        """The reason to ignore a row, or "": a title, a note, the headings once more."""
        cells = [*record.cells.values(), *record.others.values()]
        if is_repeated_header(record):
            return "les en-têtes, répétés : rien à retenir."
        if len(cells) == 1:
            text = cells[0].text
            if SECTION_WORDS.issuperset(plain(text).split()):
                return f"« {text} » est un titre de section : rien à retenir."
            if text.lower().startswith(NOTE):
                return f"« {text[:80]} » est une note : rien à retenir."
        places = {*PLACE_CODES, "zone", "source", "verified_on"}
        if places.issuperset(record.cells):
            return "ni personne, ni vacance, ni boîte : rien à retenir."
        return ""

    def sort_out(self, row):
        """Close a row that is unreadable or empty."""
        line = row.line
        if line.ignored:
            row.close(Outcome.IGNORED, f"Ligne {line.row} : {line.ignored}")
        elif line.place.problem:
            waits = line.place.question is not None
            outcome = Outcome.AMBIGUOUS if waits else Outcome.REJECTED
            problems = [line.place.problem, *line.problems]
            row.close(outcome, *problems, question=line.place.question)
        elif line.problems:
            row.reject(*line.problems)
        elif line.doubts and not all(map(self.roster.knows, line.entries)):
            row.ask(line.doubts[0])

    def recognise(self, draft):
        """Find the entry's person in the base, even for a refused row, and plan the changes."""
        tenure = self.find(draft)
        if tenure and not tenure.named_by:
            tenure.named_by = draft
            if draft.is_open:
                draft.tenure = tenure
                self.try_to(self.updates.update, draft)

    def turn(self, draft):
        """The sort key: people who left first, people for a covered country last."""
        ended_on = draft.entry.values.get("ended_on")
        in_office = ended_on is None or ended_on >= self.result.edition
        return in_office and not draft.entry.has_left, draft.entry.has_implied_scope

    def bring_in(self, draft):
        """Plan the tenure of a newcomer, unless an earlier row did."""
        if not draft.is_open or draft.tenure:
            return
        if draft.entry.has_left:
            draft.row.say(
                f"« {draft.entry.contact.full_name} » est barré, et n’est pas en fonction à ce "
                "poste dans la base : rien à terminer."
            )
        elif twin := self.find(draft):
            self.repeat(draft, twin)
        else:
            self.try_to(self.seats.add, draft)

    def try_to(self, act, draft):
        """The result of an act, or None; an unclear row that is open is left to a person."""
        try:
            return act(draft)
        except Unclear as doubt:
            if draft.is_open:
                draft.row.ask(doubt)
            return None

    def find(self, draft):
        """The tenure that the entry names, or None."""
        has_post = draft.entry.place.post is not None
        return self.try_to(self.recognition.find, draft) if has_post else None

    def repeat(self, draft, tenure):
        """A second row of the same person: fine if the post covers its country, too many if not."""
        first = tenure.named_by.row.number
        if adds_nothing(draft.entry, tenure):
            draft.row.say(
                f"« {tenure.person} », déjà à la ligne {first}, répond aussi pour "
                f"« {draft.entry.place.country} »."
            )
            return
        draft.reject(
            f"« {tenure.person} » est déjà à la ligne {first} dans ce fichier, au même poste et "
            "dans le même rôle ; gardez une seule des deux lignes."
        )

    def note_post(self, row):
        """Note the values of the row for its post; refuse a row that contradicts an earlier one."""
        if not row.is_open:
            return
        post = row.line.place.post
        values = dict(row.line.post_values)
        others = row.line.post_others | ({} if row.drafts else row.line.others)
        if not others.items() <= post.other_data.items():
            values["other_data"] = post.other_data | others
        for name, value in values.items():
            updates = self.result.post_updates.setdefault((post.slug, name), [])
            first = first_accepted(updates)
            label = Post._meta.get_field(name).verbose_name
            if name in post.protected_fields and getattr(post, name) != value:
                row.say(f"« {label} » est protégé à ce poste : « {value} » n’est pas repris.")
            elif first and first.value != value and name != "other_data":
                row.reject(
                    f"Ligne {row.number} : « {value} » contredit la ligne {first.row.number}, "
                    f"qui donne « {first.value} » comme {label} de ce poste."
                )
                return
            else:
                updates.append(PostUpdate(post, name, value, row))

    def absent(self):
        """(tenures in office that no row names, short names of posts where a row waits)."""
        waiting = [
            row for row in self.result.rows if row.outcome in (Outcome.AMBIGUOUS, Outcome.REJECTED)
        ]
        unplaced = [d.entry for row in waiting for d in row.drafts if row.line.place.post is None]
        emails = {entry.contact.email.lower() for entry in unplaced} - {""}
        names = {entry.name_norm for entry in unplaced} - {""}
        tenures = [
            tenure
            for tenure in self.roster.absent()
            if tenure.name_norm not in names and tenure.get("email").lower() not in emails
        ]
        return tenures, {row.line.place.post.slug for row in waiting if row.line.place.post}


def outcome_of(row, changes_post):
    """The pile of a row that is not refused."""
    outcomes = {_outcome_of_one(draft) for draft in row.drafts}
    if changes_post:
        outcomes.add(Outcome.MODIFIED)
    return next((outcome for outcome in STRONGEST_FIRST if outcome in outcomes), Outcome.IDENTICAL)


def _outcome_of_one(draft):
    tenure = draft.tenure
    if tenure is None and draft.entry.has_left:
        return Outcome.IGNORED
    if tenure is None or not (tenure.is_new or tenure.planned):
        return Outcome.IDENTICAL
    if draft.entry.is_vacancy:
        return Outcome.VACANT
    if not tenure.is_new:
        return Outcome.MODIFIED
    follows = draft.ended and not draft.ended.person.is_vacant
    return Outcome.REPLACEMENT if follows else Outcome.NEW
