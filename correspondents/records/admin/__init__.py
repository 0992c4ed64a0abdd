"""The parts that all tables of the admin share."""
