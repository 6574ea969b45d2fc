namespace Axle.Storage.Postgres.Database;

/// <summary>The tables, version by version. What is here is frozen: databases of every version are out there.</summary>
internal static class SchemaVersions
{
    /// <summary>
    /// A row of events is a decision: a JSON array of what was decided together, under the sequence number of the last event. Times are ticks of
    /// 100 ns since the year 1, UTC, as the engine has them. While a run has an owner, its newest decision tells how far it is; its row is
    /// written when something else changes, and when it is given up. An owner that is named in a run is a node that has a row: who buries a node
    /// frees its runs in the same transaction.
    /// </summary>
    private const string Version1 = """
        CREATE SEQUENCE axle.run_numbers INCREMENT BY 1000;

        CREATE TABLE axle.nodes (
            id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            name    text NOT NULL,
            session text NOT NULL,
            engine  boolean NOT NULL,
            lease   interval NOT NULL,
            beat_at timestamptz NOT NULL
        ) WITH (fillfactor = 20);

        CREATE TABLE axle.node_commits (
            node   bigint NOT NULL,
            lane   int NOT NULL,
            number bigint NOT NULL,
            PRIMARY KEY (node, lane)
        ) WITH (fillfactor = 20);

        CREATE TABLE axle.workflows (
            hash       text COLLATE "C" PRIMARY KEY,
            name       text NOT NULL,
            version    text,
            definition text NOT NULL
        );

        CREATE TABLE axle.runs (
            id          bigint PRIMARY KEY,
            run_id      text COLLATE "C" NOT NULL UNIQUE,
            workflow    text NOT NULL,
            definition  text NOT NULL,
            status      text COLLATE "C" NOT NULL,
            last_seq    bigint NOT NULL,
            created_at  bigint NOT NULL,
            updated_at  bigint NOT NULL,
            wake_at     bigint,
            due_at      bigint,
            owner       bigint,
            epoch       bigint NOT NULL,
            attention   int NOT NULL,
            parent      text COLLATE "C",
            group_name  text COLLATE "C",
            group_limit int NOT NULL,
            tenant      text COLLATE "C"
        ) WITH (fillfactor = 85);
        CREATE INDEX runs_created ON axle.runs (created_at, run_id);
        CREATE INDEX runs_status ON axle.runs (status, created_at, run_id);
        CREATE INDEX runs_tenant ON axle.runs (coalesce(tenant, 'default'), created_at, run_id);
        CREATE INDEX runs_due ON axle.runs (due_at) WHERE due_at IS NOT NULL;
        CREATE INDEX runs_owner ON axle.runs (owner) WHERE owner IS NOT NULL;
        CREATE INDEX runs_attention ON axle.runs (created_at, run_id) WHERE attention <> 0;
        CREATE INDEX runs_parent ON axle.runs (parent) WHERE parent IS NOT NULL;
        CREATE INDEX runs_group ON axle.runs (group_name, status, id)
            WHERE group_name IS NOT NULL AND status NOT IN ('completed', 'failed', 'cancelled');

        CREATE TABLE axle.events (
            run     bigint NOT NULL,
            seq     bigint NOT NULL,
            at      bigint NOT NULL,
            wake_at bigint,
            data    bytea NOT NULL,
            PRIMARY KEY (run, seq)
        );

        CREATE TABLE axle.checkpoints (
            run       bigint NOT NULL,
            seq       bigint NOT NULL,
            name      text COLLATE "C" NOT NULL,
            automatic boolean NOT NULL,
            at        bigint NOT NULL,
            PRIMARY KEY (run, seq, name)
        );

        CREATE TABLE axle.signals (
            id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            run      bigint NOT NULL,
            signal   text COLLATE "C" NOT NULL,
            name     text NOT NULL,
            body     bytea NOT NULL,
            sender   text NOT NULL,
            at       bigint NOT NULL,
            consumed boolean NOT NULL DEFAULT false,
            UNIQUE (run, signal)
        );
        CREATE INDEX signals_waiting ON axle.signals (run) WHERE NOT consumed;

        CREATE TABLE axle.snapshots (
            run  bigint PRIMARY KEY,
            seq  bigint NOT NULL,
            data bytea NOT NULL
        );

        CREATE TABLE axle.payloads (
            hash text COLLATE "C" PRIMARY KEY,
            data bytea NOT NULL
        );

        CREATE TABLE axle.payload_uses (
            run  bigint NOT NULL,
            hash text COLLATE "C" NOT NULL REFERENCES axle.payloads,
            PRIMARY KEY (run, hash)
        );
        CREATE INDEX payload_uses_hash ON axle.payload_uses (hash);

        CREATE TABLE axle.shared_values (
            space      text COLLATE "C" NOT NULL,
            key        text COLLATE "C" NOT NULL,
            version    bigint NOT NULL,
            value      bytea NOT NULL,
            expires_at bigint,
            PRIMARY KEY (space, key)
        );
        CREATE INDEX shared_values_expiring ON axle.shared_values (expires_at) WHERE expires_at IS NOT NULL;
        """;

    /// <summary>
    /// What fences: every transaction that writes for a node holds its row against being deleted, and deleting it is how it is buried. So a node
    /// is buried before a transaction of its begins, or after it has ended, and never in between.
    /// </summary>
    private const string Version1Functions = """
        CREATE FUNCTION axle.fence(writer bigint) RETURNS void LANGUAGE plpgsql AS $$
        BEGIN
            PERFORM 1 FROM axle.nodes WHERE id = writer FOR KEY SHARE;
            IF NOT FOUND THEN
                RAISE EXCEPTION 'node % was buried', writer USING ERRCODE = 'AX001';
            END IF;
        END $$;

        CREATE FUNCTION axle.fence(writer bigint, writer_lane int, commit_number bigint) RETURNS void LANGUAGE plpgsql AS $$
        BEGIN
            PERFORM axle.fence(writer);
            INSERT INTO axle.node_commits AS c VALUES (writer, writer_lane, commit_number)
                ON CONFLICT (node, lane) DO UPDATE SET number = commit_number;
        END $$;

        CREATE FUNCTION axle.admit(wanted text, beginning text, most bigint) RETURNS void LANGUAGE plpgsql AS $$
        BEGIN
            PERFORM pg_advisory_xact_lock(hashtextextended('axle.group.' || wanted, 0));
            IF (SELECT count(*) FROM axle.runs WHERE group_name = wanted AND run_id <> beginning
                AND status NOT IN ('completed', 'failed', 'cancelled') AND status <> 'idle') >= most THEN
                RAISE EXCEPTION 'group % is full', wanted USING ERRCODE = 'AX002';
            END IF;
        END $$;

        CREATE FUNCTION axle.free_runs_of(gone bigint) RETURNS bigint LANGUAGE plpgsql AS $$
        DECLARE
            freed bigint;
            example text;
        BEGIN
            DELETE FROM axle.node_commits WHERE node = gone;
            WITH freeing AS (
                UPDATE axle.runs x SET owner = NULL, last_seq = e.seq, updated_at = e.at, wake_at = e.wake_at,
                    due_at = CASE WHEN x.status = 'idle' AND x.group_name IS NOT NULL THEN NULL
                        WHEN x.status IN ('paused', 'completed', 'failed', 'cancelled') THEN e.wake_at ELSE 0 END
                FROM axle.runs r CROSS JOIN LATERAL (
                    SELECT CASE WHEN n.seq > r.last_seq THEN n.seq ELSE r.last_seq END AS seq,
                        CASE WHEN n.seq > r.last_seq THEN n.at ELSE r.updated_at END AS at,
                        CASE WHEN n.seq > r.last_seq THEN n.wake_at ELSE r.wake_at END AS wake_at
                    FROM (SELECT 1) one LEFT JOIN LATERAL (
                        SELECT seq, at, wake_at FROM axle.events WHERE run = r.id ORDER BY seq DESC LIMIT 1) n ON true
                ) e
                WHERE r.owner = gone AND x.id = r.id
                RETURNING x.run_id
            )
            SELECT count(*), min(run_id) INTO freed, example FROM freeing;
            IF freed > 0 THEN
                PERFORM pg_notify('axle_runs', example);
            END IF;
            RETURN freed;
        END $$;

        CREATE FUNCTION axle.bury(dead bigint) RETURNS bigint LANGUAGE plpgsql AS $$
        BEGIN
            DELETE FROM axle.nodes WHERE id = dead AND beat_at < clock_timestamp() - lease;
            IF NOT FOUND THEN
                RETURN -1;
            END IF;
            RETURN axle.free_runs_of(dead);
        END $$;

        CREATE FUNCTION axle.leave(leaving bigint) RETURNS bigint LANGUAGE plpgsql AS $$
        BEGIN
            DELETE FROM axle.nodes WHERE id = leaving;
            RETURN axle.free_runs_of(leaving);
        END $$;
        """;

    /// <summary>Tenants have keys of their own, wrapped by the master key.</summary>
    private const string Version3 = """
        CREATE TABLE axle.tenant_keys (
            id           text COLLATE "C" PRIMARY KEY,
            tenant       text COLLATE "C" NOT NULL,
            number       int NOT NULL,
            wrapped      bytea NOT NULL,
            created_at   bigint NOT NULL,
            destroyed_at bigint,
            UNIQUE (tenant, number)
        );
        """;

    /// <summary>What a node is for, and who took an attempt whose effect must happen at most once: for steps that other processes make.</summary>
    private const string Version4 = """
        ALTER TABLE axle.nodes
            ADD COLUMN roles    text NOT NULL DEFAULT '',
            ADD COLUMN pools    text NOT NULL DEFAULT '',
            ADD COLUMN version  text NOT NULL DEFAULT '',
            ADD COLUMN making   int NOT NULL DEFAULT 0,
            ADD COLUMN waiting  int NOT NULL DEFAULT 0,
            ADD COLUMN draining boolean NOT NULL DEFAULT false,
            ADD COLUMN since    timestamptz NOT NULL DEFAULT clock_timestamp();

        CREATE TABLE axle.effects (
            run      bigint NOT NULL,
            epoch    bigint NOT NULL,
            dispatch bigint NOT NULL,
            node     bigint NOT NULL,
            claim    text COLLATE "C" NOT NULL,
            PRIMARY KEY (run, epoch, dispatch)
        );
        """;

    /// <summary>Users may sign in with a device of theirs.</summary>
    private const string Version5 = """
        CREATE TABLE axle.user_passkeys (
            credential         bytea PRIMARY KEY,
            user_id            text COLLATE "C" NOT NULL REFERENCES axle.users ON DELETE CASCADE,
            name               text NOT NULL,
            public_key         bytea NOT NULL,
            created_at         bigint NOT NULL,
            sign_count         bigint NOT NULL,
            is_backup_eligible boolean NOT NULL,
            is_backed_up       boolean NOT NULL,
            used_at            bigint
        );
        CREATE INDEX user_passkeys_user ON axle.user_passkeys (user_id);
        """;

    /// <summary>What brings a database from each version to the next.</summary>
    public static IReadOnlyList<string> Steps { get; } =
        [
            Version1 + Version1Functions, LedgerAndIdentitySchema.Version2, Version3, Version4, Version5, LoadSchema.Tables, SpeedSchema.Changes,
            LimitSchema.Changes, SearchSchema.Changes, GaugeSchema.Changes, LimitClockSchema.Changes, BulkheadSchema.Changes, PartitionSchema.Changes,
        ];

    /// <summary>
    /// What is done before some of these steps, outside of their transactions, as it takes long and holds nobody up: statements by the version that the
    /// database has, each such that it may be done again.
    /// </summary>
    public static IReadOnlyDictionary<int, IReadOnlyList<string>> Beforehand { get; } =
        new Dictionary<int, IReadOnlyList<string>> { [8] = SearchSchema.Beforehand, [12] = PartitionSchema.Beforehand };
}
