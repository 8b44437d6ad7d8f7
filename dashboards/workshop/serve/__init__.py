"""Workshop server: rooms, connections, cookies, commands and the Solara pages."""
