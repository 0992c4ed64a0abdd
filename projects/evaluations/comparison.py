"""Two evaluations of a project side by side, criterion by criterion."""

from dataclasses import dataclass

from projects.models import EvaluationMark

SIDES = {"a": "Première évaluation", "b": "Seconde évaluation"}


@dataclass(frozen=True)
class ComparisonLine:
    """The marks of two evaluations for a criterion: one that counts has a mark for each."""

    earlier: EvaluationMark
    later: EvaluationMark

    @property
    def label(self):
        return self.earlier.get_criterion_display()

    @property
    def moves(self):
        return self.earlier.mark != self.later.mark

    @property
    def change(self):
        """« +1, en hausse », « −2, en baisse », « inchangée »."""
        moved = self.later.mark - self.earlier.mark
        if not moved:
            return "inchangée"
        return f"+{moved}, en hausse" if moved > 0 else f"−{-moved}, en baisse"


def comparison(*pair):
    """Two evaluations of a grant, the earlier one first; `lines` are in the order of criteria."""
    earlier, later = sorted(pair, key=lambda evaluation: (evaluation.evaluated_on, evaluation.pk))
    old, new = ({mark.criterion: mark for mark in side.marks.all()} for side in (earlier, later))
    lines = [
        ComparisonLine(old[criterion], new[criterion])
        for criterion in EvaluationMark.Criterion.values
    ]
    return {"earlier": earlier, "later": later, "lines": lines}


def compared(rows, query):
    """The context of a page that compares the evaluations `a` and `b` of the query, two of rows."""
    rows = list(rows.select_related("post").prefetch_related("marks"))
    by_key = {str(row.pk): row for row in rows}
    pair = [by_key.get(query.get(side, "")) for side in SIDES]
    refusal = ""
    if len(rows) > 1 and None in pair and not SIDES.keys().isdisjoint(query):
        refusal = "L’une de ces évaluations n’est pas de ce projet : choisissez dans la liste."
    elif len(rows) > 1 and (None in pair or pair[0] == pair[1]):
        refusal = "Choisissez deux évaluations différentes."
    return {
        "choices": rows,
        "sides": sides(rows, query),
        "comparison": None if refusal or None in pair else comparison(*pair),
        "refusal": refusal,
    }


def sides(rows, query):
    """The two choices of the form: those of the query, else the last two, the earlier one first."""
    keys = {str(row.pk): row.pk for row in rows}
    return [
        {"name": name, "label": label, "chosen": keys.get(query.get(name, ""), row.pk)}
        for (name, label), row in zip(SIDES.items(), reversed(rows[:2]), strict=False)
    ]
