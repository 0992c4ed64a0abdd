"""What anybody reads of the calls: the list, each call, its days."""
