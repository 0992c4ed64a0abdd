"""Landed migrations import this path (ADR 24)."""

from .records.data_version import watched  # noqa: F401
