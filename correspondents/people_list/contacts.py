"""The people of a row, its vacancies and its functional mailbox, cell by cell."""

import re
from dataclasses import replace
from itertools import zip_longest

from correspondents.imports.questions import Question, written
from correspondents.imports.rows import Unclear
from correspondents.imports.sheet import heading_of
from correspondents.imports.vocabulary import plain
from correspondents.records.contractions import of
from correspondents.spreadsheets.refusals import enumerated

from .addresses import addresses_in, flaw_of, is_cut, is_of_a_service, share_out
from .columns import LABELS, SLOTS, WHOLE, names_last_first, slotted
from .names import ASIDE, civility_in, has_job_before, people_in, read_name, uncivil
from .phones import phone_of, pieces
from .plausibility import bare_name, is_doubtful, jobs_apart
from .rows import PersonEntry
from .values import CIVILITIES, is_email, says_nobody, says_only_nobody

# « VACANTE Giulia »: a vacancy, or somebody?
NAMED_VACANT = re.compile(r"\s*(?i:vacante?)\s+([^\W\d_a-z][\w’'-]+)\s*")
NAME, VACANT = "name", "vacant"  # the answers of a person


def read_people(row, choices):
    """Read the people of a row, names still whole: see `name_everybody`.

    `choices` are a person's answers by the keys of the questions.
    """
    for slot in ("", *SLOTS):
        _Slot(row, slot, choices).read()


def name_everybody(rows, first_names):
    """Tell first names from family names, in all the rows at once.

    `first_names` are first names in plain form; the sure ones of the file itself are added.
    """
    whole = [entry for row in rows for entry in row.entries if entry.name]
    names = {entry: read_name(entry.name, entry.email) for entry in whole}
    first_names = first_names | {plain(name.first_name) for name in names.values() if name.is_sure}
    for entry, name in names.items():
        if not name.is_sure:
            last_first = names_last_first(heading_of(entry.record, "name"))
            name = read_name(entry.name, entry.email, first_names, last_first)
        entry.first_name, entry.last_name = name.first_name, name.last_name
        entry.civility = entry.civility or name.civility


class _Slot:
    """Reads the columns of one slot of a row."""

    def __init__(self, row, slot, choices):
        self.row, self.record, self.slot, self.choices = row, row.record, slot, choices
        cells = {code: self.record.cells.get(slotted(slot, code)) for code in ("name", *LABELS)}
        self.cells = {code: cell for code, cell in cells.items() if cell and not cell.fault}

    def read(self):
        people = self.people()
        addresses = self.addresses()
        # Another column holds the mailbox: the address here is the person's own.
        keep = "mailbox" in self.record.listing.texts or self.says_service()
        held = [each for each in people if not each.is_vacancy]
        if not people and len(addresses) == 1 and self.needs_somebody(addresses[0], keep):
            held = people = [PersonEntry(self.row, self.slot)]
        names = [each.name or each.full_name for each in held]
        shares, services, others = share_out(names, addresses, keep)
        for place, address in shares.items():
            held[place].email = address
        self.set_mailbox(services, self.without_owner([c for c in held if not c.email], others))
        self.share_cells(people)
        if not people and not self.slot and self.says_more_than_a_mailbox():
            people = [self.with_cells(PersonEntry(self.row, self.slot))]
        elif not people:
            for code in self.cells.keys() & WHOLE:
                self.keep(code, self.cells[code].text)
        self.row.entries += people

    def people(self):
        """The entries that the name cells give, the vacancies among them."""
        if "name" in self.cells:
            return self.whole_names(self.cells["name"])
        lasts, firsts = (self.lines(code) for code in ("last_name", "first_name"))
        if lasts and firsts and len(lasts) != len(firsts):  # the words of one name
            lasts, firsts = [" ".join(lasts)], [" ".join(firsts)]
        pairs = zip_longest(lasts, firsts, fillvalue="")
        return [self.entry_in_two(last, first) for last, first in pairs]

    def entry_in_two(self, last, first):
        """Read a name in two cells without its titles: alone, « Mme Prénom NOM » is whole."""
        bare_last, bare_first = (uncivil(bare_name(text)) for text in (last, first))
        if self.means_nobody(last) or (bare_last, bare_first) == (last, first):
            return self.entry_of(last_name=last, first_name=first)
        self.keep("last_name", self.cells["last_name"].text)
        if not first:
            return self.entry_of(name=bare_name(last))
        entry = self.entry_of(last_name=bare_last, first_name=bare_first)
        entry.civility = civility_in(bare_name(last)) or civility_in(bare_name(first))
        return entry

    def lines(self, code):
        """The names of a cell that gives one name of each of several people: « X / Y »."""
        text = self.cells[code].text if code in self.cells else ""
        if text and says_nobody(text):
            return [text]
        return [part.strip() for part in text.replace("\n", "/").split("/") if part.strip()]

    def whole_names(self, cell):
        addresses, rest = addresses_in(cell.text)
        text = rest if addresses else cell.text
        if self.means_nobody(text):
            return [self.entry_of(name=text)]
        text, jobs = jobs_apart(text)
        parts = people_in(text)
        names = [bare_name(part) for part in parts]
        if jobs or names != parts or ASIDE.search(text) or any(map(has_job_before, names)):
            self.keep("name", cell.text)
        entries = [self.entry_of(name=name) for name in names]
        if len(entries) == len(jobs) and "function" not in self.cells:
            for entry, job in zip(entries, jobs, strict=True):
                entry.cells["function"] = replace(cell, value=job, link="", comment="")
        return entries

    def entry_of(self, name="", last_name="", first_name=""):
        text = name or last_name
        cell = self.cells.get("name") or self.cells.get("last_name") or self.cells["first_name"]
        entry = PersonEntry(self.row, self.slot, left=cell.struck)
        if self.means_nobody(text) and not first_name.strip("-–— "):
            entry.is_vacancy = True
            if not says_only_nobody(text):
                self.keep("name" if name else "last_name", cell.text)
            return entry
        entry.name, entry.last_name, entry.first_name = name, last_name, first_name
        if is_doubtful(f"{first_name} {uncivil(text)}"):
            self.decide(entry, cell)
        return entry

    def means_nobody(self, text):
        """Whether the text of a name means a vacancy: « VACANTE Giulia » may be somebody."""
        if not says_nobody(text):
            return False
        match = NAMED_VACANT.fullmatch(text)
        if match is None:
            return True
        address = self.cells["email"].text if "email" in self.cells else ""
        if {"vacant", plain(match[1])} <= {*plain(address.replace("vacante", "vacant")).split()}:
            return False
        answer = self.ask(text, [(NAME, "C’est quelqu’un"), (VACANT, "La place est vacante")])
        return answer != NAME

    def decide(self, entry, cell):
        """Take the name that a person gives to a doubtful text, or let the row wait."""
        text = entry.name or entry.full_name
        answer = self.ask(text, [(NAME, "C’est son nom, tel quel")], "Écrire son nom")
        if name := written(answer):
            self.keep("name" if entry.name else "last_name", cell.text)
            entry.name, entry.last_name, entry.first_name = name, "", ""

    def ask(self, text, answers, other=""):
        """The answer about a text, None when the row waits for it."""
        question = Question(f"name:{plain(text)}", f"« {text} » : qui est-ce ?", answers, other)
        answer = self.choices.get(question.key)
        if answer is None:
            reason = f"« {text} » ne se lit pas comme le nom d’une seule personne"
            doubt = Unclear(f"{reason} : dites qui c’est, ou corrigez la cellule.", question)
            self.row.doubts.append(doubt)
        return answer

    def addresses(self):
        """The addresses of the slot's cells; the rest of the cells is kept or refused."""
        addresses = []
        for code in ("email", "name"):
            cell = self.cells.get(code)
            if cell is None or (code == "email" and says_nobody(cell.text)):
                continue
            if code == "email" and is_cut(cell.text):
                self.refuse_address(cell, f" : {flaw_of(cell.text)}")
                continue
            written, rest = addresses_in(cell.text)
            if code == "email" and len(written) > 1 and not all(map(is_email, written)):
                self.refuse_address(cell, " : l’une des adresses est mal écrite")
                continue
            if not written and code == "email":  # « Écrire », with the address as a link
                written, rest = addresses_in(cell.link)[0], cell.text
            addresses += [each for each in written if each not in addresses]
            if code == "email" and rest and written:
                self.keep(code, cell.text)
            elif code == "email" and not written:
                self.refuse_address(cell)
        return addresses

    def refuse_address(self, cell, flaw=""):
        reason = f"« {cell.text} » n’est pas une adresse électronique{flaw}"
        self.row.refuse(cell, f"{cell.address} : {reason}.")

    def needs_somebody(self, address, keep):
        return not self.slot and (keep or not is_of_a_service(address))

    def says_service(self):
        cell = self.record.cells.get("role")
        return not self.slot and cell is not None and plain(cell.text) == "service"

    def says_more_than_a_mailbox(self):
        codes = {"role", "rank", "function", "phone", "is_vacant", "started_on", "ended_on"}
        return "mailbox" not in self.row.post_values and not codes.isdisjoint(self.cells)

    def without_owner(self, people, addresses):
        """The addresses that are nobody's, once a person has said whose one is, if asked."""
        if len(addresses) < 2 or len(people) != 1:
            return addresses
        [person] = people
        name = person.name or person.full_name
        question = Question(
            f"address:{plain(name)}|{' '.join(addresses)}",
            f"Quelle est l’adresse {of(name)} ?",
            [*((each, each) for each in addresses), ("none", "Aucune : les garder à part")],
        )
        answer = self.choices.get(question.key)
        if answer is None:
            reason = f"{enumerated(addresses)} : rien ne dit laquelle est l’adresse {of(name)}."
            self.row.doubts.append(Unclear(reason, question))
        elif answer in addresses:
            person.email = answer
        return [each for each in addresses if each != person.email]

    def set_mailbox(self, services, others):
        if services and "mailbox" not in self.row.post_values:
            self.row.post_values["mailbox"], *services = services
        if services or others:
            self.keep("email", " ; ".join([*services, *others]))

    def share_cells(self, people):
        """Give each person their own piece of a cell that has one for each, else the whole."""
        for code in WHOLE:
            cell = self.cells.get(code)
            if cell is None:
                continue
            parts = pieces(cell.text, code)
            if len(parts) != len(people):
                parts = self.for_all(code, cell, parts) * len(people)
            for entry, part in zip(people, parts, strict=True):
                entry.cells[code] = cell if part == cell.value else replace(cell, value=part)
        for entry in people:
            self.with_cells(entry)

    def for_all(self, code, cell, parts):
        """The one value that all the people share; of several phones the first, the rest aside."""
        if code == "phone" and len(parts) > 1:
            self.keep(code, cell.text)
            return parts[:1]
        return [cell.value]

    def with_cells(self, entry):
        for code in WHOLE:
            if code in self.cells:
                entry.cells.setdefault(code, self.cells[code])
        if "phone" in entry.cells:
            entry.phone, _ = phone_of(entry.cells["phone"].text)
        if "civility" in entry.cells:
            civility = CIVILITIES.get(plain(entry.cells["civility"].text), "")
            entry.civility = civility or entry.civility
        return entry

    def keep(self, code, text):
        """Put a text aside, under its heading."""
        code = slotted(self.slot, code)
        self.row.others[self.record.listing.texts.get(code, code)] = text
