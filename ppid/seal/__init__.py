"""The sealed log: a Merkle tree over the log, so that anyone may check that history was never changed.

Every event gets a leaf in the transaction that records it (`ppid.log`); here the leaves become a tree,
signed checkpoints, proofs, and evidence that leaves the building. The formats are those of RFC 6962 and
C2SP; only the leaf is ours. `verifier.py` checks all of it and uses none of it.
"""
