-- The sealed log: a leaf for every event, written with it, and the tree, checkpoints and tokens made of them.
CREATE TABLE ppid_log.log_leaf (
    leaf_index bigint PRIMARY KEY,
    originator_id text,
    originator_version bigint,
    leaf bytea NOT NULL,
    salt bytea,
    CONSTRAINT leaf_stream_version UNIQUE (originator_id, originator_version)
);
ALTER TABLE ppid_log.log_leaf SET (autovacuum_vacuum_insert_scale_factor = 0.5);

CREATE TABLE ppid_log.log_tile (
    level integer NOT NULL,
    n bigint NOT NULL,
    hashes bytea NOT NULL CHECK (length(hashes) BETWEEN 32 AND 8192),
    PRIMARY KEY (level, n)
);

CREATE TABLE ppid_log.log_checkpoint (
    size bigint PRIMARY KEY,
    note text NOT NULL
);

CREATE TABLE ppid_log.log_token (
    size bigint NOT NULL,
    tsa text NOT NULL,
    token bytea NOT NULL,
    PRIMARY KEY (size, tsa)
);

-- What an order left of an erased content. Its row opens the one way to change what was recorded.
CREATE TABLE ppid_log.log_erased (
    target_index bigint PRIMARY KEY,
    erasure_index bigint NOT NULL,
    remainder bytea
);

CREATE FUNCTION ppid_log.refuse_other_leaf() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.salt IS NULL AND NEW.leaf_index = OLD.leaf_index AND NEW.leaf = OLD.leaf
        AND NEW.originator_id IS NOT DISTINCT FROM OLD.originator_id
        AND NEW.originator_version IS NOT DISTINCT FROM OLD.originator_version
        AND EXISTS (SELECT FROM ppid_log.log_erased WHERE target_index = OLD.leaf_index) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the sealed log is append-only' USING ERRCODE = 'insufficient_privilege';
END
$$;

-- The one exception: what an order of erasure, itself an entry of the sealed log, left of the content.
CREATE FUNCTION ppid_log.refuse_other_content() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.notification_id = OLD.notification_id AND NEW.originator_id = OLD.originator_id
        AND NEW.originator_version = OLD.originator_version AND NEW.topic = OLD.topic
        AND EXISTS (
            SELECT FROM ppid_log.log_erased JOIN ppid_log.log_leaf ON leaf_index = target_index
            WHERE originator_id = OLD.originator_id AND originator_version = OLD.originator_version
            AND remainder = NEW.state
        ) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the log is append-only' USING ERRCODE = 'insufficient_privilege';
END
$$;

DROP TRIGGER event_is_never_changed ON ppid_log.event;
CREATE TRIGGER event_is_never_changed BEFORE UPDATE ON ppid_log.event
    FOR EACH ROW EXECUTE FUNCTION ppid_log.refuse_other_content();
CREATE TRIGGER event_is_never_deleted BEFORE DELETE ON ppid_log.event
    FOR EACH ROW EXECUTE FUNCTION ppid_log.refuse_change();
CREATE TRIGGER leaf_is_never_changed BEFORE UPDATE ON ppid_log.log_leaf
    FOR EACH ROW EXECUTE FUNCTION ppid_log.refuse_other_leaf();
CREATE TRIGGER leaf_is_never_deleted BEFORE DELETE ON ppid_log.log_leaf
    FOR EACH ROW EXECUTE FUNCTION ppid_log.refuse_change();
CREATE TRIGGER leaf_is_never_truncated BEFORE TRUNCATE ON ppid_log.log_leaf
    FOR EACH STATEMENT EXECUTE FUNCTION ppid_log.refuse_change();
CREATE TRIGGER erased_is_never_changed BEFORE UPDATE OR DELETE ON ppid_log.log_erased
    FOR EACH ROW EXECUTE FUNCTION ppid_log.refuse_change();

ALTER TABLE ppid_log.event ENABLE ALWAYS TRIGGER event_is_never_changed;
ALTER TABLE ppid_log.event ENABLE ALWAYS TRIGGER event_is_never_deleted;
ALTER TABLE ppid_log.log_leaf ENABLE ALWAYS TRIGGER leaf_is_never_changed;
ALTER TABLE ppid_log.log_leaf ENABLE ALWAYS TRIGGER leaf_is_never_deleted;
ALTER TABLE ppid_log.log_leaf ENABLE ALWAYS TRIGGER leaf_is_never_truncated;
ALTER TABLE ppid_log.log_erased ENABLE ALWAYS TRIGGER erased_is_never_changed;

CREATE FUNCTION ppid_log.instant(moment timestamptz) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT pg_catalog.to_char(moment AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
$$;

-- The only way for the application to add an event, so that none is without its leaf. Runs as the owner.
-- `unmoved`: streams that must still be at the version named; they and taken versions are unique violations.
CREATE FUNCTION ppid_log.record(
    streams text[], versions bigint[], topics text[], states bytea[], tenants text[], salts bytea[],
    moment timestamptz, persons text[], wrapped bytea[], removed text, unmoved text[], at_versions bigint[]
) RETURNS TABLE (place bigint, last_at text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    last_leaf text;
    this_log text;
    stamp text := ppid_log.instant(moment);
    next_index bigint;
    prev_index bigint;
    line text;
BEGIN
    -- A leaf in a form that no verifier reads would stay in the log for ever, whoever asked for it.
    IF array_to_string(streams || topics || tenants, '') ~ '[^ !#-\[\]-~]' OR '' = ANY (streams || topics)
        OR 1 > ANY (versions) OR moment >= '10000-01-01Z'
        OR EXISTS (SELECT FROM unnest(salts) AS given (salt) WHERE length(salt) <> 32) THEN
        RAISE EXCEPTION 'not an event of the sealed log' USING ERRCODE = 'invalid_parameter_value';
    END IF;
    PERFORM pg_advisory_xact_lock(1886415204, 1);
    SELECT leaf_index + 1, convert_from(leaf, 'UTF8') INTO next_index, last_leaf
    FROM ppid_log.log_leaf ORDER BY leaf_index DESC LIMIT 1;
    IF last_leaf IS NULL THEN
        RAISE EXCEPTION 'the log has no genesis' USING ERRCODE = 'undefined_table';
    END IF;
    this_log := substring(last_leaf FROM '"log":"([^"]*)"');
    last_at := substring(last_leaf FROM '"recorded_at":"([^"]*)"');
    stamp := greatest(stamp COLLATE "C", last_at COLLATE "C");
    FOR i IN 1 .. cardinality(unmoved) LOOP
        IF (SELECT coalesce(max(originator_version), 0) FROM ppid_log.event
            WHERE originator_id = unmoved[i]) <> at_versions[i] THEN
            RAISE EXCEPTION 'a stream has moved on' USING ERRCODE = 'unique_violation';
        END IF;
    END LOOP;
    INSERT INTO ppid_log.person_key SELECT * FROM unnest(persons, wrapped);
    IF removed <> '' THEN
        DELETE FROM ppid_log.person_key WHERE person = removed;
    END IF;
    FOR i IN 1 .. cardinality(streams) LOOP
        INSERT INTO ppid_log.event (originator_id, originator_version, topic, state)
        VALUES (streams[i], versions[i], topics[i], states[i]) RETURNING notification_id INTO place;
        prev_index := NULL;
        IF versions[i] > 1 THEN
            SELECT leaf_index INTO prev_index FROM ppid_log.log_leaf
            WHERE originator_id = streams[i] AND originator_version = versions[i] - 1;
            IF prev_index IS NULL THEN
                RAISE EXCEPTION 'the version before is not recorded' USING ERRCODE = 'PP001';
            END IF;
        END IF;
        line := '{"commit":"' || encode(sha256(E'ppid-commit-v1\n'::bytea || salts[i] || states[i]), 'hex')
            || '","index":' || next_index || ',"kind":"event","log":"' || this_log
            || '","originator_id":"' || streams[i] || '","originator_version":' || versions[i]
            || ',"prev":' || coalesce(prev_index::text, 'null') || ',"recorded_at":"' || stamp
            || '","tenant":"' || tenants[i] || '","topic":"' || topics[i] || '","v":1}';
        INSERT INTO ppid_log.log_leaf
        VALUES (next_index, streams[i], versions[i], convert_to(line, 'UTF8'), salts[i]);
        next_index := next_index + 1;
        RETURN NEXT;
    END LOOP;
END
$$;

-- Adds an entry that is no event. The three control characters are filled in here, under the lock.
CREATE FUNCTION ppid_log.record_entry(line text, moment timestamptz) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    last_leaf text;
    next_index bigint;
    words text := '"[ !#-\[\]-~]*"';
    texts text := concat('\[(?:', words, '(?:,', words, ')*)?\]');
    hashes text := '\[(?:null|"[0-9a-f]{64}")(?:,(?:null|"[0-9a-f]{64}"))*\]';
    head text := ',"kind":"%s","log":"\u0002",';
BEGIN
    -- One of three forms and no other: a genesis comes from whoever owns the tables, an event with its content.
    IF NOT coalesce(line ~ concat('^\{(',
        '"count":[0-9]+,"covers":[0-9]+,"index":\u0001', format(head, 'heads'),
        '"recorded_at":"\u0003","root":"[0-9a-f]{64}"|',
        '"add":', texts, ',"index":\u0001', format(head, 'keys'),
        '"recorded_at":"\u0003","retire":', texts, '|',
        '"approver":', words, ',"basis":', words, ',"files":', texts, ',"index":\u0001',
        format(head, 'erasure'), '"order":', words, ',"recorded_at":"\u0003","remainders":', hashes,
        ',"targets":\[[0-9]+(?:,[0-9]+)*\]',
        '),"v":1\}$'), false) OR moment >= '10000-01-01Z' THEN
        RAISE EXCEPTION 'not an entry of the sealed log' USING ERRCODE = 'check_violation';
    END IF;
    PERFORM pg_advisory_xact_lock(1886415204, 1);
    SELECT leaf_index + 1, convert_from(leaf, 'UTF8') INTO next_index, last_leaf
    FROM ppid_log.log_leaf ORDER BY leaf_index DESC LIMIT 1;
    line := replace(line, chr(1), next_index::text);
    line := replace(line, chr(2), substring(last_leaf FROM '"log":"([^"]*)"'));
    line := replace(line, chr(3), greatest(ppid_log.instant(moment) COLLATE "C",
        substring(last_leaf FROM '"recorded_at":"([^"]*)"') COLLATE "C"));
    INSERT INTO ppid_log.log_leaf VALUES (next_index, NULL, NULL, convert_to(line, 'UTF8'), NULL);
    RETURN next_index;
END
$$;

-- Adds an order of erasure and puts what remains in the place of each content, in one transaction.
CREATE FUNCTION ppid_log.erase(line text, moment timestamptz, targets bigint[], remainders bytea[])
RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    erasure bigint := ppid_log.record_entry(line, moment);
BEGIN
    -- Nothing goes that the order does not name, and nothing stays that it does not say.
    IF line !~ '"kind":"erasure"' OR 0 = position(concat(
        '"remainders":[', (
            SELECT string_agg(coalesce('"' || encode(sha256(remainder), 'hex') || '"', 'null'), ',' ORDER BY n)
            FROM unnest(remainders) WITH ORDINALITY AS ordered (remainder, n)
        ), '],"targets":[', array_to_string(targets, ','), '],"v":1}') IN line) THEN
        RAISE EXCEPTION 'not an order of erasure' USING ERRCODE = 'check_violation';
    END IF;
    INSERT INTO ppid_log.log_erased SELECT target, erasure, remainder FROM unnest(targets, remainders)
        AS ordered (target, remainder);
    UPDATE ppid_log.event SET state = remainder
    FROM ppid_log.log_erased JOIN ppid_log.log_leaf ON leaf_index = target_index
    WHERE erasure_index = erasure AND event.originator_id = log_leaf.originator_id
        AND event.originator_version = log_leaf.originator_version;
    UPDATE ppid_log.log_leaf SET salt = NULL
    WHERE leaf_index IN (SELECT target_index FROM ppid_log.log_erased WHERE erasure_index = erasure);
    RETURN erasure;
END
$$;

REVOKE ALL ON FUNCTION ppid_log.record, ppid_log.record_entry, ppid_log.erase FROM PUBLIC;
