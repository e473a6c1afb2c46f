"""The one SQLite file: opening, journal, fold, blobs, queries. The only SQL of the program."""

from fieldcheck.store.devices import DeviceIdentity
from fieldcheck.store.reader import Reader
from fieldcheck.store.store import Store
from fieldcheck.store.transaction import Changes, Seen, Transaction, clock

__all__ = ["Changes", "DeviceIdentity", "Reader", "Seen", "Store", "Transaction", "clock"]
