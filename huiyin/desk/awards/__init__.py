"""The pages of evaluation and praise: the marks of the units, and the proposals named excellent."""
