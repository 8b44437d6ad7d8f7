"""State and actions of the pages for teachers and modellers, without a page: plain Python, tested as such."""
