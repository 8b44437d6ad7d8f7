"""Tools that make the documents and the lock; not part of the program."""
