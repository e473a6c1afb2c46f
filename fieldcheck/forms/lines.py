"""Which line of a TOML text each key, table and element stands on; the standard library's reader keeps none."""

from __future__ import annotations

import re
import tomllib

Path = tuple[str | int, ...]
"""Where a value stands: keys, and indexes of arrays, from the outermost in."""

_BLANK = re.compile(r"[ \t]*")
_BLANK_LINES = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_KEY = re.compile(r"""[ \t]*(?:([A-Za-z0-9_-]+)|("(?:[^"\\]|\\.)*")|('[^']*'))[ \t]*""")
_STRING = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"{3,5}|\'\'\'(?:[^\']|\'(?!\'\'))*\'{3,5}|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'',
    re.DOTALL,
)
_SCALAR = re.compile(r"[^,\]}#\n]*")


class Lines:
    """The lines of a TOML text, by path. The text must be valid TOML."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._known: dict[Path, int] = {(): 1}
        self._counts: dict[Path, int] = {}
        self._position = 0
        self._line, self._counted = 1, 0
        self._document()

    def of(self, path: Path) -> int:
        """Return the line (from 1) of a path, or of the innermost part of it that is written."""
        while path not in self._known:
            path = path[:-1]
        return self._known[path]

    def _document(self) -> None:
        table: Path = ()
        while self._skip(_BLANK_LINES) < len(self._text):
            if self._text[self._position] == "[":
                table = self._header()
            else:
                self._pair(table)

    def _header(self) -> Path:
        repeated = self._text.startswith("[[", self._position)
        self._position += 2 if repeated else 1
        keys = self._keys()
        self._position += 2 if repeated else 1
        path: Path = ()
        for key in keys[:-1]:
            self._remember((*path, key))
            path = self._latest((*path, key))
        path = (*path, keys[-1])
        if repeated:
            self._counts[path] = self._counts.get(path, -1) + 1
            self._remember(path)
            path = (*path, self._counts[path])
        self._remember(path)
        return path

    def _latest(self, path: Path) -> Path:
        return (*path, self._counts[path]) if path in self._counts else path

    def _pair(self, table: Path) -> None:
        self._skip(_BLANK_LINES)
        path = table
        for key in self._keys():
            path = (*path, key)
            self._remember(path)
        self._position += 1
        self._value(path)

    def _keys(self) -> list[str]:
        keys = [self._key()]
        while self._text.startswith(".", self._position):
            self._position += 1
            keys.append(self._key())
        return keys

    def _key(self) -> str:
        match = _KEY.match(self._text, self._position)
        assert match is not None, "the text is valid TOML"
        self._position = match.end()
        bare, quoted, literal = match.groups()
        if bare is not None:
            return str(bare)
        return str(literal)[1:-1] if literal is not None else next(iter(tomllib.loads(f"{quoted} = 1")))

    def _value(self, path: Path) -> None:
        self._skip(_BLANK)
        opened = self._text[self._position]
        if opened == "[":
            self._elements(path)
        elif opened == "{":
            self._members(path)
        elif opened in "'\"":
            self._skip(_STRING)
        else:
            self._skip(_SCALAR)

    def _elements(self, path: Path) -> None:
        self._position += 1
        index = 0
        while self._text[self._skip(_BLANK_LINES)] != "]":
            self._remember((*path, index))
            self._value((*path, index))
            index += 1
            self._comma()
        self._position += 1

    def _members(self, path: Path) -> None:
        self._position += 1
        while self._text[self._skip(_BLANK_LINES)] != "}":
            self._pair(path)
            self._comma()
        self._position += 1

    def _comma(self) -> None:
        if self._text[self._skip(_BLANK_LINES)] == ",":
            self._position += 1

    def _skip(self, pattern: re.Pattern[str]) -> int:
        match = pattern.match(self._text, self._position)
        assert match is not None, "the text is valid TOML"
        self._position = match.end()
        return self._position

    def _remember(self, path: Path) -> None:
        self._line += self._text.count("\n", self._counted, self._position)
        self._counted = self._position
        self._known.setdefault(path, self._line)
