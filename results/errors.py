"""Errors of a store, each with a sentence for the person who meets it.

StoreError
├── NoSuchStore        a folder, server or database that is not there
├── NoEntry            wrong user or password, or no right to write
├── StoreBusy          another process has been writing for longer than we were willing to wait
├── StoreFull          no room left on the disk
├── ReadOnlyStore      the folder or the file cannot be written
├── DamagedStore       not a database, or a damaged one; a part that is missing or cut off
├── NewerStore         written by a newer version of Silos
├── LostStore          the server went away
├── NotFound           no experiment, run, session or survey of this name
├── MixedModels        results of different versions of the model, which are never taken together
├── SurveyClosed       a survey that takes no answers at the moment, or that does not know who answers
├── HeldElsewhere      another process has this session open
└── NoExport           the place of an export is taken, or its format is not known
"""


class StoreError(Exception):
    """Something is wrong with the store; the message says what, where and what can be done."""


class NoSuchStore(StoreError):
    """A folder, server or database that is not there."""


class NoEntry(StoreError):
    """Wrong user or password, or no right to do this."""


class StoreBusy(StoreError):
    """Another process kept writing for longer than we were willing to wait."""


class StoreFull(StoreError):
    """No room left on the disk."""


class ReadOnlyStore(StoreError):
    """The folder or the file cannot be written."""


class DamagedStore(StoreError):
    """Not a database, a damaged one, or one of its parts is missing or cut off."""


class NewerStore(StoreError):
    """Written by a newer version of Silos."""


class LostStore(StoreError):
    """The server went away."""


class NotFound(StoreError):
    """No experiment, run, session or survey of this name."""


class MixedModels(StoreError):
    """Results of different versions of the model, which are never taken together."""


class HeldElsewhere(StoreError):
    """Another process has this session open."""


class SurveyClosed(StoreError):
    """The survey takes no answers now, or none of this person."""


class NoExport(StoreError):
    """The place of an export is taken, or its format is not known."""
