"""The objection (*keberatan*) to the PPID's superior: grounds, windows, settlement, answer, and what follows.

Law: UU 14/2008 art. 35-37; Perki 1/2021 art. 39-44, annexes X and XI; regulations §5.
"""
