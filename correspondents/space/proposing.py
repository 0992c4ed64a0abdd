"""What those who do not decide would change: proposed, field by field, to those who do."""

from correspondents.models import Proposal

PROPOSED = "Votre correction est proposée : elle paraîtra dès qu’elle sera validée."
NOTHING_NEW = "Rien à proposer : aucun champ ne change, ou la même correction attend déjà."


def propose(target, changes, *, post, by):
    """Propose [(field, old text, new text)], those that wait already left out; how many are new."""
    waiting = Proposal.objects.pending().about(target)
    known = set(waiting.values_list("field", "new"))
    rows = [(name, old, new) for name, old, new in changes if (name, new) not in known]
    Proposal.objects.propose_at_post(target, rows, post=post, by=by)
    return len(rows)
