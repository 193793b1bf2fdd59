"""Where things stand in pictures of the network."""
