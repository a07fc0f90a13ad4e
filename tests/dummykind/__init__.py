"""A kind of work that is not in the house: somebody reports a street lamp that is dark, a unit mends it (docs/adding-a-kind.md)."""
