"""What ``make bench`` measures: our way beside the bare library and the bare database, in the same run.

Ratios are taken round by round and the rounds are interleaved, because a machine is never idle for long.
Nothing here is a test: no figure fails a build.
"""
