"""What follows a retained dossier: its subsidy, its instalments, its reports."""
