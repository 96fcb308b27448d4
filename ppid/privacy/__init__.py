"""A data subject's recorded application (*permohonan subjek data*): to see, correct, erase or restrict.

Law: UU 27/2022 art. 6-8, 11, 14, 15, 30, 32, 41, 43; regulations §10. Table of articles: docs/law.md.
"""
