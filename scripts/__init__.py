"""What a working copy needs around Django: environment, database, launcher. Not for production."""
