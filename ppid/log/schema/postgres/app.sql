-- What the application may do: add to the log and read it, nothing else. Its positions are issued by the database.
GRANT USAGE ON SCHEMA ppid_log TO ppid_app;
GRANT SELECT ON ppid_log.schema_version TO ppid_app;
GRANT SELECT, INSERT (originator_id, originator_version, topic, state) ON ppid_log.event TO ppid_app;
GRANT SELECT, INSERT, DELETE, UPDATE (wrapped) ON ppid_log.person_key TO ppid_app;
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
