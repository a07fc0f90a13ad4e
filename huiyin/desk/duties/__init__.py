"""The pages of members' duties: one's year, who is behind, the rules and what a change would do, deeds, activities."""
