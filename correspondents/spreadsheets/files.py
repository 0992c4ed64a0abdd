"""A filtered list as a file that a browser saves."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import FileResponse, Http404, HttpResponseBadRequest, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.utils.text import slugify

from .ods import MIME_TYPE, write_ods
from .write import write_csv, write_json, write_plain_csv, write_xlsx


@dataclass(frozen=True)
class Format:
    """A format of files: `write` turns a table into a file or an iterator of bytes."""

    extension: str
    label: str
    content_type: str
    write: Callable


FORMATS = {
    format.extension: format
    for format in [
        Format(
            "xlsx",
            "Excel (xlsx)",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            write_xlsx,
        ),
        Format("ods", "LibreOffice (ods)", MIME_TYPE, write_ods),
        Format("csv", "CSV", "text/csv; charset=utf-8", write_csv),
        Format("json", "JSON", "application/json", write_json),
    ]
}
PLAIN_CSV = Format(
    "csv", "CSV à virgules, pour les machines", "text/csv; charset=utf-8", write_plain_csv
)


LONGEST_NAME = 100  # characters, before the day


def file_response(table, format, conditions=()):
    """The table as a file to save, which no search engine keeps; its name says the conditions."""
    name = slugify("-".join([table.title, *conditions]))[:LONGEST_NAME].strip("-")
    return file_of(format.write(table), format, f"{name}-{table.generated_at:%Y-%m-%d}")


def file_of(body, format, name):
    """A file, or an iterator of bytes, to save under a name without its extension."""
    response_class = FileResponse if hasattr(body, "read") else StreamingHttpResponse
    headers = {
        "Content-Disposition": content_disposition_header(True, f"{name}.{format.extension}"),
        "X-Robots-Tag": "noindex",
    }
    return response_class(body, content_type=format.content_type, headers=headers)


class SpreadsheetMixin:
    """Mixed into a filtered list: all its rows as a file, in the format that ends the address.

    The view gives `get_table(filterset)`; the filters are checked before.
    """

    formats = FORMATS

    def get(self, request, *args, **kwargs):
        format = self.get_format()
        filterset = self.get_filterset(self.get_filterset_class())
        if filterset.is_valid():
            conditions = [text for _, text in filterset.described()]
            return file_response(self.get_table(filterset), format, conditions)
        refused = ", ".join(f"« {filterset.filters[name].label} »" for name in filterset.errors)
        return HttpResponseBadRequest(
            f"Ce fichier ne peut pas être produit : valeur refusée pour {refused}.\n",
            content_type="text/plain; charset=utf-8",
        )

    def get_filterset_kwargs(self, filterset_class):
        # Bound even without any filter, so that its cleaned data can be described.
        return {**super().get_filterset_kwargs(filterset_class), "data": self.request.GET}

    def get_format(self):
        name = self.kwargs["format"]
        if name not in self.formats:
            raise Http404("Ce format n’est pas proposé.")
        if name == "csv" and self.request.GET.get("separateur") == "virgule":
            return PLAIN_CSV
        return self.formats[name]
