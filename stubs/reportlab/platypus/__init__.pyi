from typing import BinaryIO

from reportlab.lib.styles import ParagraphStyle

class Paragraph:
    def __init__(self, text: str, style: ParagraphStyle) -> None: ...

class SimpleDocTemplate:
    def __init__(self, filename: str | BinaryIO, *, pagesize: tuple[float, float], initialFontName: str) -> None: ...
    def build(self, flowables: list[Paragraph]) -> None: ...
