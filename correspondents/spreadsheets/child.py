"""The process that reads one file, which may kill it: `python -m` with the limits as JSON.

The file is its standard input, the sheets its standard output. It opens nothing else: neither
the database, whose address it does not have, nor any file once its modules are loaded.
"""

import codecs
import errno
import json
import resource
import sys

from django.conf import settings

STATUS = "/proc/self/status"  # ru_maxrss would count the memory of the parent before exec
WINDOWS = [f"cp125{number}" for number in range(9)]  # of an .xls before 1997
ENCODINGS = [
    *WINDOWS,
    "utf-8-sig",
    "mac_roman",
    "cp850",
    "cp437",
    "ascii",
    "latin-1",
    "utf-16",
    "utf-16-le",
]


def main(limits, extension):
    """Read standard input as a file with that extension; `limits` are the settings IMPORT_MAX_…"""
    settings.configure(**limits)
    _confine(limits)
    from . import guard, read, refusals, wire  # after the limits: a library may be hungry

    for encoding in ENCODINGS:  # loaded before files are out of reach
        codecs.lookup(encoding)
    with open(STATUS, encoding="ascii") as status:
        _limit(resource.RLIMIT_NOFILE, 3)
        refusal = ""
        try:
            guard.check(sys.stdin.buffer, f"liste{extension}")
            sheets = read.stream(sys.stdin.buffer, f"liste{extension}")
            sys.stdout.writelines(wire.lines(sheets))
        except refusals.RefusedFile as refused:
            if getattr(refused.__cause__, "errno", None) == errno.EMFILE:
                raise  # a fault of ours, not of the file
            refusal = str(refused)
        except MemoryError:
            refusal = str(refusals.too_heavy())
        sys.stdout.write(wire.last_line(refusal, _peak(status)))
        sys.stdout.flush()


def _confine(limits):
    seconds = limits["IMPORT_MAX_SECONDS"]
    _limit(resource.RLIMIT_AS, limits["IMPORT_MAX_MEMORY"])
    _limit(resource.RLIMIT_CPU, seconds, seconds + 1)
    _limit(resource.RLIMIT_FSIZE, 2 * limits["IMPORT_MAX_UNPACKED_BYTES"])
    _limit(resource.RLIMIT_CORE, 0)


def _limit(what, most, at_last=None):
    """The process gets an error or a signal at `most`; the system kills it at `at_last`."""
    resource.setrlimit(what, (most, at_last or most))


def _peak(status):
    """The most memory that this process held, in bytes."""
    return next(int(line.split()[1]) << 10 for line in status if line.startswith("VmHWM:"))


if __name__ == "__main__":
    main(json.loads(sys.argv[1]), sys.argv[2])
