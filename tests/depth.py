"""How many examples a slow property gets: a few by default, many with `HYPOTHESIS_PROFILE=deep`."""

import os

from hypothesis import HealthCheck, settings

DEEP = os.environ.get("HYPOTHESIS_PROFILE") == "deep"


def examples(few: int, many: int, steps: int = 50) -> settings:
    """For properties that open files: no deadline, because the disk decides how long one example takes."""
    return settings(
        max_examples=many if DEEP else few, stateful_step_count=steps, deadline=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
