"""French authorities and partners’ places as the finder and the forms look for them."""
