"""Write into every file of the corpus, or into those named, what the rules make of its order now.

Every line that changes is shown; whether it is right is for the reader to say.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.golden.cases import files
from tests.golden.tell import difference, made


def main(names: Sequence[str]) -> int:
    """Write the files anew; the status to end with."""
    paths = [Path(name) for name in names] or files()
    changed = [path for path in paths if _changed(path)]
    print(f"{len(changed)} of {len(paths)} files changed.")
    return 0


def _changed(path: Path) -> bool:
    before = path.read_text(encoding="utf-8")
    after = asyncio.run(made(before))
    if after == before:
        return False
    path.write_text(after, encoding="utf-8")
    print(difference(path.name, before, after))
    return True


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
