"""Rules of the model, one phenomenon a file: scalars in, scalars out, compiled, no state."""
