namespace Axle.Storage.Sqlite.Database;

/// <summary>The tables, version by version. What is here is frozen: files of every version are out there.</summary>
internal static class SchemaVersions
{
    /// <summary>
    /// Events lie in order of arrival, so that the writes of many runs share pages; the narrow unique index finds them by run, and is
    /// what decides between two writers.
    /// </summary>
    private const string Version1 = """
        CREATE TABLE workflows (
            hash       TEXT PRIMARY KEY,
            name       TEXT NOT NULL,
            version    TEXT,
            definition TEXT NOT NULL
        ) WITHOUT ROWID;

        CREATE TABLE workflow_executions (
            id         INTEGER PRIMARY KEY,
            run_id     TEXT NOT NULL UNIQUE,
            workflow   TEXT NOT NULL,
            definition TEXT NOT NULL,
            status     TEXT NOT NULL,
            last_seq   INTEGER NOT NULL,
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL,
            wake_at    INTEGER,
            owner      TEXT,
            epoch      INTEGER NOT NULL
        );

        CREATE TABLE workflow_events (
            id        INTEGER PRIMARY KEY,
            execution INTEGER NOT NULL,
            seq       INTEGER NOT NULL,
            at        INTEGER NOT NULL,
            type      TEXT NOT NULL,
            data      TEXT NOT NULL
        );
        CREATE UNIQUE INDEX workflow_events_place ON workflow_events (execution, seq);

        CREATE TABLE workflow_checkpoints (
            execution INTEGER NOT NULL,
            seq       INTEGER NOT NULL,
            name      TEXT NOT NULL,
            automatic INTEGER NOT NULL,
            at        INTEGER NOT NULL,
            PRIMARY KEY (execution, seq, name)
        ) WITHOUT ROWID;

        CREATE TABLE workflow_signals (
            run_id   TEXT NOT NULL,
            id       TEXT NOT NULL,
            name     TEXT NOT NULL,
            body     TEXT NOT NULL,
            sender   TEXT NOT NULL,
            at       INTEGER NOT NULL,
            consumed INTEGER NOT NULL DEFAULT 0,
            PRIMARY KEY (run_id, id)
        ) WITHOUT ROWID;
        CREATE INDEX workflow_signals_waiting ON workflow_signals (run_id, at) WHERE consumed = 0;

        CREATE TABLE payloads (
            hash TEXT PRIMARY KEY,
            data BLOB NOT NULL
        ) WITHOUT ROWID;
        """;

    /// <summary>
    /// A row of events is a decision now: what was decided together is written and read together. While a run has an owner, the newest of
    /// its decisions tells its last sequence number, when it was advanced and when it wakes; its row is written when something else changes,
    /// and when it is given up. Runs know when they are due without an owner; payloads know the runs that use them. Signals are numbered and
    /// no number is given twice, so that who watches for new ones misses none.
    /// </summary>
    private const string Version2 = """
        ALTER TABLE workflow_executions ADD COLUMN due_at INTEGER;
        ALTER TABLE workflow_executions ADD COLUMN attention INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE workflow_executions ADD COLUMN parent TEXT;
        ALTER TABLE workflow_executions ADD COLUMN group_name TEXT;
        ALTER TABLE workflow_executions ADD COLUMN group_limit INTEGER NOT NULL DEFAULT 0;
        CREATE INDEX workflow_executions_owned ON workflow_executions (owner) WHERE owner IS NOT NULL;
        CREATE INDEX workflow_executions_due ON workflow_executions (due_at) WHERE due_at IS NOT NULL;
        CREATE INDEX workflow_executions_group ON workflow_executions (group_name, status) WHERE group_name IS NOT NULL;
        CREATE INDEX workflow_executions_attention ON workflow_executions (attention) WHERE attention <> 0;
        CREATE INDEX workflow_executions_parent ON workflow_executions (parent) WHERE parent IS NOT NULL;

        ALTER TABLE workflow_events RENAME TO workflow_events_1;
        DROP INDEX workflow_events_place;
        CREATE TABLE workflow_events (
            id        INTEGER PRIMARY KEY,
            execution INTEGER NOT NULL,
            seq       INTEGER NOT NULL,
            at        INTEGER NOT NULL,
            wake_at   INTEGER,
            data      TEXT NOT NULL
        );
        CREATE UNIQUE INDEX workflow_events_place ON workflow_events (execution, seq);
        INSERT INTO workflow_events (execution, seq, at, data)
            SELECT execution, seq, at, '[' || data || ']' FROM workflow_events_1 ORDER BY id;
        DROP TABLE workflow_events_1;

        ALTER TABLE workflow_signals RENAME TO workflow_signals_1;
        DROP INDEX workflow_signals_waiting;
        CREATE TABLE workflow_signals (
            id        INTEGER PRIMARY KEY AUTOINCREMENT,
            execution INTEGER NOT NULL,
            signal    TEXT NOT NULL,
            name      TEXT NOT NULL,
            body      TEXT NOT NULL,
            sender    TEXT NOT NULL,
            at        INTEGER NOT NULL,
            consumed  INTEGER NOT NULL DEFAULT 0
        );
        CREATE UNIQUE INDEX workflow_signals_known ON workflow_signals (execution, signal);
        CREATE INDEX workflow_signals_waiting ON workflow_signals (execution) WHERE consumed = 0;
        INSERT INTO workflow_signals (execution, signal, name, body, sender, at, consumed)
            SELECT x.id, s.id, s.name, s.body, s.sender, s.at, s.consumed
            FROM workflow_signals_1 s JOIN workflow_executions x ON x.run_id = s.run_id ORDER BY s.at, s.id;
        DROP TABLE workflow_signals_1;

        CREATE TABLE workflow_snapshots (
            execution INTEGER PRIMARY KEY,
            seq       INTEGER NOT NULL,
            data      BLOB NOT NULL
        );

        CREATE TABLE payload_uses (
            execution INTEGER NOT NULL,
            hash      TEXT NOT NULL,
            PRIMARY KEY (execution, hash)
        ) WITHOUT ROWID;
        CREATE INDEX payload_uses_hash ON payload_uses (hash);

        CREATE TABLE shared_values (
            space      TEXT NOT NULL,
            key        TEXT NOT NULL,
            version    INTEGER NOT NULL,
            value      TEXT NOT NULL,
            expires_at INTEGER,
            PRIMARY KEY (space, key)
        ) WITHOUT ROWID;
        """;

    /// <summary>
    /// What model calls cost, and budgets. Money is in whole trillionths of a dollar. A call has an owner while it is under way; what a process
    /// holds of a budget lies under its name. Keys of calls are in order of time.
    /// </summary>
    private const string Version3 = """
        CREATE TABLE model_calls (
            id               BLOB PRIMARY KEY,
            at               INTEGER NOT NULL,
            outcome          TEXT NOT NULL,
            owner            TEXT,
            tenant           TEXT,
            user             TEXT,
            session          TEXT,
            run              TEXT,
            step             TEXT,
            agent            TEXT,
            provider         TEXT NOT NULL,
            model            TEXT NOT NULL,
            input            INTEGER NOT NULL,
            output           INTEGER NOT NULL,
            cache_read       INTEGER NOT NULL,
            cache_write      INTEGER NOT NULL,
            cache_write_long INTEGER NOT NULL,
            reasoning        INTEGER NOT NULL,
            audio_input      INTEGER NOT NULL,
            audio_output     INTEGER NOT NULL,
            image_output     INTEGER NOT NULL,
            server_tools     TEXT,
            unknown          TEXT,
            usd_input        INTEGER NOT NULL,
            usd_cache        INTEGER NOT NULL,
            usd_output       INTEGER NOT NULL,
            usd_tools        INTEGER NOT NULL,
            more_usd         INTEGER NOT NULL,
            more_tokens      INTEGER NOT NULL,
            more_calls       INTEGER NOT NULL,
            unpriced         TEXT,
            budgets          TEXT
        ) WITHOUT ROWID;
        CREATE INDEX model_calls_run ON model_calls (run) WHERE run IS NOT NULL;
        CREATE INDEX model_calls_open ON model_calls (owner) WHERE owner IS NOT NULL;

        CREATE TABLE model_budgets (
            budget        TEXT NOT NULL,
            window        TEXT NOT NULL,
            limit_usd     INTEGER,
            limit_tokens  INTEGER,
            limit_calls   INTEGER,
            raised_usd    INTEGER,
            raised_tokens INTEGER,
            raised_calls  INTEGER,
            is_raised     INTEGER NOT NULL DEFAULT 0,
            spent_usd     INTEGER NOT NULL DEFAULT 0,
            spent_tokens  INTEGER NOT NULL DEFAULT 0,
            spent_calls   INTEGER NOT NULL DEFAULT 0,
            alert_at      INTEGER NOT NULL DEFAULT 1000,
            alerted       INTEGER NOT NULL DEFAULT 0,
            changed_at    INTEGER NOT NULL,
            PRIMARY KEY (budget, window)
        ) WITHOUT ROWID;

        CREATE TABLE model_holds (
            budget TEXT NOT NULL,
            window TEXT NOT NULL,
            owner  TEXT NOT NULL,
            usd    INTEGER NOT NULL,
            tokens INTEGER NOT NULL,
            calls  INTEGER NOT NULL,
            PRIMARY KEY (budget, window, owner)
        ) WITHOUT ROWID;
        CREATE INDEX model_holds_owner ON model_holds (owner);
        """;

    /// <summary>
    /// Runs know their tenant, and lists of them need not look at all there are. Who may do what: users, their secrets, sessions and keys, tenants
    /// and who belongs to them; and the audit log, which nobody changes or cuts through this interface, with a note apart from it of where it ends.
    /// </summary>
    private const string Version4 = """
        ALTER TABLE workflow_executions ADD COLUMN tenant TEXT;
        CREATE INDEX workflow_executions_created ON workflow_executions (created_at, run_id);
        CREATE INDEX workflow_executions_tenant ON workflow_executions (ifnull(tenant, 'default'), created_at, run_id);

        CREATE TABLE users (
            id                 TEXT PRIMARY KEY,
            name               TEXT NOT NULL UNIQUE,
            email              TEXT,
            password           TEXT,
            is_owner           INTEGER NOT NULL,
            is_disabled        INTEGER NOT NULL,
            invitation         BLOB UNIQUE,
            invitation_ends_at INTEGER,
            code_step          INTEGER NOT NULL DEFAULT 0,
            created_at         INTEGER NOT NULL,
            version            INTEGER NOT NULL
        ) WITHOUT ROWID;

        CREATE TABLE user_secrets (
            user TEXT NOT NULL,
            name TEXT NOT NULL,
            data BLOB NOT NULL,
            PRIMARY KEY (user, name)
        ) WITHOUT ROWID;

        CREATE TABLE user_recovery_codes (
            user TEXT NOT NULL,
            hash BLOB NOT NULL,
            PRIMARY KEY (user, hash)
        ) WITHOUT ROWID;

        CREATE TABLE user_sessions (
            id         TEXT PRIMARY KEY,
            user       TEXT NOT NULL,
            token      BLOB NOT NULL UNIQUE,
            created_at INTEGER NOT NULL,
            seen_at    INTEGER NOT NULL,
            ends_at    INTEGER NOT NULL,
            agent      TEXT NOT NULL,
            place      TEXT NOT NULL
        ) WITHOUT ROWID;
        CREATE INDEX user_sessions_user ON user_sessions (user);

        CREATE TABLE api_keys (
            id          TEXT PRIMARY KEY,
            user        TEXT NOT NULL,
            tenant      TEXT NOT NULL,
            name        TEXT NOT NULL,
            secret      BLOB NOT NULL UNIQUE,
            permissions TEXT NOT NULL,
            created_at  INTEGER NOT NULL,
            expires_at  INTEGER NOT NULL,
            used_at     INTEGER,
            revoked_at  INTEGER
        ) WITHOUT ROWID;
        CREATE INDEX api_keys_tenant ON api_keys (tenant, created_at);
        CREATE INDEX api_keys_user ON api_keys (user);

        CREATE TABLE tenants (
            id         TEXT PRIMARY KEY,
            name       TEXT NOT NULL,
            created_at INTEGER NOT NULL
        ) WITHOUT ROWID;

        CREATE TABLE tenant_members (
            tenant TEXT NOT NULL,
            user   TEXT NOT NULL,
            role   TEXT NOT NULL,
            PRIMARY KEY (tenant, user)
        ) WITHOUT ROWID;
        CREATE INDEX tenant_members_user ON tenant_members (user);

        CREATE TABLE audit_entries (
            number   INTEGER PRIMARY KEY,
            at       INTEGER NOT NULL,
            actor    TEXT NOT NULL,
            tenant   TEXT NOT NULL,
            action   TEXT NOT NULL,
            subject  TEXT NOT NULL,
            outcome  TEXT NOT NULL,
            reason   TEXT NOT NULL,
            place    TEXT NOT NULL,
            previous BLOB NOT NULL,
            hash     BLOB NOT NULL
        );
        CREATE INDEX audit_entries_tenant ON audit_entries (tenant, number);
        CREATE TRIGGER audit_entries_stay BEFORE UPDATE ON audit_entries BEGIN SELECT RAISE(ABORT, 'the audit log is only ever added to'); END;
        CREATE TRIGGER audit_entries_remain BEFORE DELETE ON audit_entries BEGIN SELECT RAISE(ABORT, 'the audit log is only ever added to'); END;

        CREATE TABLE audit_head (
            id     INTEGER PRIMARY KEY CHECK (id = 1),
            number INTEGER NOT NULL,
            hash   BLOB NOT NULL
        );
        """;

    /// <summary>Users may sign in elsewhere, by an id that another provider knows them by.</summary>
    private const string Version5 = """
        CREATE TABLE user_logins (
            issuer  TEXT NOT NULL,
            subject TEXT NOT NULL,
            user    TEXT NOT NULL,
            PRIMARY KEY (issuer, subject)
        ) WITHOUT ROWID;
        CREATE INDEX user_logins_user ON user_logins (user);
        """;

    /// <summary>Tenants have keys of their own, wrapped by the master key; lists of runs that failed or go on need not look at those that completed.</summary>
    private const string Version6 = """
        CREATE INDEX workflow_executions_unfinished ON workflow_executions (status, created_at, run_id) WHERE status <> 'completed';

        CREATE TABLE tenant_keys (
            id           TEXT PRIMARY KEY,
            tenant       TEXT NOT NULL,
            number       INTEGER NOT NULL,
            wrapped      BLOB NOT NULL,
            created_at   INTEGER NOT NULL,
            destroyed_at INTEGER,
            UNIQUE (tenant, number)
        ) WITHOUT ROWID;
        """;

    /// <summary>Users may sign in with a device of theirs.</summary>
    private const string Version7 = """
        CREATE TABLE user_passkeys (
            credential         BLOB PRIMARY KEY,
            user               TEXT NOT NULL,
            name               TEXT NOT NULL,
            public_key         BLOB NOT NULL,
            created_at         INTEGER NOT NULL,
            sign_count         INTEGER NOT NULL,
            is_backup_eligible INTEGER NOT NULL,
            is_backed_up       INTEGER NOT NULL,
            used_at            INTEGER
        ) WITHOUT ROWID;
        CREATE INDEX user_passkeys_user ON user_passkeys (user);
        """;

    /// <summary>What brings a file from each version to the next.</summary>
    public static IReadOnlyList<string> Steps { get; } = [Version1, Version2, Version3, Version4, Version5, Version6, Version7];
}
