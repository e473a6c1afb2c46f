from os import PathLike

from reportlab.pdfbase.pdfdoc import PDFDocument, PDFObjectReference

class TTFontFace:
    name: bytes
    charToGlyph: dict[int, int]
    charWidths: dict[int, float]
    defaultWidth: float
    ascent: float
    descent: float
    def addSubsetObjects(self, doc: PDFDocument, fontname: str, subset: list[int]) -> PDFObjectReference: ...

class TTFont:
    fontName: str
    face: TTFontFace
    def __init__(self, name: str, filename: str | PathLike[str], *, shapable: bool = True) -> None: ...
    def stringWidth(self, text: str, size: float, encoding: str = "utf8") -> float: ...
    def splitString(self, text: str, doc: PDFDocument, encoding: str = "utf-8") -> list[tuple[int, bytes]]: ...
    def getSubsetInternalName(self, subset: int, doc: PDFDocument) -> str: ...
    def addObjects(self, doc: PDFDocument) -> None: ...
