"""The name that somebody is greeted by: the one under which an address is known here."""

from correspondents.models import Correspondent, User


def name_of(address):
    """« Anaïs Fictive »; "" for a mailbox, a stranger, or an address that two people share.

    Both tables are always asked: the work done for an address tells nothing of it.
    """
    accounts = User.objects.filter(email__iexact=address, is_active=True)
    people = Correspondent.objects.in_office().held().filter(email__iexact=address)
    names = {account.get_full_name() for account in accounts}
    names |= {person.full_name for person in people}
    names.discard("")
    return names.pop() if len(names) == 1 else ""
