"""The information request (*permohonan informasi*), from filing to closing.

Vocabulary, events, state and decisions, each in its module; nothing here reads a clock or a database.
Law: UU 14/2008 art. 21-22; Perki 1/2021 art. 27-38; regulations §3.
"""
