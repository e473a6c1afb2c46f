"""FieldCheck: offline safety and flood inspection."""

__version__ = "0.1.0"
