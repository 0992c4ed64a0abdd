"""Landed migrations import this path (ADR 24)."""

from .records.data_version import triggers as watched  # noqa: F401
