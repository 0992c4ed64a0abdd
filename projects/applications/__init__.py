"""The reading of a dossier: its rules, its costs, its appraisal, its encounters."""
