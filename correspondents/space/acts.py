"""Where a post mends what its line of the matrix says: its own screens."""

from django.urls import reverse

from correspondents.desk.grid import Acts


class PostActs(Acts):
    def add(self, post, role, before=None):
        return f"{reverse('space_arrival')}?role={role}"

    def correct(self, person):
        """A vacancy is nobody's entry: somebody's arrival ends it."""
        if person.is_vacant:
            return self.add(person.post, person.role)
        return reverse("space_correct", args=[person.pk])

    def settle(self, person):
        return reverse("space")

    def verify(self, post):
        return reverse("space_contacts")

    def complete(self, post):
        return reverse("space_post")
