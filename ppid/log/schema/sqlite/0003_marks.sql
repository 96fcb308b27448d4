-- By what a person is found again: keyed digests of identity number, mail address and telephone, each behind
-- the id of the master key it was made under. They go with the person's key.
CREATE TABLE person_mark (
    mark TEXT NOT NULL,
    person TEXT NOT NULL REFERENCES person_key (person) ON DELETE CASCADE,
    PRIMARY KEY (mark, person)
) WITHOUT ROWID;

CREATE INDEX person_mark_person ON person_mark (person);
