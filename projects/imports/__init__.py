"""The dossiers come in: any export of the platform where they are filed becomes a plan."""
