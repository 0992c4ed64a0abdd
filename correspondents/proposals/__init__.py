"""Proposals reviewed, whatever they are about; and error reports, where they come from."""
