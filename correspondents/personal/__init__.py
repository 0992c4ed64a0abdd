"""Personal data: how long it is kept, and what is held about one person."""
