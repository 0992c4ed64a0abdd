"""What is read of a dossier: its rules, its costs, what an appraisal found, whom it meets."""
