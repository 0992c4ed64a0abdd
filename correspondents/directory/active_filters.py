"""The filters in force as a list shows them: a tag removes each, and those that empty it are named.

`components/_filters.html` and `components/_empty.html` read `tags`, `folded` and `blockers`.
"""

from dataclasses import dataclass

from django.utils.functional import cached_property


@dataclass(frozen=True)
class Tag:
    """A filter in force; `query` is the address without it, where `number` rows are found."""

    label: str
    text: str
    query: str
    number: int = 0


class ActiveFilters:
    """Mixed into a set of filters."""

    untagged = {"q"}  # what shows its own value outside the fold

    @cached_property
    def tags(self):
        """The filters in force that the fold hides."""
        return [
            Tag(label, text, self.query_without(name))
            for name, label, text in self.active()
            if name not in self.untagged
        ]

    @cached_property
    def blockers(self):
        """The filters in force without one of which rows are found, for an empty list."""
        tags = (
            Tag(label, text, self.query_without(name), self.count_without(name))
            for name, label, text in self.active()
        )
        return [tag for tag in tags if tag.number]

    @property
    def folded(self):
        """The fields inside the fold."""
        return [field for field in self.form.visible_fields() if field.name not in self.untagged]

    def active(self):
        """[(name, label, text)] of the filters that have a value which is not refused."""
        if not self.is_bound:
            return []
        self.is_valid()  # reads the values
        return [
            (name, self.filters[name].label, self.text_of(name, value))
            for name, value in self.form.cleaned_data.items()
            if value
        ]

    def query_without(self, name):
        """The query string of the first page without this filter."""
        data = self.data.copy()
        for parameter in ("page", name):
            data.pop(parameter, None)
        return f"?{data.urlencode()}"

    def count_without(self, name):
        """The number of rows that the other filters find."""
        return self.without(name).qs.count()

    def without(self, name):
        """The same set without this filter."""
        data = self.data.copy()
        data.pop(name, None)
        return type(self)(data, self.queryset, request=self.request)
