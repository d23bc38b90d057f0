"""The house rules as programs: a rule that cannot fail the build is not a rule. `python -m checks` runs all of them."""
