"""The verbs of the program, one file a subject: the one place where engines meet."""
