"""Workshop: thirty people play a system.

errors, roles   shared by all
play            pure: events, seats, rounds, the session as a state machine, its event log, its counterfactuals
views           what each kind of visitor sees of it, part by part
serve           rooms with clock and store, connections, cookies, Solara's pages, the process
bots            players that are programs
"""
