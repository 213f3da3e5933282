"""Write the JSON Schemas of the signals, and the tables of docs/signals.md, as the models are now."""

from __future__ import annotations

from tests.schemas.page import PAGE, page
from tests.schemas.schema import FOLDER, files


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for path, text in {**files(), PAGE: page()}.items():
        path.write_text(text, encoding="utf-8")
        print(path)


if __name__ == "__main__":
    main()
