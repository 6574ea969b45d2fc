namespace Axle.Storage.Postgres.Database;

/// <summary>
/// Histories in partitions by the number of their run, a million runs in each: numbers go up with time, so what is written now is in one small table with
/// small indexes, and what old runs leave is given back as a file. Table <c>event_parts</c> says which partitions there are, each up to the number
/// <c>below</c>. What is here is frozen: databases of every version are out there.
/// </summary>
internal static class PartitionSchema
{
    /// <summary>What there is becomes the first partition. It is looked through for numbers that do not belong there while others go on writing.</summary>
    public static readonly IReadOnlyList<string> Beforehand =
    [
        """
        DO $$ BEGIN
            IF NOT EXISTS (SELECT FROM pg_constraint WHERE conrelid = 'axle.events'::regclass AND conname = 'events_below') THEN
                EXECUTE format('ALTER TABLE axle.events ADD CONSTRAINT events_below CHECK (run < %s) NOT VALID',
                    (SELECT ((last_value + 100000) / 1000000 + 1) * 1000000 FROM axle.run_numbers));
            END IF;
        END $$
        """,
        "ALTER TABLE axle.events VALIDATE CONSTRAINT events_below",
    ];

    private const string Partitions = """
        CREATE TABLE axle.event_parts (
            name  text COLLATE "C" PRIMARY KEY,
            below bigint NOT NULL UNIQUE
        );
        INSERT INTO axle.event_parts
            SELECT 'events_first', substring(pg_get_constraintdef(oid) FROM '[0-9]+')::bigint
            FROM pg_constraint WHERE conrelid = 'axle.events'::regclass AND conname = 'events_below';

        ALTER TABLE axle.events RENAME TO events_first;
        ALTER INDEX axle.events_pkey RENAME TO events_first_pkey;
        CREATE TABLE axle.events (
            run     bigint NOT NULL,
            seq     bigint NOT NULL,
            at      bigint NOT NULL,
            wake_at bigint,
            data    bytea NOT NULL,
            PRIMARY KEY (run, seq)
        ) PARTITION BY RANGE (run);
        DO $$ BEGIN
            EXECUTE format('ALTER TABLE axle.events ATTACH PARTITION axle.events_first FOR VALUES FROM (MINVALUE) TO (%s)', below) FROM axle.event_parts;
        END $$;
        ALTER TABLE axle.events_first DROP CONSTRAINT events_below;
        """;

    /// <summary>
    /// A partition is made while the one before is being filled, beside the work of others: attaching locks out nobody who reads or writes. Nodes of versions
    /// before take numbers without it, and find the one that was made ahead.
    /// </summary>
    private const string Making = """
        CREATE FUNCTION axle.make_history(last_run bigint) RETURNS void LANGUAGE plpgsql AS $$
        DECLARE
            top bigint;
        BEGIN
            IF EXISTS (SELECT FROM axle.event_parts WHERE below > last_run) THEN
                RETURN;
            END IF;
            PERFORM pg_advisory_xact_lock(hashtextextended('axle.event_parts', 0));
            SELECT max(below) INTO top FROM axle.event_parts;
            WHILE top <= last_run LOOP
                EXECUTE format('CREATE TABLE axle.%I (LIKE axle.events INCLUDING ALL)', 'events_' || top / 1000000);
                EXECUTE format('ALTER TABLE axle.events ATTACH PARTITION axle.%I FOR VALUES FROM (%s) TO (%s)', 'events_' || top / 1000000, top, top + 1000000);
                INSERT INTO axle.event_parts VALUES ('events_' || top / 1000000, top + 1000000);
                top := top + 1000000;
            END LOOP;
        END $$;

        CREATE FUNCTION axle.next_run_numbers() RETURNS bigint LANGUAGE plpgsql AS $$
        DECLARE
            first bigint := nextval('axle.run_numbers');
        BEGIN
            PERFORM axle.make_history(first + 1000000);
            RETURN first;
        END $$;

        SELECT axle.make_history(max(below)) FROM axle.event_parts;
        """;

    /// <summary>
    /// Gives back the files of partitions all of whose runs are gone, and has the first one stand for them, so that there are never many. A process may have
    /// numbers left that it took long ago: what it does with them goes into the first. Somebody who is at work there is not waited for: the next time will do.
    /// </summary>
    private const string Freeing = """
        CREATE FUNCTION axle.free_history() RETURNS void LANGUAGE plpgsql AS $$
        DECLARE
            oldest bigint;
            part record;
            first_name text;
            is_empty boolean;
        BEGIN
            SELECT coalesce((SELECT min(id) FROM axle.runs), last_value) INTO oldest FROM axle.run_numbers;
            IF NOT EXISTS (SELECT FROM axle.event_parts WHERE below <= oldest AND (name <> 'events_first' OR pg_relation_size('axle.events_first') > 0))
                OR NOT pg_try_advisory_xact_lock(hashtextextended('axle.event_parts', 0)) THEN
                RETURN;
            END IF;
            PERFORM set_config('lock_timeout', '200ms', true);
            LOCK TABLE axle.events IN ACCESS EXCLUSIVE MODE;
            FOR part IN SELECT name, below FROM axle.event_parts WHERE below <= oldest ORDER BY below LOOP
                EXECUTE format('SELECT NOT EXISTS (SELECT FROM axle.%I)', part.name) INTO is_empty;
                EXIT WHEN NOT is_empty;
                IF first_name IS NULL THEN
                    first_name := part.name;
                    EXECUTE format('TRUNCATE axle.%I', first_name);
                ELSE
                    EXECUTE format('ALTER TABLE axle.events DETACH PARTITION axle.%I', first_name);
                    EXECUTE format('DROP TABLE axle.%I', part.name);
                    EXECUTE format('ALTER TABLE axle.events ATTACH PARTITION axle.%I FOR VALUES FROM (MINVALUE) TO (%s)', first_name, part.below);
                    DELETE FROM axle.event_parts WHERE name = part.name;
                    UPDATE axle.event_parts SET below = part.below WHERE name = first_name;
                END IF;
            END LOOP;
        EXCEPTION WHEN lock_not_available THEN
            RETURN;
        END $$;
        """;

    public const string Changes = Partitions + Making + Freeing;
}
