"""The search of the tables whose records have a mailbox and a phone."""

from correspondents.finder.contacts import DIGITS, PHONE, digits
from correspondents.models.people_querysets import Role
from correspondents.records.admin.tables import AccentBlindSearch
from correspondents.records.text import normalise

FEWEST_DIGITS = 4
# As a search normalises them.
ROLES = {"suppleant": Role.BACKUP, "correspondant": Role.CORRESPONDENT}


class ContactSearch(AccentBlindSearch):
    """Mixed into a table of which a piece of an address, or any run of a phone's digits, is enough.

    `mailbox_field` names the field of the address.
    """

    mailbox_field = "email"

    def get_search_results(self, request, queryset, search_term):
        text = search_term.strip()
        number = digits(text) if PHONE.fullmatch(text) else ""
        if len(number) >= FEWEST_DIGITS:
            return queryset.annotate(digits=DIGITS).filter(digits__contains=number), False
        if "@" in text:
            return queryset.filter(**{f"{self.mailbox_field}__icontains": text}), False
        return super().get_search_results(request, queryset, search_term)


class PersonSearch(ContactSearch):
    """The label of a role is one of the words that find a person."""

    def get_search_results(self, request, queryset, search_term):
        words = [ROLES.get(normalise(word), word) for word in search_term.split()]
        return super().get_search_results(request, queryset, " ".join(words))
