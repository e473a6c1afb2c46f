"""Build hook: compiles the catalogues, so that an installed program starts without reading texts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polib
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CustomBuildHook(BuildHookInterface[Any]):
    """Adds one .mo beside each .po of the wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile into the build directory and name the files for the wheel; an editable install reads the .po."""
        if version == "editable":
            return
        root = Path(self.root)
        for source in sorted((root / "resources/translations").glob("*/LC_MESSAGES/*.po")):
            relative = source.relative_to(root).with_suffix(".mo")
            target = Path(self.directory) / "catalogues" / relative
            target.parent.mkdir(parents=True, exist_ok=True)
            polib.pofile(str(source)).save_as_mofile(str(target))
            build_data["force_include"][str(target)] = f"fieldcheck/_data/{relative}"
