"""Exchange: packages out, packages in."""
