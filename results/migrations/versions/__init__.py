"""One file a step.  A step is never edited once it was released: old stores went through it as it was."""
