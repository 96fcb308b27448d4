"""The office's pages of exemptions: the consequence test, its signatures, its decree, its period, its end."""
