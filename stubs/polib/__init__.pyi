# The part of polib that reads, changes and writes catalogues.
class POEntry:
    msgid: str
    msgstr: str
    msgid_plural: str
    msgstr_plural: dict[int, str]
    fuzzy: bool
    def __init__(
        self,
        *,
        msgid: str = ...,
        msgstr: str = ...,
        msgid_plural: str = ...,
        msgstr_plural: dict[int, str] = ...,
    ) -> None: ...

class POFile(list[POEntry]):
    metadata: dict[str, str]
    def __init__(self, *, wrapwidth: int = ...) -> None: ...
    def find(self, st: str) -> POEntry | None: ...
    def save(self, fpath: str | None = ...) -> None: ...
    def save_as_mofile(self, fpath: str) -> None: ...
    def to_binary(self) -> bytes: ...

def pofile(pofile: str, *, wrapwidth: int = ...) -> POFile: ...
