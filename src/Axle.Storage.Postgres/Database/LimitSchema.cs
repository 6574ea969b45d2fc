namespace Axle.Storage.Postgres.Database;

/// <summary>
/// What was used in windows that slide, for all nodes: limits of providers' keys, of keys of the gateway, of conversations. Times are milliseconds since 1970
/// by the clock of the database; a row can go when it has ended. A transaction takes its rows in the order of their names and no more after that.
/// </summary>
internal static class LimitSchema
{
    /// <summary>Frozen, as all versions. Reads as <c>LimitWindow</c> of Axle.Models does: a test plays the same histories on both.</summary>
    public const string Changes = Table + Reading + Taking + Correcting;

    private const string Table = """
        CREATE TABLE axle.limit_windows (
            subject      text COLLATE "C" PRIMARY KEY,
            ends_at      bigint NOT NULL DEFAULT 0,
            at           bigint[] NOT NULL DEFAULT '{}',
            calls        bigint[] NOT NULL DEFAULT '{}',
            tokens       bigint[] NOT NULL DEFAULT '{}',
            turns        uuid[] NOT NULL DEFAULT '{}',
            turns_at     bigint[] NOT NULL DEFAULT '{}',
            turns_end    bigint[] NOT NULL DEFAULT '{}',
            turns_tokens bigint[] NOT NULL DEFAULT '{}',
            closed_until bigint NOT NULL DEFAULT 0,
            told         bigint[] NOT NULL DEFAULT ARRAY[NULL, NULL, NULL, NULL, NULL]::bigint[]
        ) WITH (fillfactor = 40);
        CREATE INDEX limit_windows_end ON axle.limit_windows (ends_at);

        CREATE FUNCTION axle.limit_now() RETURNS bigint LANGUAGE sql VOLATILE AS $$
            SELECT floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint
        $$;

        CREATE FUNCTION axle.lock_limit(name text) RETURNS axle.limit_windows LANGUAGE plpgsql AS $$
        DECLARE
            w axle.limit_windows;
        BEGIN
            LOOP
                SELECT * INTO w FROM axle.limit_windows l WHERE l.subject = name FOR UPDATE;
                IF FOUND THEN
                    RETURN w;
                END IF;
                INSERT INTO axle.limit_windows (subject) VALUES (name) ON CONFLICT DO NOTHING;
            END LOOP;
        END $$;
        """;

    /// <summary>What is in a window now, and when a call may go.</summary>
    private const string Reading = """
        CREATE FUNCTION axle.swept_limit(w axle.limit_windows, length bigint, now_at bigint) RETURNS axle.limit_windows LANGUAGE plpgsql AS $$
        DECLARE
            gone int;
        BEGIN
            -- What is more than a window ahead was counted by a clock that was set back since.
            SELECT count(*) INTO gone FROM unnest(w.at) u WHERE u > now_at + length;
            IF gone > 0 THEN
                w.at := w.at[:cardinality(w.at) - gone];
                w.calls := w.calls[:cardinality(w.calls) - gone];
                w.tokens := w.tokens[:cardinality(w.tokens) - gone];
            END IF;
            SELECT count(*) INTO gone FROM unnest(w.at) u WHERE u <= now_at - length;
            IF gone > 0 THEN
                w.at := w.at[gone + 1:];
                w.calls := w.calls[gone + 1:];
                w.tokens := w.tokens[gone + 1:];
            END IF;
            IF EXISTS (SELECT FROM unnest(w.turns_end) u WHERE u < now_at) THEN
                SELECT coalesce(array_agg(u.id ORDER BY u.n), '{}'), coalesce(array_agg(u.at ORDER BY u.n), '{}'),
                    coalesce(array_agg(u.ends ORDER BY u.n), '{}'), coalesce(array_agg(u.tokens ORDER BY u.n), '{}')
                INTO w.turns, w.turns_at, w.turns_end, w.turns_tokens
                FROM unnest(w.turns, w.turns_at, w.turns_end, w.turns_tokens) WITH ORDINALITY u(id, at, ends, tokens, n) WHERE u.ends >= now_at;
            END IF;
            RETURN w;
        END $$;

        CREATE FUNCTION axle.limit_free_at(
            w axle.limit_windows, length bigint, most_calls bigint, most_tokens bigint, needs bigint, turn uuid, now_at bigint)
        RETURNS bigint LANGUAGE plpgsql AS $$
        DECLARE
            ahead int := coalesce(array_position(w.turns, turn) - 1, cardinality(w.turns));
            wanted bigint := least(needs, most_tokens);
            free bigint := greatest(
                now_at, w.closed_until, CASE WHEN w.told[1] = 0 THEN w.told[2] END, CASE WHEN w.told[4] < least(needs, w.told[3]) THEN w.told[5] END);
        BEGIN
            -- Whoever fits beside all whose turn comes within the window takes nothing from them, and from the others neither.
            IF free = now_at AND (
                SELECT coalesce(coalesce(sum(u.calls), 0) < most_calls, true) AND coalesce(coalesce(sum(u.tokens), 0) + wanted <= most_tokens, true) FROM (
                    SELECT * FROM unnest(w.calls, w.tokens) t(calls, tokens)
                    UNION ALL SELECT 1, t.tokens FROM unnest(w.turns_at[:ahead], w.turns_tokens[:ahead]) t(at, tokens) WHERE t.at < now_at + length) u) THEN
                RETURN now_at;
            END IF;
            free := greatest(free, (SELECT max(u) FROM unnest(w.turns_at[:ahead]) u));
            SELECT greatest(free, CASE WHEN bool_or(v.fits_now) THEN free ELSE min(v.at) FILTER (WHERE v.fits) + length END) INTO free FROM (
                SELECT u.at,
                    coalesce(sum(u.calls) OVER () < most_calls, true) AND coalesce(sum(u.tokens) OVER () + wanted <= most_tokens, true) AS fits_now,
                    coalesce(sum(u.calls) OVER () - sum(u.calls) OVER (ORDER BY u.at) < most_calls, true)
                        AND coalesce(sum(u.tokens) OVER () - sum(u.tokens) OVER (ORDER BY u.at) + wanted <= most_tokens, true) AS fits
                FROM (
                    SELECT * FROM unnest(w.at, w.calls, w.tokens) t(at, calls, tokens)
                    UNION ALL SELECT t.at, 1, t.tokens FROM unnest(w.turns_at[:ahead], w.turns_tokens[:ahead]) t(at, tokens)) u) v;
            RETURN free;
        END $$;
        """;

    /// <summary>
    /// Counts a call in all windows or in none. Commits without waiting for the disk: what a server that crashed forgets of limits is less than a second.
    /// </summary>
    private const string Taking = """
        CREATE FUNCTION axle.take_limits(
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
                        turns_at = w.turns_at, turns_end = w.turns_end, turns_tokens = w.turns_tokens
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
        CREATE FUNCTION axle.correct_limit(
            name text, length bigint, cells bigint[], more_calls bigint[], more_tokens bigint[], leaving uuid[], closed_for bigint, open_for bigint, heard bigint[])
        RETURNS void LANGUAGE plpgsql AS $$
        DECLARE
            w axle.limit_windows;
            now_at bigint;
        BEGIN
            PERFORM set_config('synchronous_commit', 'off', true);
            SELECT * INTO w FROM axle.limit_windows l WHERE l.subject = name FOR UPDATE;
            IF NOT FOUND THEN
                RETURN;
            END IF;
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
                closed_until = w.closed_until
            WHERE l.subject = name;
        END $$;
        """;
}
