-- The log: every event of every subject, in the order in which it was recorded, never changed.
-- AUTOINCREMENT: a position is never issued twice, even when a later one was lost.
CREATE TABLE event (
    notification_id INTEGER PRIMARY KEY AUTOINCREMENT,
    originator_id TEXT NOT NULL,
    originator_version INTEGER NOT NULL CHECK (originator_version > 0),
    topic TEXT NOT NULL,
    state BLOB NOT NULL,
    UNIQUE (originator_id, originator_version)
);

-- INSERT OR REPLACE deletes the old row without firing a delete trigger, so it is stopped before it starts.
CREATE TRIGGER event_is_never_replaced BEFORE INSERT ON event
WHEN EXISTS (
    SELECT 1 FROM event
    WHERE originator_id = NEW.originator_id AND originator_version = NEW.originator_version
) OR EXISTS (SELECT 1 FROM event WHERE notification_id = NEW.notification_id)
BEGIN
    SELECT RAISE(ABORT, 'this version of the stream is already recorded');
END;

CREATE TRIGGER event_is_never_updated BEFORE UPDATE ON event
BEGIN
    SELECT RAISE(ABORT, 'the log is append-only');
END;

CREATE TRIGGER event_is_never_deleted BEFORE DELETE ON event
BEGIN
    SELECT RAISE(ABORT, 'the log is append-only');
END;

-- The data key of each person, wrapped by the master key. Deleting a row erases the person.
CREATE TABLE person_key (
    person TEXT PRIMARY KEY NOT NULL,
    wrapped BLOB NOT NULL
) WITHOUT ROWID;
