-- What an auditor with a connection of their own may do: read the log. Keys stay closed.
GRANT USAGE ON SCHEMA ppid_log TO ppid_auditor;
GRANT SELECT ON ppid_log.event, ppid_log.schema_version TO ppid_auditor;
