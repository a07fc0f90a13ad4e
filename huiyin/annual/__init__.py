"""Reports that write themselves: a text whose numbers are figures, checked, approved, frozen with their rows, published."""
