"""`python -m retrat` is `retrat`."""

import sys

from retrat.cli import main

sys.exit(main())
