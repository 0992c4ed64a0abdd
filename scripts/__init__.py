"""The tools of a working copy around Django: environment, database, launcher. No production."""
