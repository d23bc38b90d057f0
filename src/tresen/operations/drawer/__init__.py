"""Cash in the drawer: opening the day, in and out, counting, closing."""
