"""What anybody reads of the projects retained, once their results are announced."""
