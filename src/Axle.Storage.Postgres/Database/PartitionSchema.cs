namespace Axle.Storage.Postgres.Database;

/// <summary>
/// Histories in partitions by the number of their run, four million runs in each: numbers go up with time, so what is written now is in one table with small
/// indexes, and what old runs leave is given back as a file. Table <c>event_parts</c> says which partitions there are, each up to the number
/// <c>below</c>. What is here is frozen: databases of every version are out there.
/// </summary>
internal static class PartitionSchema
{
    /// <summary>
    /// What there is becomes the first partition, with room for the runs that nodes of versions before make meanwhile and for as long as they are there. It is
    /// looked through for numbers that do not belong there while others go on writing. Who was given up in the midst of it begins again.
    /// </summary>
    public static readonly IReadOnlyList<string> Beforehand =
    [
        """
        DO $$ BEGIN
            PERFORM set_config('lock_timeout', '200ms', true);
            LOOP
                BEGIN
                    ALTER TABLE axle.events DROP CONSTRAINT IF EXISTS events_below;
                    EXECUTE format('ALTER TABLE axle.events ADD CONSTRAINT events_below CHECK (run < %s) NOT VALID',
                        (SELECT CASE WHEN is_called THEN (last_value + 20000000) / 4000000 * 4000000 ELSE 4000000 END FROM axle.run_numbers));
                    EXIT;
                EXCEPTION WHEN lock_not_available THEN
                    PERFORM pg_sleep(1);
                END;
            END LOOP;
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
                EXECUTE format('CREATE TABLE axle.%I (LIKE axle.events INCLUDING ALL)', 'events_' || top / 4000000);
                EXECUTE format('ALTER TABLE axle.events ATTACH PARTITION axle.%I FOR VALUES FROM (%s) TO (%s)', 'events_' || top / 4000000, top, top + 4000000);
                INSERT INTO axle.event_parts VALUES ('events_' || top / 4000000, top + 4000000);
                top := top + 4000000;
            END LOOP;
        END $$;

        CREATE FUNCTION axle.next_run_numbers() RETURNS bigint LANGUAGE plpgsql AS $$
        DECLARE
            first bigint := nextval('axle.run_numbers');
        BEGIN
            PERFORM axle.make_history(first + 4000000);
            RETURN first;
        END $$;

        SELECT axle.make_history(max(below)) FROM axle.event_parts;
        """;

    /// <summary>
    /// Gives back the files of partitions whose numbers were all given out and whose runs are all gone, and has one stand for empty neighbours, so that
    /// there are never many. A process may have numbers left that it took long ago: they have their place as before. Who is at work there is not waited for:
    /// the next time will do. Emptying locks the one that is emptied, joining the parent.
    /// </summary>
    private const string Freeing = """
        CREATE FUNCTION axle.free_history() RETURNS void LANGUAGE plpgsql AS $$
        DECLARE
            given bigint;
            part record;
            is_empty boolean;
        BEGIN
            SELECT last_value INTO given FROM axle.run_numbers;
            IF NOT pg_try_advisory_xact_lock(hashtextextended('axle.event_parts', 0)) THEN
                RETURN;
            END IF;
            PERFORM set_config('lock_timeout', '200ms', true);
            FOR part IN SELECT name, below FROM axle.event_parts WHERE below <= given ORDER BY below LOOP
                EXECUTE format('SELECT NOT EXISTS (SELECT FROM axle.%I)', part.name) INTO is_empty;
                CONTINUE WHEN NOT is_empty OR pg_relation_size(format('axle.%I', part.name)) = 0;
                BEGIN
                    EXECUTE format('LOCK TABLE axle.%I IN ACCESS EXCLUSIVE MODE', part.name);
                    EXECUTE format('SELECT NOT EXISTS (SELECT FROM axle.%I)', part.name) INTO is_empty;
                    IF is_empty THEN
                        EXECUTE format('TRUNCATE axle.%I', part.name);
                    END IF;
                EXCEPTION WHEN lock_not_available THEN
                    CONTINUE;
                END;
            END LOOP;
        END $$;

        CREATE FUNCTION axle.join_history() RETURNS void LANGUAGE plpgsql AS $$
        DECLARE
            given bigint;
            low text := 'MINVALUE';
            part record;
            is_empty boolean;
            empty_name text;
            empty_low text;
        BEGIN
            SELECT last_value INTO given FROM axle.run_numbers;
            IF NOT pg_try_advisory_xact_lock(hashtextextended('axle.event_parts', 0)) THEN
                RETURN;
            END IF;
            PERFORM set_config('lock_timeout', '200ms', true);
            FOR part IN SELECT name, below FROM axle.event_parts WHERE below <= given ORDER BY below LOOP
                EXECUTE format('SELECT NOT EXISTS (SELECT FROM axle.%I)', part.name) INTO is_empty;
                IF is_empty AND empty_name IS NOT NULL THEN
                    LOCK TABLE ONLY axle.events IN ACCESS EXCLUSIVE MODE;
                    EXECUTE format('SELECT NOT EXISTS (SELECT FROM axle.%I) AND NOT EXISTS (SELECT FROM axle.%I)', empty_name, part.name) INTO is_empty;
                    IF is_empty THEN
                        EXECUTE format('ALTER TABLE axle.events DETACH PARTITION axle.%I', empty_name);
                        EXECUTE format('DROP TABLE axle.%I', part.name);
                        EXECUTE format('ALTER TABLE axle.events ATTACH PARTITION axle.%I FOR VALUES FROM (%s) TO (%s)', empty_name, empty_low, part.below);
                        DELETE FROM axle.event_parts WHERE name = part.name;
                        UPDATE axle.event_parts SET below = part.below WHERE name = empty_name;
                        low := part.below;
                        CONTINUE;
                    END IF;
                END IF;
                empty_name := CASE WHEN is_empty THEN part.name END;
                empty_low := low;
                low := part.below;
            END LOOP;
        EXCEPTION WHEN lock_not_available THEN
            RETURN;
        END $$;
        """;

    public const string Changes = Partitions + Making + Freeing;
}
