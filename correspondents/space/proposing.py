"""What those who do not decide would change: proposed, field by field, to those who do."""

import uuid

from correspondents.models import Proposal

PROPOSED = "Votre correction est proposée : elle paraîtra dès qu’elle sera validée."
NOTHING_NEW = "Rien à proposer : aucun champ ne change, ou la même correction attend déjà."


def propose(target, changes, *, post, by):
    """Propose [(field, old text, new text)] in one submission; how many are new."""
    waiting = Proposal.objects.pending().about(target)
    known = set(waiting.values_list("field", "new"))
    rows = [(name, old, new) for name, old, new in changes if (name, new) not in known]
    submission = uuid.uuid4()
    for name, old, new in rows:
        Proposal.objects.create(
            submission=submission,
            target=target,
            post=post,
            origin=Proposal.Origin.POST,
            field=name,
            old=old,
            new=new,
            from_name=str(by)[:160],
            from_email=by.email,
        )
    return len(rows)
