"""The review of what those of a post who do not decide propose of its own sheet."""

from .review import Review, fill


class PostReview(Review):
    """All of it is public, and nothing of it is verified, reported or followed up."""

    PROPOSABLE = ["mailbox", "phone", "website"]

    def write(self, changes, *, by):
        fill(self.target, changes)
        self.target.save(update_fields=list(changes))
