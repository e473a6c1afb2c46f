"""The command line: one small file a command, over the same operations as the window."""
