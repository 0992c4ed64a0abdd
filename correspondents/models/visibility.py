"""What an account may see, said once: a post's people see what is their post's, and no more."""

from django.db import models


class OfAPost(models.QuerySet):
    """A QuerySet whose rows are a post's; `post_path` leads from a row to that post."""

    post_path = "post"

    def visible_to(self, user):
        """All for the delegation, one's own post's for its people, none otherwise."""
        if user.is_delegation:
            return self
        if user.post_id is None:
            return self.none()  # never filter(post=None): it would match what nobody owns
        return self.filter(**{self.post_path: user.post_id})
