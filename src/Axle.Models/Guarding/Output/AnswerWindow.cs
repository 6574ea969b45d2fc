using System.Text;

namespace Axle.Models.Guarding.Output;

/// <summary>
/// The text of a stream between model and reader. It holds back the newest characters, looks at them together with what was shown before, takes out what
/// is to be taken out, and never cuts a word: the rest is shown at once.
/// </summary>
/// <param name="guard">Finds what may not pass.</param>
internal sealed class AnswerWindow(IAnswerGuard guard)
{
    private readonly StringBuilder _held = new();
    private readonly StringBuilder _before = new();

    /// <summary>What was found so far, each once.</summary>
    public List<AnswerFinding> Found { get; } = [];

    /// <summary>Characters that were shown.</summary>
    public int Shown { get; private set; }

    /// <summary>Takes the next piece.</summary>
    /// <returns>What can be shown now; may be empty.</returns>
    public string Take(string piece)
    {
        if (guard.HoldBack == 0)
        {
            Shown += piece.Length;
            return piece;
        }

        _held.Append(piece);
        return _held.Length <= guard.HoldBack ? "" : Show(isEnd: false);
    }

    /// <summary>The text has ended, or something else comes that must stay in its place.</summary>
    /// <returns>What was held back.</returns>
    public string End() => _held.Length == 0 ? "" : Show(isEnd: true);

    private string Show(bool isEnd)
    {
        var offset = _before.Length;
        var text = _before.ToString() + _held;
        var limit = isEnd ? text.Length : Boundary(text, offset, text.Length - guard.HoldBack);
        var findings = guard.Find(text);
        // What may go on growing, or begins before the limit and ends behind it, waits with all that follows it.
        foreach (var finding in findings)
        {
            if (!isEnd && finding.Action > AnswerAction.Warn && finding.Start < limit && finding.End > limit)
                limit = Math.Max(offset, finding.Start);
        }

        var shown = Cleaned(text, offset, limit, findings);
        Forget(text, limit);
        Shown += shown.Length;
        return shown;
    }

    private string Cleaned(string text, int start, int end, IReadOnlyList<AnswerFinding> findings)
    {
        var shown = new StringBuilder(end - start);
        foreach (var finding in findings)
        {
            if (finding.End <= start || finding.End > end)
                continue;
            Found.Add(finding);
            if (finding.Action != AnswerAction.Sanitise)
                continue;
            var from = Math.Max(start, finding.Start);
            shown.Append(text, start, from - start).Append(finding.Instead);
            start = finding.End;
        }

        return shown.Append(text, start, Math.Max(0, end - start)).ToString();
    }

    // What was shown stays as context for as long as a finding may reach back.
    private void Forget(string text, int limit)
    {
        _before.Clear();
        _before.Append(text, Math.Max(0, limit - guard.HoldBack), Math.Min(limit, guard.HoldBack));
        _held.Clear();
        _held.Append(text, limit, text.Length - limit);
    }

    private static int Boundary(string text, int least, int limit)
    {
        for (var at = limit; at > least; at--)
        {
            if (char.IsWhiteSpace(text[at - 1]))
                return at;
        }

        // A word as long as the window is no word: hidden data, or a language without blanks.
        return limit - least < 1 || char.IsHighSurrogate(text[limit - 1]) ? Math.Max(least, limit - 1) : limit;
    }
}
