"""`python -m tresen` is the command line."""

import sys

from tresen.cli import main

sys.exit(main())
