"""The verbs of the program, one file a subject: the one place where engines meet.

Every operation that writes returns `Changes` after the commit is on the disk, and may be called from any thread but
the one that draws. `author` is the id of the officer at the keyboard, or empty.
"""
