"""Search for packages of levers: proposals, runs over uncertain worlds, and what is best of them."""
