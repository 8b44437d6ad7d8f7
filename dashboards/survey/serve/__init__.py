"""Pages of surveys, and surveys in the store."""
