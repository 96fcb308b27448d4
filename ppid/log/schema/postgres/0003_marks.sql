-- By what a person is found again: keyed digests of identity number, mail address and telephone, each behind
-- the id of the master key it was made under. They go with the person's key.
CREATE TABLE ppid_log.person_mark (
    mark text NOT NULL,
    person text NOT NULL REFERENCES ppid_log.person_key (person) ON DELETE CASCADE,
    PRIMARY KEY (mark, person)
);

CREATE INDEX person_mark_person ON ppid_log.person_mark (person);

-- As `record`, and the marks of people in place of those they had: `marks[i]` is a mark of `owners[i]`.
-- Runs as whoever calls it, who may write marks.
CREATE FUNCTION ppid_log.record_marked(
    streams text[], versions bigint[], topics text[], states bytea[], tenants text[], salts bytea[],
    moment timestamptz, persons text[], wrapped bytea[], removed text, unmoved text[], at_versions bigint[],
    remarked text[], owners text[], marks text[]
) RETURNS TABLE (place bigint, last_at text)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN QUERY SELECT * FROM ppid_log.record(
        streams, versions, topics, states, tenants, salts, moment, persons, wrapped, removed, unmoved,
        at_versions);
    DELETE FROM ppid_log.person_mark WHERE person = ANY (remarked);
    INSERT INTO ppid_log.person_mark SELECT * FROM unnest(marks, owners) ON CONFLICT DO NOTHING;
END
$$;

REVOKE ALL ON FUNCTION ppid_log.record_marked FROM PUBLIC;
