"""How long the demo takes from its command to its first page, beside merely importing the libraries it stands on.

python tests/bench/opening.py [--short]: runs the two in turn, prints the median seconds of each and their ratio.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from statistics import median

COMMAND = Path(sys.executable).with_name("reisgenoot")
LIBRARIES = "import aiohttp, telegram, sqlmodel, sqlalchemy.ext.asyncio, taskiq, apscheduler, babel, pydantic_settings, typer"
LIMIT = 60.0


def first_page() -> float:
    """Seconds from the command to the page."""
    began = time.monotonic()
    demo = subprocess.Popen(
        [str(COMMAND), "demo", "--no-browser", "--port", "0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert demo.stdout is not None
        for line in demo.stdout:
            found = re.search(r"http://\S+", line)
            if found:
                with urllib.request.urlopen(found.group(), timeout=LIMIT) as page:
                    assert b"Reisgenoot" in page.read()
                return time.monotonic() - began
        raise SystemExit("the demo ended without a page")
    finally:
        demo.terminate()
        demo.wait(timeout=LIMIT)


def imports() -> float:
    """Seconds that importing the libraries alone takes."""
    began = time.monotonic()
    subprocess.run([sys.executable, "-c", LIBRARIES], check=True)
    return time.monotonic() - began


def main() -> None:
    """Run the two in turn."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--short", action="store_true", help="two rounds, for CI")
    rounds = 2 if arguments.parse_args().short else 7
    pairs = [(first_page(), imports()) for _ in range(rounds)]
    page, bare = (median(column) for column in zip(*pairs, strict=True))
    print(f"first page {page:.2f} s, importing the libraries alone {bare:.2f} s, ratio {page / bare:.2f}")


if __name__ == "__main__":
    main()
