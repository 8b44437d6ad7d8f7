"""Survey without pages: items, answers, what may be shown, estimates, the scenario made of them."""
