"""Views of what a survey shows."""
