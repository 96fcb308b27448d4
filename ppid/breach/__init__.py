"""A breach of personal data (*kegagalan pelindungan data pribadi*): known, assessed, told, contained.

Law: UU 27/2022 art. 46; regulations §10. No name stands here: people are counted, or named by key.
"""
