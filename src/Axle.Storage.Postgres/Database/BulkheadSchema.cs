namespace Axle.Storage.Postgres.Database;

/// <summary>
/// What each node has and wants of the slots of a bulkhead, of which all nodes together have so many. Rows of nodes that are gone do not count, and are
/// removed by whoever asks next. What is here is frozen: databases of every version are out there.
/// </summary>
internal static class BulkheadSchema
{
    /// <summary>
    /// Who asks is given what others leave; where nodes say different sizes, as while a new one is rolled out, of the least. While others wait, nobody is given
    /// more than an equal share; what a node has above that comes back with its steps. Who has waited for a second without a slot goes first, the longest
    /// first: others give up so many that it gets one, so that nodes take turns where there are fewer slots than nodes. A second, as with each turn a slot is
    /// idle until who waits asks again.
    /// </summary>
    public const string Changes = """
        CREATE TABLE axle.bulkhead_slots (
            pool    text COLLATE "C" NOT NULL,
            node    bigint NOT NULL,
            size    int NOT NULL,
            slots   int NOT NULL,
            waiting int NOT NULL,
            since   timestamptz,
            PRIMARY KEY (pool, node)
        ) WITH (fillfactor = 20);

        CREATE FUNCTION axle.share_slots(wanted text, asker bigint, in_all int, in_use int, more int) RETURNS int LANGUAGE plpgsql AS $$
        DECLARE
            now_at timestamptz;
            waits_since timestamptz;
            taken bigint;
            content bigint;
            waiters int;
            starving int;
            least_size int;
            most bigint;
        BEGIN
            IF NOT EXISTS (SELECT FROM axle.nodes n WHERE n.id = asker) THEN
                RAISE EXCEPTION 'node % was buried', asker USING ERRCODE = 'AX001';
            END IF;
            PERFORM pg_advisory_xact_lock(hashtextextended('axle.bulkhead.' || wanted, 0));
            DELETE FROM axle.bulkhead_slots s WHERE s.pool = wanted AND NOT EXISTS (SELECT FROM axle.nodes n WHERE n.id = s.node);
            now_at := clock_timestamp();
            IF in_use = 0 THEN
                SELECT least(s.since, now_at) INTO waits_since FROM axle.bulkhead_slots s WHERE s.pool = wanted AND s.node = asker;
            END IF;
            waits_since := coalesce(waits_since, now_at);
            SELECT coalesce(sum(s.slots), 0), coalesce(sum(s.slots) FILTER (WHERE s.waiting = 0), 0), count(*) FILTER (WHERE s.waiting > 0),
                count(*) FILTER (WHERE s.since < now_at - interval '1 second' AND (in_use > 0 OR s.since < waits_since)), least(in_all, min(s.size))
                INTO taken, content, waiters, starving, least_size
                FROM axle.bulkhead_slots s WHERE s.pool = wanted AND s.node <> asker;
            most := least(in_use + more, least_size - taken);
            IF starving > 0 THEN
                most := least(most, (least_size - content) / (waiters + 1));
            ELSIF waiters > 0 THEN
                most := least(most, (least_size - content + waiters) / (waiters + 1));
            END IF;
            most := greatest(most, 0);
            IF in_use + most > 0 THEN
                waits_since := NULL;
            END IF;
            IF in_use + more = 0 THEN
                DELETE FROM axle.bulkhead_slots s WHERE s.pool = wanted AND s.node = asker;
            ELSIF NOT EXISTS (
                SELECT FROM axle.bulkhead_slots s WHERE s.pool = wanted AND s.node = asker AND (s.size, s.slots, s.waiting, s.since) IS NOT DISTINCT FROM
                    (in_all, greatest(in_use, most)::int, greatest(in_use + more - most, 0)::int, waits_since)) THEN
                INSERT INTO axle.bulkhead_slots AS s (pool, node, size, slots, waiting, since)
                VALUES (wanted, asker, in_all, greatest(in_use, most), greatest(in_use + more - most, 0), waits_since)
                ON CONFLICT (pool, node) DO UPDATE SET size = excluded.size, slots = excluded.slots, waiting = excluded.waiting, since = excluded.since;
            END IF;
            RETURN most;
        END $$;
        """;
}
