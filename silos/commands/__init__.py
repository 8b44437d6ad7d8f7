"""The commands: one file each, registered in ``silos.cli`` by one line."""
