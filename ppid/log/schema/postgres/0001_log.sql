-- The log: every event of every subject, in the order in which it was recorded, never changed.
CREATE TABLE ppid_log.event (
    notification_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    originator_id text NOT NULL,
    originator_version bigint NOT NULL CHECK (originator_version > 0),
    topic text NOT NULL,
    state bytea NOT NULL,
    CONSTRAINT event_stream_version UNIQUE (originator_id, originator_version)
);

-- Rows are only added: vacuum has nothing to clean here and need not come by for it.
ALTER TABLE ppid_log.event SET (autovacuum_vacuum_insert_scale_factor = 0.5);

-- Positions are issued in the order of commits: whoever inserts waits until the one before has committed.
-- Without it a reader at position 7 could miss a 6 that is committed later.
CREATE FUNCTION ppid_log.keep_order() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_catalog.pg_advisory_xact_lock(1886415204, 1);
    RETURN NULL;
END
$$;

CREATE FUNCTION ppid_log.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the log is append-only' USING ERRCODE = 'insufficient_privilege';
END
$$;

CREATE TRIGGER event_order BEFORE INSERT ON ppid_log.event
    FOR EACH STATEMENT EXECUTE FUNCTION ppid_log.keep_order();
CREATE TRIGGER event_is_never_changed BEFORE UPDATE OR DELETE ON ppid_log.event
    FOR EACH ROW EXECUTE FUNCTION ppid_log.refuse_change();
CREATE TRIGGER event_is_never_truncated BEFORE TRUNCATE ON ppid_log.event
    FOR EACH STATEMENT EXECUTE FUNCTION ppid_log.refuse_change();

-- ALWAYS: also when a session plays the replica.
ALTER TABLE ppid_log.event ENABLE ALWAYS TRIGGER event_order;
ALTER TABLE ppid_log.event ENABLE ALWAYS TRIGGER event_is_never_changed;
ALTER TABLE ppid_log.event ENABLE ALWAYS TRIGGER event_is_never_truncated;

-- The data key of each person, wrapped by the master key. Deleting a row erases the person.
CREATE TABLE ppid_log.person_key (
    person text PRIMARY KEY,
    wrapped bytea NOT NULL
);

-- What can be rebuilt, and what the web keeps for itself (drafts, accounts, sessions).
CREATE SCHEMA IF NOT EXISTS ppid_read;
CREATE SCHEMA IF NOT EXISTS ppid_web;
