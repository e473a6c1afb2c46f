import builtins

class PDFObject: ...
class PDFObjectReference(PDFObject): ...

class PDFString(PDFObject):
    def __init__(self, s: str | bytes) -> None: ...

class PDFName(PDFObject):
    def __init__(self, data: str) -> None: ...

class PDFArray(PDFObject):
    def __init__(self, sequence: list[object]) -> None: ...

class PDFDictionary(PDFObject):
    dict: builtins.dict[str, object]
    def __init__(self, dict: builtins.dict[str, object] | None = None) -> None: ...
    def __setitem__(self, name: str, value: object) -> None: ...

class PDFStream(PDFObject):
    dictionary: PDFDictionary
    content: str | bytes | None
    filters: list[object] | None
    def __init__(
        self,
        dictionary: PDFDictionary | None = None,
        content: str | bytes | None = None,
        filters: list[object] | None = None,
    ) -> None: ...

PDFZCompress: object

class PDFDocument:
    compression: int | None
    fontMapping: dict[str, str]
    delayedFonts: list[object]
    idToObject: dict[str, PDFDictionary]
    def Reference(self, object: PDFObject, name: str | None = None) -> PDFObjectReference: ...
