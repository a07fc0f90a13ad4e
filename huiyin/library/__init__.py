"""Search, look-alike cases and the unit that should handle one: everything computed here, on this machine, and explained."""
