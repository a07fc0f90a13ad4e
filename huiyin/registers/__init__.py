"""Small registers 台账: one declaration each, one shape for all."""
