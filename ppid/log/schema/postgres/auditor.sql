-- What an auditor with a connection of their own may do: read the log. Keys stay closed.
GRANT USAGE ON SCHEMA ppid_log TO ppid_auditor;
GRANT SELECT ON ppid_log.event, ppid_log.schema_version TO ppid_auditor;
GRANT SELECT ON ppid_log.log_leaf, ppid_log.log_tile, ppid_log.log_checkpoint, ppid_log.log_token,
    ppid_log.log_erased TO ppid_auditor;
