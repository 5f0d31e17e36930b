"""From the bytes of case files to their rows, and what is wrong with them: nothing is asked of the database here."""

from tracker.exchange.actions.read.folder import read_folder
from tracker.exchange.actions.read.spool import Spool

__all__ = ["Spool", "read_folder"]
