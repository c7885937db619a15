"""Write the vectors of a format: `python tools/make_vectors.py [FORMAT …] [--again]`.

Without a name, the formats that have none yet. Opening vectors hold a random seal: made again, they
would prove nothing about what was stored before, so an existing file stays unless `--again` names
the format. What comes out is reviewed and committed like code.
"""

import argparse
import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.crypto import recipes, replay  # noqa: E402 - found through the line above

VECTORS = ROOT / "tests" / "crypto" / "vectors"


def write(name: str) -> None:
    """Replay the vectors of a format once and write them down with what came out."""
    made = recipes.FORMATS[name]()
    vectors, shared = made if isinstance(made, tuple) else (made, {})
    shown = replay.show(shared)
    listed = []
    for claim, do, inputs in vectors:
        vector = {"claim": claim, "do": do, "inputs": replay.show(inputs)}
        listed.append(vector | replay.run(vector, shown))
    path = VECTORS / f"{name}.json"
    path.write_text(json.dumps({"shared": shown, "vectors": listed}, indent=1) + "\n", "utf-8")
    print(f"{path.relative_to(ROOT)}: {len(listed)}")


def main() -> None:
    """Write what is asked for, or what is missing."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("format", nargs="*", choices=[*recipes.FORMATS, []])
    parser.add_argument("--again", action="store_true", help="overwrite the formats named")
    asked = parser.parse_args()
    for name in asked.format or recipes.FORMATS:
        if not (VECTORS / f"{name}.json").exists() or (asked.again and asked.format):
            write(name)


if __name__ == "__main__":
    main()
