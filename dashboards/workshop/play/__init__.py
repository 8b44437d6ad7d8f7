"""Workshop play: events, seats, rounds and the session; pure, with no clock, page or file."""
