using Axle.Guardrails.Input.Words;

namespace Axle.Guardrails.Input.Model;

/// <summary>
/// How a piece stands in its document: whether what it speaks of is spoken of elsewhere, and the name before it when it is a value of data. What was put
/// into a document seldom speaks of its matter. Reused from text to text.
/// </summary>
internal sealed class Place
{
    /// <summary>Letters from which on a word is taken for one of content.</summary>
    private const int ContentLength = 5;

    /// <summary>Quotes, colons and blanks that may stand between a name and its value.</summary>
    private const int LongestGap = 12;

    private readonly Dictionary<ulong, (int First, int Last)> _seen = [];
    private readonly HashSet<ulong> _content = [];
    private string _view = "";

    /// <summary>Reads the view that the next pieces are cut from.</summary>
    public void ReadView(string view)
    {
        _view = view;
        _seen.Clear();
        for (var at = 0; at < view.Length; at++)
        {
            var start = at;
            var hash = WordHash.Start;
            for (; at < view.Length && char.IsLetterOrDigit(view[at]); at++)
                hash = WordHash.Add(hash, char.ToLowerInvariant(view[at]));
            if (at - start >= ContentLength)
                _seen[hash] = (_seen.TryGetValue(hash, out var known) ? known.First : start, start);
        }
    }

    /// <summary>How much of the content of a piece stands elsewhere too: 0 too little to say, 1 none, 2 some, 3 half, 4 most.</summary>
    /// <param name="small">The piece in small letters.</param>
    /// <param name="words">Its words.</param>
    /// <param name="start">Where it begins in the view.</param>
    public int SharedOf(ReadOnlySpan<char> small, ReadOnlySpan<Word> words, int start)
    {
        var end = start + small.Length;
        var shared = 0;
        _content.Clear();
        foreach (ref readonly var word in words)
        {
            if (word.Length < ContentLength || !char.IsLetter(small[word.Start]) || !_content.Add(word.Hash))
                continue;
            shared += _seen.TryGetValue(word.Hash, out var seen) && (seen.First < start || seen.Last >= end) ? 1 : 0;
        }

        var count = _content.Count;
        return count < 2 ? 0 : shared == 0 ? 1 : shared * 3 < count ? 2 : shared * 3 < 2 * count ? 3 : 4;
    }

    /// <summary>The hash of the name before the value that begins there; that of no letters when there is none.</summary>
    public ulong NameBefore(int start)
    {
        var end = Math.Min(start, _view.Length);
        var least = Math.Max(0, end - LongestGap);
        while (end > least && !char.IsLetterOrDigit(_view[end - 1]))
            end--;
        var first = end;
        while (first > 0 && end > least && (char.IsLetterOrDigit(_view[first - 1]) || _view[first - 1] is '_' or '-'))
            first--;
        return WordHash.Of(_view.AsSpan(first..end));
    }
}
