"""The audit package: one ZIP with all that an officer of the tax office may ask for of a period."""
