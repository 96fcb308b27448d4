"""Exemptions (*pengecualian*): the consequence test, its decree, its period, and its end.

Law: UU 14/2008 art. 17-20; PP 61/2010 art. 3-11; Perki 1/2021 art. 49-53, annexes II-V; regulations §4.
"""
