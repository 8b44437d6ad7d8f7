"""What the pages for teachers and modellers know and do, without a page: plain Python, tested as such."""
