"""The one encrypted SQLite file: opening, journal, fold, blobs, queries. The only SQL of the program."""
