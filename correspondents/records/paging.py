"""Pages of long lists: the keys of a page are read first, then its rows."""

from django.core.paginator import InvalidPage, Paginator
from django.http import Http404
from django.utils.functional import cached_property

PER_PAGE = 50


class KeysFirst(Paginator):
    """Orders keys alone, then reads the rows of one page with what they show.

    `rows` gives the queryset of the rows shown; `keys`, when given, all the keys in order: nothing
    is counted nor ordered again.
    """

    def __init__(self, object_list, per_page, *, rows=None, keys=None, **options):
        super().__init__(object_list, per_page, **options)
        self.rows, self.keys = rows, keys

    @cached_property
    def count(self):
        return self.object_list.order_by().count() if self.keys is None else len(self.keys)

    def page(self, number):
        number = self.validate_number(number)
        bottom = (number - 1) * self.per_page
        keys = self.object_list.values_list("pk", flat=True) if self.keys is None else self.keys
        shown = list(keys[bottom : bottom + self.per_page])
        rows = (self.object_list if self.rows is None else self.rows).in_bulk(shown)
        return self._get_page([rows[key] for key in shown if key in rows], number, self)


def page_of(request, object_list, *, rows, per_page=PER_PAGE):
    """The page that the address asks for. Raises Http404 for one that is not there."""
    paginator = KeysFirst(object_list, per_page, rows=rows)
    try:
        return paginator.page(request.GET.get("page", 1))
    except InvalidPage as unknown:
        raise Http404(str(unknown)) from unknown
