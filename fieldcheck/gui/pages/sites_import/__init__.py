"""Import of the register from an office's table."""
