"""Views of a workshop: the parts each kind of visitor sees."""
