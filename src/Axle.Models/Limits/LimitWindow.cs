namespace Axle.Models.Limits;

/// <summary>
/// One window that slides, and the line of those that wait for it. Uses within a 360th of the window are counted as one, at the time of the last of them:
/// so in no stretch of its length is more used than its limit, and it never has more than 361 of them. Times are milliseconds since 1970. Not safe for
/// concurrent use.
/// </summary>
/// <param name="length">Its length.</param>
internal sealed class LimitWindow(long length)
{
    private const int Cells = 360;
    private readonly long _grain = length / Cells;
    private readonly List<Use> _used = [];
    private readonly List<Turn> _line = [];
    private long _closedUntil;
    private (long Left, long ResetAt)? _toldRequests;
    private (long? Limit, long Left, long ResetAt)? _toldTokens;
    private long _seenAt;

    /// <summary>The time of its last use; 0 when nothing is in it.</summary>
    /// <param name="clock">What the clock says; elsewhere the time is this one at the earliest.</param>
    public long NewestAt(long clock)
    {
        Follow(clock);
        Forget(clock);
        return _used.Count > 0 ? _used[^1].At : 0;
    }

    /// <summary>Something was noted when the clock said so.</summary>
    public void See(long clock) => _seenAt = clock;

    /// <summary>Whether it can be forgotten.</summary>
    public bool IsEmptyAt(long now)
    {
        Forget(now);
        return _used.Count == 0 && _line.Count == 0 && _closedUntil <= now;
    }

    /// <summary>How it stands.</summary>
    public LimitCount Count(long wait, long cell, long now) => new(
        TimeSpan.FromMilliseconds(wait), _used.Sum(static u => u.Calls), _used.Sum(static u => u.Tokens),
        TimeSpan.FromMilliseconds(_used.Count > 0 ? _used[^1].At + length - now : 0), cell);

    /// <summary>The earliest time at which a call may go, behind those that wait already.</summary>
    /// <param name="rule">The limit.</param>
    /// <param name="tokens">What the call may need.</param>
    /// <param name="turn">Its place in the line, if it has one.</param>
    /// <param name="now">The time.</param>
    public long FreeAt(LimitRule rule, long tokens, Guid? turn, long now)
    {
        Forget(now);
        var free = Math.Max(now, _closedUntil);
        if (_toldRequests is { Left: 0 } requests)
            free = Math.Max(free, requests.ResetAt);
        if (_toldTokens is { } told && told.Left < Math.Min(tokens, told.Limit ?? tokens))
            free = Math.Max(free, told.ResetAt);
        var place = _line.FindIndex(t => t.Id == turn);
        var ahead = _line.Take(place < 0 ? _line.Count : place).ToList();
        // Whoever fits beside all whose turn comes within the window takes nothing from them, and from the others neither.
        var near = ahead.FindAll(t => t.At < now + length);
        var (calls, sum) = (_used.Sum(static u => u.Calls) + near.Count, _used.Sum(static u => u.Tokens) + near.Sum(static t => t.Tokens));
        if (free == now && Fits(rule, calls, sum, tokens))
            return now;
        free = ahead.Aggregate(free, static (time, t) => Math.Max(time, t.At));
        var uses = _used.Concat(ahead.Select(static t => new Use(t.At, 1, t.Tokens))).OrderBy(static u => u.At).ToList();
        (calls, sum) = (uses.Sum(static u => u.Calls), uses.Sum(static u => u.Tokens));
        foreach (var passing in uses)
        {
            if (Fits(rule, calls, sum, tokens))
                break;
            (calls, sum) = (calls - passing.Calls, sum - passing.Tokens);
            free = Math.Max(free, passing.At + length);
        }

        return free;
    }

    /// <summary>Counts a call, which gives its place up.</summary>
    /// <returns>Where it was counted.</returns>
    public long Take(long tokens, Guid? turn, long now)
    {
        var cell = now / _grain;
        if (_used.Count > 0 && _used[^1].At / _grain == cell)
            _used[^1] = new Use(now, _used[^1].Calls + 1, _used[^1].Tokens + tokens);
        else
            _used.Add(new Use(now, 1, tokens));
        _line.RemoveAll(t => t.Id == turn);
        return cell;
    }

    /// <summary>Gives a call a place in the line, or another time at the place it has.</summary>
    public void Line(Guid turn, long at, long tokens)
    {
        var (place, grace) = (_line.FindIndex(t => t.Id == turn), (long)LimitLine.Grace.TotalMilliseconds);
        var mine = new Turn(turn, at, at + grace, tokens);
        if (place >= 0)
            _line[place] = mine;
        else if (_line.Count < LimitLine.Longest)
            _line.Add(mine);
    }

    /// <summary>Corrects what was used, and notes what was heard.</summary>
    public void Correct(LimitCorrection correction, long now)
    {
        Follow(now);
        See(now);
        foreach (var (cell, calls, tokens) in correction.Uses)
        {
            if (_used.FindIndex(u => u.At / _grain == cell) is >= 0 and var i)
                _used[i] = new Use(_used[i].At, Math.Max(0, _used[i].Calls + calls), Math.Max(0, _used[i].Tokens + tokens));
        }

        _line.RemoveAll(t => correction.Left.Contains(t.Id));
        if (correction.OpenFor is { } open && _closedUntil <= now + (long)open.TotalMilliseconds)
            _closedUntil = 0;
        if (correction.ClosedFor is { } closed)
            _closedUntil = Math.Max(_closedUntil, now + (long)closed.TotalMilliseconds);
        if (correction.ToldRequests is { } requests)
            _toldRequests = (requests.Left, now + (long)requests.ResetIn.TotalMilliseconds);
        if (correction.ToldTokens is { } told)
            _toldTokens = (told.Limit, told.Left, now + (long)told.ResetIn.TotalMilliseconds);
    }

    // What is ahead is as far ahead for a clock that was set back since: a closure lasts no longer than when it was heard.
    private void Follow(long clock)
    {
        var back = _seenAt - clock;
        if (back <= 0)
            return;
        _seenAt = clock;
        _closedUntil -= back;
        if (_toldRequests is { } requests)
            _toldRequests = requests with { ResetAt = requests.ResetAt - back };
        if (_toldTokens is { } tokens)
            _toldTokens = tokens with { ResetAt = tokens.ResetAt - back };
        for (var i = 0; i < _line.Count; i++)
            _line[i] = _line[i] with { At = _line[i].At - back, Ends = _line[i].Ends - back };
    }

    private void Forget(long now)
    {
        // What is more than a window ahead was counted by a clock that was set back since.
        _used.RemoveAll(u => u.At <= now - length || u.At > now + length);
        _line.RemoveAll(t => t.Ends < now);
    }

    private static bool Fits(LimitRule rule, long calls, long sum, long tokens) =>
        (rule.Calls is not { } most || calls < most) && (rule.Tokens is not { } all || sum + Math.Min(tokens, all) <= all);

    private readonly record struct Use(long At, long Calls, long Tokens);

    private readonly record struct Turn(Guid Id, long At, long Ends, long Tokens);
}
