"""`python -m tresen.demo.replay`."""

from tresen.demo.replay.command import main

if __name__ == "__main__":
    raise SystemExit(main())
