"""Who holds which power, from when until when, and by whose act: appointments, delegations, absences.

``events`` are the facts, ``state`` folds them and says who holds what on a day, ``rules`` decide,
``auditors`` are those of the commission, ``desk`` records. The reasons are in decision 0029.
"""
