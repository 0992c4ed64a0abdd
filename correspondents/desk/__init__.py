"""The delegation’s desk and the tasks of everybody who keeps the directory."""
