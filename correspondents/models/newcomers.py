"""What an entry that receives another person takes from nobody: what is public, who verified it."""

import pgtrigger
from django.conf import settings

from correspondents.records.text import normalise

from .person_fields import NAME_SWITCH

NAMES = ["first_name", "last_name"]
# What was said of the person before: another one has neither been verified nor informed.
VOID = {"verified_on": None, "verified_by": "", "informed_on": None}
# The explanation of a proposal of both names, when its author says that nobody else has come.
SAME_PERSON = "C’est la même personne : son nom est corrigé."

# A vacancy has no address: it would lend its ticks to the person whom it receives.
VACANCY_PUBLISHES_NOTHING = pgtrigger.Trigger(
    name="vacancy_publishes_nothing",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update,
    condition=pgtrigger.Condition("NEW.is_vacant"),
    func="NEW.email_is_public := false; NEW.phone_is_public := false; RETURN NEW;",
)


def first_switches(publish=()):
    """{switch: value} of a named person whom nobody has asked; `publish` names more fields."""
    return {
        NAME_SWITCH: True,
        "function_is_public": True,
        "email_is_public": settings.PUBLISH_NAMED_EMAIL or "email" in publish,
        "phone_is_public": settings.PUBLISH_NAMED_PHONE or "phone" in publish,
    }


def is_another_person(before, after):
    """Whether two (first name, last name) are two people: there was none, or both names changed.

    Capitals, accents and the order of the words make nobody else.
    """
    if not after[1] or before == after:
        return False
    if not before[1]:
        return True
    old, new = ([normalise(name) for name in names] for names in (before, after))
    is_same_name = old[1] == new[1] or (old[0] and old[0] == new[0])
    return not is_same_name and sorted(" ".join(old).split()) != sorted(" ".join(new).split())
