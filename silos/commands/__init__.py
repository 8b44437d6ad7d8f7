"""What each command does: one file a command, registered in ``silos.cli`` by one line."""
