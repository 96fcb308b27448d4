"""Redaction (*penghitaman*): what article 17 exempts is painted over in the copy that is given, for good.

Law: UU 14/2008 art. 22(7)e; Perki 1/2021 art. 50; regulations §4.6.
"""
