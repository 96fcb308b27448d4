-- The sealed log: a leaf for every event, written with it, and the tree, checkpoints and tokens made of them.
CREATE TABLE log_leaf (
    leaf_index INTEGER PRIMARY KEY,
    originator_id TEXT,
    originator_version INTEGER,
    leaf BLOB NOT NULL,
    salt BLOB,
    UNIQUE (originator_id, originator_version)
);

CREATE TABLE log_tile (
    level INTEGER NOT NULL,
    n INTEGER NOT NULL,
    hashes BLOB NOT NULL CHECK (length(hashes) BETWEEN 32 AND 8192),
    PRIMARY KEY (level, n)
) WITHOUT ROWID;

CREATE TABLE log_checkpoint (
    size INTEGER PRIMARY KEY,
    note TEXT NOT NULL
);

CREATE TABLE log_token (
    size INTEGER NOT NULL,
    tsa TEXT NOT NULL,
    token BLOB NOT NULL,
    PRIMARY KEY (size, tsa)
) WITHOUT ROWID;

-- What an order left of an erased content. Its row opens the one way to change what was recorded.
CREATE TABLE log_erased (
    target_index INTEGER PRIMARY KEY,
    erasure_index INTEGER NOT NULL,
    remainder BLOB
);

CREATE TRIGGER leaf_follows_leaf BEFORE INSERT ON log_leaf
WHEN NEW.leaf_index <> (SELECT coalesce(max(leaf_index) + 1, 0) FROM log_leaf)
BEGIN
    SELECT RAISE(ABORT, 'the sealed log has no gaps');
END;

CREATE TRIGGER leaf_is_never_changed BEFORE UPDATE ON log_leaf
WHEN NEW.salt IS NOT NULL OR NEW.leaf_index <> OLD.leaf_index OR NEW.leaf <> OLD.leaf
    OR NEW.originator_id IS NOT OLD.originator_id OR NEW.originator_version IS NOT OLD.originator_version
    OR NOT EXISTS (SELECT 1 FROM log_erased WHERE target_index = OLD.leaf_index)
BEGIN
    SELECT RAISE(ABORT, 'the sealed log is append-only');
END;

CREATE TRIGGER leaf_is_never_deleted BEFORE DELETE ON log_leaf
BEGIN
    SELECT RAISE(ABORT, 'the sealed log is append-only');
END;

CREATE TRIGGER erased_is_never_changed BEFORE UPDATE ON log_erased
BEGIN
    SELECT RAISE(ABORT, 'the sealed log is append-only');
END;

CREATE TRIGGER erased_is_never_deleted BEFORE DELETE ON log_erased
BEGIN
    SELECT RAISE(ABORT, 'the sealed log is append-only');
END;

DROP TRIGGER event_is_never_updated;

-- The one exception: what an order of erasure, itself an entry of the sealed log, left of the content.
CREATE TRIGGER event_is_never_updated BEFORE UPDATE ON event
WHEN NEW.notification_id <> OLD.notification_id OR NEW.originator_id <> OLD.originator_id
    OR NEW.originator_version <> OLD.originator_version OR NEW.topic <> OLD.topic
    OR NOT EXISTS (
        SELECT 1 FROM log_erased JOIN log_leaf ON leaf_index = target_index
        WHERE originator_id = OLD.originator_id AND originator_version = OLD.originator_version
        AND remainder = NEW.state
    )
BEGIN
    SELECT RAISE(ABORT, 'the log is append-only');
END;
