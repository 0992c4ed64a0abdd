"""The review of what those of a post who do not decide propose of its own sheet."""

from .review import Fact, Review


class PostReview(Review):
    """All of it is public, and nothing of it is verified, reported or followed up."""

    PROPOSABLE = ["mailbox", "phone", "website"]

    def facts(self):
        texts = {name: self.read_field(name) for name in self.PROPOSABLE}
        return [Fact(self.field_label(name), text, text) for name, text in texts.items()]

    def write(self, changes, *, by):
        self.fill(changes)
        self.target.save(update_fields=list(changes))
