"""The workshop: thirty people play a system.

session      the state machine: events in, state out; no clock, no page, no file
record       the events as lines; keeping: in the store before they are acknowledged
room, server the session with its clock and its visitors
views, pages what each of them sees
debrief      what happened, and what would have happened
"""
