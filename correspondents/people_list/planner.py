"""Settles the rows of a file against the network and the roster."""

from collections import defaultdict

from django.db import DatabaseError

from correspondents.imports.questions import ASIDE, Question
from correspondents.imports.rows import Unclear, is_repeated_header, unreadable
from correspondents.imports.vocabulary import plain
from correspondents.models import Post

from .contacts import name_everybody, read_people
from .entries import read_values
from .labels import SECTION_WORDS
from .marks import note_omissions, take_out
from .network import PLACE_CODES, Network, RowPlace, group_heading
from .recognition import Recognition
from .roster import Roster
from .rows import STRONGEST_FIRST, Outcome, PeopleRow, PostUpdate, first_accepted
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
        self.result.rows = rows = [PeopleRow(record) for record in self.records]
        self.read(rows)
        self.result.new_posts = list(self.network.post_labels.new_posts.values())
        self.progress(70)
        in_turn = sorted(self.result.entries, key=self.turn)
        for row in rows:
            self.sort_out(row)
        RivalSheets(rows, self.choices).settle()
        for entry in in_turn:
            self.recognise(entry)
        for entry in in_turn:
            self.bring_in(entry)
        for row in rows:
            self.note_post(row)
        self.progress(90)
        self.roster.reject_overlaps()
        changing_posts = {id(change.row) for change in self.result.post_changes}
        for row in rows:
            if row.is_open:
                row.outcome = outcome_of(row, id(row) in changing_posts)
            row.offer_omissions()
        self.result.settle_absent(*self.absent())

    def read(self, rows):
        """Read the rows: their people first, since names need normal forms."""
        for row in rows:
            row.omitted = take_out(row.record, self.choices)
            if reason := self.why_ignored(row.record):
                row.ignore(reason)
            else:
                self.guarded(read_people, row, self.choices)
        name_everybody(rows, self.roster.first_names)
        names = {entry.full_name for row in rows for entry in row.entries}
        self.network = Network(self.place_texts(), names, self.choices)
        place = None
        for row in rows:
            heading = group_heading(row.record)
            if row.is_open:
                self.read_row(row, None if heading else place)
            if heading:
                place = self.network.group_place(heading)
            elif row.is_open:
                place = row.place

    def place_texts(self):
        """The texts of the columns of places, by code, those of titles as countries."""
        texts = defaultdict(set)
        for record in self.records:
            for code in PLACE_CODES:
                if code in record.cells:
                    texts[code].add(record.text(code))
            if heading := group_heading(record):
                texts["country"].add(heading.text)
        return texts

    def read_row(self, row, above):
        """Read the place and the cells of a row; `above` is the place of the one before, if any."""
        row.place = self.network.locate(row.record.cells)
        if row.place.is_unsaid and above and not above.problem:
            row.place = self.place_above(row.record, above)
        self.guarded(read_values, row)
        for entry in row.entries:
            entry.name_norm = self.network.forms[entry.full_name]
        note_omissions(row)

    def guarded(self, read, row, *args):
        """Read a part of a row; whatever is wrong in it refuses that row alone."""
        try:
            read(row, *args)
        except DatabaseError:
            raise
        except Exception:
            row.entries.clear()
            row.problems.append(unreadable(row.record))

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
        """Close a row that is unreadable or that waits for a person."""
        if not row.is_open:
            return
        question = row.place.question
        if question and self.choices.get(question.key) == ASIDE:
            row.leave_aside(question)
        elif row.place.problem:
            outcome = Outcome.AMBIGUOUS if question else Outcome.REJECTED
            row.close(outcome, row.place.problem, *row.problems, question=question)
        elif row.problems:
            row.reject(*row.problems)
        elif row.doubts and not all(map(self.roster.knows, row.entries)):
            row.ask(row.doubts[0])

    def recognise(self, entry):
        """Find the entry's person in the base, even for a refused row, and plan the changes."""
        tenure = self.find(entry)
        if tenure and not tenure.named_by:
            tenure.named_by = entry
            if entry.is_open:
                entry.tenure = tenure
                self.try_to(self.updates.update, entry)

    def turn(self, entry):
        """The sort key: people who left first, people for a covered country last."""
        ended_on = entry.values.get("ended_on")
        in_office = ended_on is None or ended_on >= self.result.edition
        return in_office and not entry.has_left, entry.has_implied_scope

    def bring_in(self, entry):
        """Plan the tenure of a newcomer, unless an earlier row did."""
        if not entry.is_open or entry.tenure:
            return
        if entry.has_left:
            entry.row.say(
                f"« {entry.full_name} » est barré, et n’est pas en fonction à ce "
                "poste dans la base : rien à terminer."
            )
        elif twin := self.find(entry):
            self.repeat(entry, twin)
        else:
            self.try_to(self.seats.add, entry)

    def try_to(self, act, entry):
        """The result of an act, or None; an unclear row that is open is left to a person."""
        try:
            return act(entry)
        except Unclear as doubt:
            if entry.is_open:
                entry.row.ask(doubt)
            return None

    def find(self, entry):
        """The tenure that the entry names, or None."""
        has_post = entry.place.post is not None
        return self.try_to(self.recognition.find, entry) if has_post else None

    def repeat(self, entry, tenure):
        """A second row of the same person: fine if the post covers its country, too many if not."""
        first = tenure.named_by.row.number
        if adds_nothing(entry, tenure):
            entry.row.say(
                f"« {tenure.person} », déjà à la ligne {first}, répond aussi pour "
                f"« {entry.place.country} »."
            )
            return
        entry.reject(
            f"« {tenure.person} » est déjà à la ligne {first} dans ce fichier, au même poste et "
            "dans le même rôle ; gardez une seule des deux lignes."
        )

    def note_post(self, row):
        """Note the values of the row for its post; refuse a row that contradicts an earlier one."""
        if not row.is_open:
            return
        post = row.place.post
        values = dict(row.post_values)
        others = row.post_others | ({} if row.entries else row.others)
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
        unplaced = [e for row in waiting for e in row.entries if row.place.post is None]
        emails = {entry.email.lower() for entry in unplaced} - {""}
        names = {entry.name_norm for entry in unplaced} - {""}
        tenures = [
            tenure
            for tenure in self.roster.absent()
            if tenure.name_norm not in names and tenure.get("email").lower() not in emails
        ]
        for tenure in tenures:
            tenure.newer = self.updates.newer_day(tenure.person)
        return tenures, {row.place.post.slug for row in waiting if row.place.post}


def outcome_of(row, changes_post):
    """The pile of a row that is not refused."""
    outcomes = {_outcome_of_one(entry) for entry in row.entries}
    if changes_post:
        outcomes.add(Outcome.MODIFIED)
    return next((outcome for outcome in STRONGEST_FIRST if outcome in outcomes), Outcome.IDENTICAL)


def _outcome_of_one(entry):
    tenure = entry.tenure
    if tenure is None and entry.has_left:
        return Outcome.IGNORED
    if tenure is None or not (tenure.is_new or tenure.planned):
        return Outcome.IDENTICAL
    if entry.is_vacancy:
        return Outcome.VACANT
    if not tenure.is_new:
        return Outcome.MODIFIED
    follows = entry.ended and not entry.ended.person.is_vacant
    return Outcome.REPLACEMENT if follows else Outcome.NEW
