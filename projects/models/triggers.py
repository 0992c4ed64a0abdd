"""Triggers that refuse a change with a French sentence."""

import pgtrigger

from correspondents.records.refusals import spoken

CHANGES = pgtrigger.Update | pgtrigger.Delete
# A trigger is installed again when a space of its text changes: keep the spaces.
LAYOUT = """
                IF {sql}
                THEN {refuse}
                END IF;
                RETURN {row};
                """


def before(name, operation, func, condition=None):
    """A trigger that runs before the change; `condition` is SQL without subqueries."""
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=operation,
        condition=pgtrigger.Condition(condition) if condition else None,
        func=func,
    )


def refusing(name, operation, sentence, sql, *, condition=None, row="NEW"):
    """The trigger that refuses with the sentence the rows for which `sql` is true."""
    func = LAYOUT.format(sql=sql, refuse=spoken(sentence), row=row)
    return before(name, operation, func, condition)


def frozen(name, sentence, operation=CHANGES, *, once=None):
    """The trigger that refuses these changes, from the moment that the column `once` is set."""
    condition = f"OLD.{once} IS NOT NULL" if once else None
    return before(name, operation, spoken(sentence) + " RETURN NULL;", condition)


def frozen_with(parent, sentence, *columns):
    """The trigger of rows of an opinion or an evaluation, which stay once it is validated.

    `columns` are the ones that stay, all of them when none is named.
    """
    return refusing(
        "stays_once_it_counts",
        written(*columns) | pgtrigger.Delete,
        sentence,
        f"""EXISTS (SELECT 1 FROM projects_{parent}
                           WHERE id IN (CASE WHEN TG_OP <> 'INSERT' THEN OLD.{parent}_id END,
                                        CASE WHEN TG_OP <> 'DELETE' THEN NEW.{parent}_id END)
                               AND validated_at IS NOT NULL)""",
        row="COALESCE(NEW, OLD)",
    )


def written(*columns):
    """An insertion, or an update of one of the columns, of any when none is named."""
    return pgtrigger.Insert | (pgtrigger.UpdateOf(*columns) if columns else pgtrigger.Update)
