"""The pages of the small registers: all of them one list, one form, one sheet."""
