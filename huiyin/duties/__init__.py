"""履职: what a member's year asks, what was done, and points that name their record and their rule (C02, C19, R-180 to R-188)."""
