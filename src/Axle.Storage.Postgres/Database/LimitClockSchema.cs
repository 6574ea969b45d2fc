namespace Axle.Storage.Postgres.Database;

/// <summary>
/// A clock that is set back takes with it what a window says of times ahead: closures, what providers told, places in the line. So none of them lasts
/// longer than when it was noted.
/// </summary>
internal static class LimitClockSchema
{
    /// <summary>Frozen, as all versions. Reads as <c>LimitWindow</c> of Axle.Models does.</summary>
    public const string Changes = Locking + Taking + Correcting;

    /// <summary>By the last time that was seen, in milliseconds since 1970, a window knows that the clock was set back since.</summary>
    private const string Locking = """
        ALTER TABLE axle.limit_windows ADD COLUMN seen_at bigint NOT NULL DEFAULT 0;

        CREATE OR REPLACE FUNCTION axle.lock_limit(name text) RETURNS axle.limit_windows LANGUAGE plpgsql AS $$
        DECLARE
            w axle.limit_windows;
            back bigint;
        BEGIN
            LOOP
                SELECT * INTO w FROM axle.limit_windows l WHERE l.subject = name FOR UPDATE;
                EXIT WHEN FOUND;
                INSERT INTO axle.limit_windows (subject) VALUES (name) ON CONFLICT DO NOTHING;
            END LOOP;
            back := w.seen_at - axle.limit_now();
            IF back > 0 THEN
                UPDATE axle.limit_windows l SET
                    seen_at = l.seen_at - back,
                    closed_until = l.closed_until - back,
                    told = ARRAY[l.told[1], l.told[2] - back, l.told[3], l.told[4], l.told[5] - back],
                    turns_at = ARRAY(SELECT u.at - back FROM unnest(l.turns_at) WITH ORDINALITY u(at, n) ORDER BY u.n),
                    turns_end = ARRAY(SELECT u.at - back FROM unnest(l.turns_end) WITH ORDINALITY u(at, n) ORDER BY u.n)
                WHERE l.subject = name RETURNING * INTO w;
            END IF;
            RETURN w;
        END $$;
        """;

    private const string Taking = """
        CREATE OR REPLACE FUNCTION axle.take_limits(
            names text[], lengths bigint[], most_calls bigint[], most_tokens bigint[], needs bigint, turn uuid, waits boolean, grace bigint, longest int)
        RETURNS TABLE (wait bigint, used_calls bigint, used_tokens bigint, empty_in bigint, cell bigint) LANGUAGE plpgsql AS $$
        DECLARE
            windows axle.limit_windows[] := '{}';
            w axle.limit_windows;
            free bigint[] := '{}';
            now_at bigint;
            taken boolean;
            last int;
            place int;
        BEGIN
            PERFORM set_config('synchronous_commit', 'off', true);
            FOR i IN 1..cardinality(names) LOOP
                windows[i] := axle.lock_limit(names[i]);
            END LOOP;
            now_at := axle.limit_now();
            FOR i IN 1..cardinality(names) LOOP
                windows[i] := axle.swept_limit(windows[i], lengths[i], now_at);
            END LOOP;
            FOR i IN 1..cardinality(names) LOOP
                w := windows[i];
                now_at := greatest(now_at, w.at[cardinality(w.at)]);
            END LOOP;
            FOR i IN 1..cardinality(names) LOOP
                w := axle.swept_limit(windows[i], lengths[i], now_at);
                windows[i] := w;
                free[i] := axle.limit_free_at(w, lengths[i], most_calls[i], most_tokens[i], needs, turn, now_at);
            END LOOP;
            taken := now_at >= ALL (free);
            FOR i IN 1..cardinality(names) LOOP
                w := windows[i];
                place := array_position(w.turns, turn);
                cell := 0;
                IF taken THEN
                    cell := now_at / (lengths[i] / 360);
                    last := cardinality(w.at);
                    IF last > 0 AND w.at[last] / (lengths[i] / 360) = cell THEN
                        w.at[last] := now_at;
                        w.calls[last] := w.calls[last] + 1;
                        w.tokens[last] := w.tokens[last] + needs;
                    ELSE
                        w.at := w.at || now_at;
                        w.calls := w.calls || 1::bigint;
                        w.tokens := w.tokens || needs;
                    END IF;
                END IF;
                IF taken AND place IS NOT NULL THEN
                    w.turns := w.turns[:place - 1] || w.turns[place + 1:];
                    w.turns_at := w.turns_at[:place - 1] || w.turns_at[place + 1:];
                    w.turns_end := w.turns_end[:place - 1] || w.turns_end[place + 1:];
                    w.turns_tokens := w.turns_tokens[:place - 1] || w.turns_tokens[place + 1:];
                ELSIF NOT taken AND waits AND (place IS NOT NULL OR cardinality(w.turns) < longest) THEN
                    place := coalesce(place, cardinality(w.turns) + 1);
                    w.turns[place] := turn;
                    w.turns_at[place] := free[i];
                    w.turns_end[place] := free[i] + grace;
                    w.turns_tokens[place] := needs;
                END IF;
                IF taken OR waits THEN
                    UPDATE axle.limit_windows l SET
                        ends_at = greatest(l.ends_at, (greatest(now_at + 2 * lengths[i], w.turns_end[cardinality(w.turns_end)]) / 3600000 + 1) * 3600000),
                        at = w.at, calls = w.calls, tokens = w.tokens, turns = w.turns,
                        turns_at = w.turns_at, turns_end = w.turns_end, turns_tokens = w.turns_tokens, seen_at = axle.limit_now()
                    WHERE l.subject = names[i];
                END IF;
                wait := free[i] - now_at;
                SELECT coalesce(sum(u.c), 0), coalesce(sum(u.t), 0), coalesce(max(u.a) + lengths[i] - now_at, 0) INTO used_calls, used_tokens, empty_in
                FROM unnest(w.at, w.calls, w.tokens) u(a, c, t);
                RETURN NEXT;
            END LOOP;
            IF taken THEN
                DELETE FROM axle.limit_windows l WHERE l.subject IN (
                    SELECT o.subject FROM axle.limit_windows o WHERE o.ends_at < now_at ORDER BY o.ends_at LIMIT 10 FOR UPDATE SKIP LOCKED);
            ELSE
                DELETE FROM axle.limit_windows l WHERE l.subject = ANY (names) AND l.ends_at = 0;
            END IF;
        END $$;
        """;

    private const string Correcting = """
        CREATE OR REPLACE FUNCTION axle.correct_limit(
            name text, length bigint, cells bigint[], more_calls bigint[], more_tokens bigint[], leaving uuid[], closed_for bigint, open_for bigint, heard bigint[])
        RETURNS void LANGUAGE plpgsql AS $$
        DECLARE
            w axle.limit_windows;
            now_at bigint;
        BEGIN
            PERFORM set_config('synchronous_commit', 'off', true);
            IF NOT EXISTS (SELECT FROM axle.limit_windows l WHERE l.subject = name) THEN
                RETURN;
            END IF;
            w := axle.lock_limit(name);
            now_at := axle.limit_now();
            IF cardinality(cells) > 0 AND cardinality(w.at) > 0 THEN
                SELECT array_agg(greatest(0, u.calls + coalesce(m.calls, 0)) ORDER BY u.n), array_agg(greatest(0, u.tokens + coalesce(m.tokens, 0)) ORDER BY u.n)
                INTO w.calls, w.tokens
                FROM unnest(w.at, w.calls, w.tokens) WITH ORDINALITY u(at, calls, tokens, n)
                LEFT JOIN (
                    SELECT t.cell, sum(t.calls)::bigint AS calls, sum(t.tokens)::bigint AS tokens
                    FROM unnest(cells, more_calls, more_tokens) t(cell, calls, tokens) GROUP BY t.cell) m ON m.cell = u.at / (length / 360);
            END IF;
            IF w.turns && leaving THEN
                SELECT coalesce(array_agg(u.id ORDER BY u.n), '{}'), coalesce(array_agg(u.at ORDER BY u.n), '{}'),
                    coalesce(array_agg(u.ends ORDER BY u.n), '{}'), coalesce(array_agg(u.tokens ORDER BY u.n), '{}')
                INTO w.turns, w.turns_at, w.turns_end, w.turns_tokens
                FROM unnest(w.turns, w.turns_at, w.turns_end, w.turns_tokens) WITH ORDINALITY u(id, at, ends, tokens, n) WHERE u.id <> ALL (leaving);
            END IF;
            IF heard[2] IS NOT NULL THEN
                w.told[1] := heard[1];
                w.told[2] := now_at + heard[2];
            END IF;
            IF heard[5] IS NOT NULL THEN
                w.told[3] := heard[3];
                w.told[4] := heard[4];
                w.told[5] := now_at + heard[5];
            END IF;
            IF w.closed_until <= now_at + open_for THEN
                w.closed_until := 0;
            END IF;
            w.closed_until := greatest(w.closed_until, now_at + closed_for);
            UPDATE axle.limit_windows l SET
                ends_at = greatest(l.ends_at, (greatest(w.closed_until, w.told[2], w.told[5]) / 3600000 + 1) * 3600000),
                calls = w.calls, tokens = w.tokens, turns = w.turns, turns_at = w.turns_at, turns_end = w.turns_end, turns_tokens = w.turns_tokens, told = w.told,
                closed_until = w.closed_until, seen_at = now_at
            WHERE l.subject = name;
        END $$;
        """;
}
