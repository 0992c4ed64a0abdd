"""Several sheets of a file that name the same places: which one is the list?"""

from collections import defaultdict

from correspondents.imports.questions import Question
from correspondents.imports.rows import Unclear

ALL = "all"  # the answer: they complete each other
SHARE = 0.5  # of the places of the smaller sheet, beyond which it says the same as another


class RivalSheets:
    """Lets the rows of rival sheets wait for the choice of a person, or leaves aside those of the
    sheets not chosen. `choices` are a person's answers by the keys of the questions."""

    def __init__(self, rows, choices):
        self.rows, self.choices = rows, choices
        self.places = defaultdict(set)
        for row in rows:
            if row.place.post:
                places = {(row.place.post.slug, e.role) for e in row.entries}
                self.places[row.record.sheet] |= places

    def settle(self):
        rivals = [sheet for sheet in self.places if self.has_rival(sheet)]
        if not rivals:
            return
        question = self.question(rivals)
        answer = self.choices.get(question.key)
        for row in self.rows:
            if row.record.sheet in rivals and row.is_open and answer != ALL:
                self.sort_out(row, question, answer)

    def has_rival(self, sheet):
        return any(self.say_the_same(sheet, each) for each in self.places if each != sheet)

    def say_the_same(self, one, two):
        one, two = self.places[one], self.places[two]
        return len(one & two) > SHARE * min(len(one), len(two))

    def question(self, rivals):
        choices = [(f"sheet:{name}", f"« {name} » seule") for name in rivals]
        listed = " et ".join(f"« {name} »" for name in rivals)
        return Question(
            f"list:{'|'.join(rivals)}",
            f"Les feuilles {listed} nomment les mêmes postes : laquelle est la liste ?",
            [*choices, (ALL, "Toutes : elles se complètent")],
        )

    def sort_out(self, row, question, answer):
        if answer is None:
            row.ask(Unclear("une autre feuille nomme les mêmes postes.", question))
        elif answer != f"sheet:{row.record.sheet}":
            row.leave_aside(question, "la feuille est ")
