"""Bytes in, bytes out: what a camera wrote down, small upright copies. The original is never touched."""

from fieldcheck.photos.copies import Intake, intake, stamped_jpeg, thumbnail, upright_jpeg
from fieldcheck.photos.facts import Facts

__all__ = ["Facts", "Intake", "intake", "stamped_jpeg", "thumbnail", "upright_jpeg"]
