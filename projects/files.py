"""A joined file as an answer, to who may see it: the caller has looked."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header


def joined_file(file, *, as_attachment=True):
    """The bytes of a `JoinedFile`, under its name; shown in the page unless `as_attachment`."""
    disposition = content_disposition_header(as_attachment, f"{file.name}.{file.kind}")
    return HttpResponse(
        bytes(file.stored.content),
        content_type=file.mimetype,
        headers={"Content-Disposition": disposition},
    )
