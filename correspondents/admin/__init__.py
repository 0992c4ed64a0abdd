"""The delegation's tables: what is listed, searched and edited. It declares, it decides nothing."""

from . import (
    access,
    accounts,
    countries,
    editions,
    france,
    imports,
    loop,
    opendata,
    people,
    posts,
    proposals,
    records,
)

__all__ = [
    "access",
    "accounts",
    "countries",
    "editions",
    "france",
    "imports",
    "loop",
    "opendata",
    "people",
    "posts",
    "proposals",
    "records",
]
