namespace Axle.Storage.Postgres.Database;

/// <summary>
/// What models cost, and who may do what. Money is whole trillionths of a dollar. What a node holds of a budget, and its calls under way, lie under its
/// number: once its row among the nodes is gone, whoever comes next frees the one and counts the other as spent.
/// </summary>
internal static class LedgerAndIdentitySchema
{
    /// <summary>What brings a database to version 2. Frozen, as all versions.</summary>
    public const string Version2 = """
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
}
