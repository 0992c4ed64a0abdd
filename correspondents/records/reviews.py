"""« Voici ce que vous validez »: the page before an act without return, or that others read.

The act is done, then taken back: what refuses it is said at once, and the page shows each mail
that it writes. The second POST carries the digest of what was shown: the act is done for good when
it would still do the same, else the page is shown again.
"""

from dataclasses import dataclass, field

from django.db import transaction
from django.utils.crypto import salted_hmac

from correspondents.mailing.mail import collected
from correspondents.mailing.tokens import hide_tokens

from .refusals import attempt

READ = "relu"  # the field that carries the digest
BACK = "revoir"  # the button that leads back to the text
NOT_CARRIED = {"csrfmiddlewaretoken", READ, BACK}


@dataclass
class ActReview:
    """What is read before an act: its texts, as [(label, text)], and what follows from it.

    `button` ends in « sans retour » when the act `is_final`. `names` gives the recipients whose
    address is not shown.
    """

    title: str
    button: str
    facts: list = field(default_factory=list)
    consequences: list = field(default_factory=list)
    names: dict = field(default_factory=dict)
    is_final: bool = True  # else it may be undone for a day
    mails: list = field(default_factory=list)  # [(recipient, subject, text)]
    fields: list = field(default_factory=list)  # what the first POST carried, as [(name, value)]
    without_mail: str = "Aucun courriel ne part."  # what is said when the act writes none
    has_changed = False  # since it was shown

    @property
    def digest(self):
        shown = repr((self.title, self.facts, self.consequences, self.mails))
        return salted_hmac("records.reviews", shown, algorithm="sha256").hexdigest()

    def take(self, request, messages):
        """Show the mails that the act writes, and carry the posted fields to the second POST."""
        self.mails = [
            (self.names.get(message.to, message.to), message.subject, hide_tokens(message.text))
            for message in messages
        ]
        self.fields = [
            (name, value)
            for name, values in request.POST.lists()
            for value in values
            if name not in NOT_CARRIED
        ]
        self.has_changed = request.POST.get(READ, self.digest) != self.digest


def reviewed(request, review_of, act, *args):
    """(what the act returned, [], None); (None, the sentences that refuse it, None); or
    (None, [], the ActReview to be read first), nothing written.

    `review_of()` returns the ActReview, or None when nothing is to be read first.
    """
    if BACK in request.POST:
        return None, [], None
    with transaction.atomic(), collected() as messages:
        review = review_of()
        result, refusals = attempt(act, *args)
        if review is None or refusals:
            return result, refusals, None
        review.take(request, messages)
        if READ in request.POST and not review.has_changed:
            return result, [], None
        transaction.set_rollback(True)
    return None, [], review
