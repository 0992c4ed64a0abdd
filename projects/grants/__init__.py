"""The subsidy of a retained dossier, its instalments, its reports."""
