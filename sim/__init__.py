"""The model: arrays, rules and the engine.  Knows no file, no database, no page."""
