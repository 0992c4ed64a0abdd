"""The delegation's tables: what is listed, searched and edited. It declares, it decides nothing."""

from . import (
    accounts,
    countries,
    editions,
    france,
    imports,
    loop,
    people,
    posts,
    proposals,
    records,
)

__all__ = [
    "accounts",
    "countries",
    "editions",
    "france",
    "imports",
    "loop",
    "people",
    "posts",
    "proposals",
    "records",
]
