-- What the application may do: add to the log, through the functions that write each event's leaf, and read it.
GRANT USAGE ON SCHEMA ppid_log TO ppid_app;
GRANT SELECT ON ppid_log.schema_version TO ppid_app;
REVOKE INSERT (originator_id, originator_version, topic, state) ON ppid_log.event FROM ppid_app;
GRANT SELECT ON ppid_log.event, ppid_log.log_leaf, ppid_log.log_erased TO ppid_app;
GRANT EXECUTE ON FUNCTION ppid_log.record, ppid_log.record_entry, ppid_log.erase TO ppid_app;
-- The tree is made of the leaves and can be made again; a checkpoint gains cosignatures, and goes when it has none.
GRANT SELECT, INSERT, UPDATE (hashes) ON ppid_log.log_tile TO ppid_app;
GRANT SELECT, INSERT, UPDATE (note), DELETE ON ppid_log.log_checkpoint TO ppid_app;
GRANT SELECT, INSERT ON ppid_log.log_token TO ppid_app;
GRANT SELECT, INSERT, DELETE, UPDATE (wrapped) ON ppid_log.person_key TO ppid_app;
GRANT SELECT, INSERT, DELETE ON ppid_log.person_mark TO ppid_app;
GRANT EXECUTE ON FUNCTION ppid_log.record_marked TO ppid_app;
GRANT USAGE, CREATE ON SCHEMA ppid_read, ppid_web TO ppid_app;
-- Tables that the application made are its own already, and nobody else may grant rights on them.
DO $$
DECLARE
    mine regclass;
BEGIN
    FOR mine IN
        SELECT oid FROM pg_catalog.pg_class
        WHERE relkind = 'r' AND relnamespace IN ('ppid_read'::regnamespace, 'ppid_web'::regnamespace)
        AND relowner = (SELECT oid FROM pg_catalog.pg_roles WHERE rolname = current_user)
    LOOP
        EXECUTE 'GRANT SELECT, INSERT, UPDATE, DELETE ON ' || mine || ' TO ppid_app';
    END LOOP;
END
$$;
ALTER DEFAULT PRIVILEGES IN SCHEMA ppid_read, ppid_web
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO ppid_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA ppid_read, ppid_web GRANT USAGE, SELECT ON SEQUENCES TO ppid_app;
