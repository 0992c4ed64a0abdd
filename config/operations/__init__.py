"""What keeps the service alive: backups, health."""
