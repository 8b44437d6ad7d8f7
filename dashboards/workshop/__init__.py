"""The workshop: thirty people play a system.

session      the state machine: events in, state out; no clock, no page, no file
record       the events as lines; keeping: in the store before they are acknowledged
room, server the session with its clock and its visitors
public       what everyone may see; for_player, for_screen and for_facilitator what each kind of visitor sees
debrief      what happened, and what would have happened
"""
