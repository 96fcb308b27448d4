"""The list of public information (*Daftar Informasi Publik*): its items, its decrees, its yearly report.

An item has a stream of its own; the list of a body has one more, which holds the decrees and the reports.
"""
