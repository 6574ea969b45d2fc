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

    /// <summary>
    /// What models cost, and who may do what. Money is whole trillionths of a dollar. What a node holds of a budget, and its calls under way, lie under its
    /// number: once its row among the nodes is gone, whoever comes next frees the one and counts the other as spent.
    /// </summary>
    private const string Version2 = """
        CREATE TABLE axle.model_calls (
            id               uuid PRIMARY KEY,
            at               bigint NOT NULL,
            outcome          text COLLATE "C" NOT NULL,
            owner            bigint,
            tenant           text COLLATE "C",
            user_id          text COLLATE "C",
            session          text COLLATE "C",
            run              text COLLATE "C",
            step             text COLLATE "C",
            agent            text COLLATE "C",
            provider         text COLLATE "C" NOT NULL,
            model            text COLLATE "C" NOT NULL,
            input            bigint NOT NULL,
            output           bigint NOT NULL,
            cache_read       bigint NOT NULL,
            cache_write      bigint NOT NULL,
            cache_write_long bigint NOT NULL,
            reasoning        bigint NOT NULL,
            audio_input      bigint NOT NULL,
            audio_output     bigint NOT NULL,
            image_output     bigint NOT NULL,
            server_tools     text,
            unknown          text,
            usd_input        bigint NOT NULL,
            usd_cache        bigint NOT NULL,
            usd_output       bigint NOT NULL,
            usd_tools        bigint NOT NULL,
            more_usd         bigint NOT NULL,
            more_tokens      bigint NOT NULL,
            more_calls       bigint NOT NULL,
            unpriced         text,
            budgets          text
        );
        CREATE INDEX model_calls_at ON axle.model_calls (at);
        CREATE INDEX model_calls_run ON axle.model_calls (run) WHERE run IS NOT NULL;
        CREATE INDEX model_calls_open ON axle.model_calls (owner) WHERE owner IS NOT NULL;

        CREATE TABLE axle.model_budgets (
            budget        text COLLATE "C" NOT NULL,
            period        text COLLATE "C" NOT NULL,
            limit_usd     bigint,
            limit_tokens  bigint,
            limit_calls   bigint,
            raised_usd    bigint,
            raised_tokens bigint,
            raised_calls  bigint,
            is_raised     boolean NOT NULL DEFAULT false,
            spent_usd     bigint NOT NULL DEFAULT 0,
            spent_tokens  bigint NOT NULL DEFAULT 0,
            spent_calls   bigint NOT NULL DEFAULT 0,
            alert_at      bigint NOT NULL DEFAULT 1000,
            alerted       boolean NOT NULL DEFAULT false,
            changed_at    bigint NOT NULL,
            PRIMARY KEY (budget, period)
        ) WITH (fillfactor = 50);

        CREATE TABLE axle.model_holds (
            budget text COLLATE "C" NOT NULL,
            period text COLLATE "C" NOT NULL,
            owner  bigint NOT NULL,
            usd    bigint NOT NULL,
            tokens bigint NOT NULL,
            calls  bigint NOT NULL,
            PRIMARY KEY (budget, period, owner)
        ) WITH (fillfactor = 50);
        CREATE INDEX model_holds_owner ON axle.model_holds (owner);

        CREATE TABLE axle.model_writers (
            writer uuid PRIMARY KEY,
            batch  uuid NOT NULL,
            at     bigint NOT NULL
        ) WITH (fillfactor = 50);

        CREATE TABLE axle.users (
            id                 text COLLATE "C" PRIMARY KEY,
            name               text COLLATE "C" NOT NULL UNIQUE,
            email              text,
            password           text,
            totp               bytea,
            is_owner           boolean NOT NULL,
            is_disabled        boolean NOT NULL,
            invitation         bytea UNIQUE,
            invitation_ends_at bigint,
            code_step          bigint NOT NULL DEFAULT 0,
            created_at         bigint NOT NULL,
            version            bigint NOT NULL
        );

        CREATE TABLE axle.user_logins (
            issuer  text COLLATE "C" NOT NULL,
            subject text COLLATE "C" NOT NULL,
            user_id text COLLATE "C" NOT NULL REFERENCES axle.users ON DELETE CASCADE,
            PRIMARY KEY (issuer, subject)
        );
        CREATE INDEX user_logins_user ON axle.user_logins (user_id);

        CREATE TABLE axle.user_recovery_codes (
            user_id text COLLATE "C" NOT NULL REFERENCES axle.users ON DELETE CASCADE,
            hash    bytea NOT NULL,
            PRIMARY KEY (user_id, hash)
        );

        CREATE TABLE axle.user_sessions (
            id         text COLLATE "C" PRIMARY KEY,
            user_id    text COLLATE "C" NOT NULL,
            token      bytea NOT NULL UNIQUE,
            created_at bigint NOT NULL,
            seen_at    bigint NOT NULL,
            ends_at    bigint NOT NULL,
            agent      text NOT NULL,
            place      text NOT NULL
        ) WITH (fillfactor = 70);
        CREATE INDEX user_sessions_user ON axle.user_sessions (user_id);

        CREATE TABLE axle.api_keys (
            id          text COLLATE "C" PRIMARY KEY,
            user_id     text COLLATE "C" NOT NULL,
            tenant      text COLLATE "C" NOT NULL,
            name        text NOT NULL,
            secret      bytea NOT NULL UNIQUE,
            permissions text NOT NULL,
            created_at  bigint NOT NULL,
            expires_at  bigint NOT NULL,
            used_at     bigint,
            revoked_at  bigint
        ) WITH (fillfactor = 70);
        CREATE INDEX api_keys_tenant ON axle.api_keys (tenant, created_at);
        CREATE INDEX api_keys_user ON axle.api_keys (user_id);

        CREATE TABLE axle.tenants (
            id         text COLLATE "C" PRIMARY KEY,
            name       text NOT NULL,
            created_at bigint NOT NULL
        );

        CREATE TABLE axle.tenant_members (
            tenant  text COLLATE "C" NOT NULL,
            user_id text COLLATE "C" NOT NULL,
            role    text NOT NULL,
            PRIMARY KEY (tenant, user_id)
        );
        CREATE INDEX tenant_members_user ON axle.tenant_members (user_id);

        CREATE TABLE axle.audit_entries (
            number   bigint PRIMARY KEY,
            at       bigint NOT NULL,
            actor    text NOT NULL,
            tenant   text COLLATE "C" NOT NULL,
            action   text NOT NULL,
            subject  text NOT NULL,
            outcome  text NOT NULL,
            reason   text NOT NULL,
            place    text NOT NULL,
            previous bytea NOT NULL,
            hash     bytea NOT NULL
        );
        CREATE INDEX audit_entries_tenant ON axle.audit_entries (tenant, number);

        CREATE TABLE axle.audit_head (
            id     int PRIMARY KEY CHECK (id = 1),
            number bigint NOT NULL,
            hash   bytea NOT NULL
        );

        CREATE FUNCTION axle.audit_stays() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION 'the audit log is only ever added to';
        END $$;
        CREATE TRIGGER audit_entries_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON axle.audit_entries
            FOR EACH STATEMENT EXECUTE FUNCTION axle.audit_stays();
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

    /// <summary>What brings a database from each version to the next.</summary>
    public static IReadOnlyList<string> Steps { get; } = [Version1 + Version1Functions, Version2, Version3, Version4];
}
