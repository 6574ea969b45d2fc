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
            PERFORM set_config('lock_timeout', '1500ms', true);
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
    /// Gives back the files of partitions whose numbers were all given out and whose runs are all gone, and has one stand for neighbours that are empty, so
    /// that there are never many. Which runs are there an index says: what was deleted and not vacuumed yet is not read. A process may have numbers left that
    /// it took long ago: they have their place as before. Who is at work there is not waited for: the next time will do.
    /// </summary>
    private const string Freeing = """
        CREATE FUNCTION axle.full_parts() RETURNS TABLE (part text, low bigint, high bigint, has_runs boolean, bytes bigint) LANGUAGE plpgsql AS $$
        BEGIN
            PERFORM set_config('lock_timeout', '200ms', true);
            IF pg_try_advisory_xact_lock(hashtextextended('axle.event_parts', 0)) THEN
                RETURN QUERY SELECT p.name, p.above, p.below, EXISTS (SELECT FROM axle.runs r WHERE r.id >= p.above AND r.id < p.below),
                        pg_relation_size(format('axle.%I', p.name))
                    FROM (SELECT e.name, lag(e.below, 1, 0::bigint) OVER (ORDER BY e.below) AS above, e.below FROM axle.event_parts e) p, axle.run_numbers n
                    WHERE p.below <= n.last_value ORDER BY p.below;
            END IF;
        END $$;

        CREATE FUNCTION axle.free_history() RETURNS void LANGUAGE plpgsql AS $$
        DECLARE
            p record;
        BEGIN
            FOR p IN SELECT * FROM axle.full_parts() f WHERE NOT f.has_runs AND f.bytes > 0 LOOP
                BEGIN
                    EXECUTE format('LOCK TABLE axle.%I IN ACCESS EXCLUSIVE MODE', p.part);
                    IF NOT EXISTS (SELECT FROM axle.runs r WHERE r.id >= p.low AND r.id < p.high) THEN
                        EXECUTE format('TRUNCATE axle.%I', p.part);
                    END IF;
                EXCEPTION WHEN lock_not_available THEN
                    CONTINUE;
                END;
            END LOOP;
        END $$;

        CREATE FUNCTION axle.join_history() RETURNS void LANGUAGE plpgsql AS $$
        DECLARE
            p record;
            first_part text;
            first_low text;
        BEGIN
            FOR p IN SELECT * FROM axle.full_parts() LOOP
                IF p.bytes > 0 THEN
                    first_part := NULL;
                ELSIF first_part IS NULL THEN
                    first_part := p.part;
                    first_low := CASE WHEN p.low = 0 THEN 'MINVALUE' ELSE p.low::text END;
                ELSE
                    LOCK TABLE ONLY axle.events IN ACCESS EXCLUSIVE MODE;
                    IF pg_relation_size(format('axle.%I', first_part)) + pg_relation_size(format('axle.%I', p.part)) > 0 THEN
                        RETURN;
                    END IF;
                    EXECUTE format('ALTER TABLE axle.events DETACH PARTITION axle.%I', first_part);
                    EXECUTE format('DROP TABLE axle.%I', p.part);
                    EXECUTE format('ALTER TABLE axle.events ATTACH PARTITION axle.%I FOR VALUES FROM (%s) TO (%s)', first_part, first_low, p.high);
                    DELETE FROM axle.event_parts e WHERE e.name = p.part;
                    UPDATE axle.event_parts e SET below = p.high WHERE e.name = first_part;
                END IF;
            END LOOP;
        EXCEPTION WHEN lock_not_available THEN
            RETURN;
        END $$;
        """;

    public const string Changes = Partitions + Making + Freeing;
}
