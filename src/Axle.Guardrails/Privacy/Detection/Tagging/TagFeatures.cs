namespace Axle.Guardrails.Privacy.Detection.Tagging;

/// <summary>What the tagger knows of the tokens of a text: hashes of facts about a token and its neighbours.</summary>
internal sealed class TagFeatures
{
    /// <summary>Most features of one token.</summary>
    public const int Most = 96;

    private const int Reach = 5;

    private readonly ulong[] _words;
    private readonly ulong[] _shapes;
    private readonly ulong[] _endings;
    private readonly int[] _entries;
    private readonly int[] _lines;
    private readonly TokenKind[] _kinds;

    public TagFeatures(string text, IReadOnlyList<TextToken> tokens)
    {
        Count = tokens.Count;
        _words = new ulong[Count];
        _shapes = new ulong[Count];
        _endings = new ulong[Count];
        _kinds = new TokenKind[Count];
        for (var i = 0; i < Count; i++)
        {
            var (start, end, kind, mask) = tokens[i];
            var word = text.AsSpan(start, end - start);
            _kinds[i] = kind;
            _shapes[i] = kind == TokenKind.Masked ? Lexicon.Hash(mask) : TokenShape.Of(word);
            _words[i] = kind is TokenKind.Masked or TokenKind.Number or TokenKind.Mixed ? _shapes[i] : kind == TokenKind.Line ? 3 : Lexicon.Hash(word);
            _endings[i] = word.Length > 3 ? Lexicon.Hash(word[^3..]) : 0;
        }

        _entries = Array.ConvertAll(Lexicon.Look(_words), static e => (int)e);
        _lines = LinePlaces();
    }

    /// <summary>How many tokens there are.</summary>
    public int Count { get; }

    /// <summary>In which lists a token stands.</summary>
    public LexiconEntries EntriesOf(int i) => (LexiconEntries)_entries[i];

    /// <summary>Whether the token is a word that is no common one.</summary>
    public bool IsRare(int i) => _kinds[i] == TokenKind.Word && (_entries[i] & (int)LexiconEntries.CommonWord) == 0;

    /// <summary>Writes the features of a token.</summary>
    /// <param name="i">Which token.</param>
    /// <param name="into">Room for <see cref="Most"/> of them.</param>
    /// <param name="lexical">How many of the first depend on which word the token is.</param>
    /// <returns>How many were written.</returns>
    public int Write(int i, Span<ulong> into, out int lexical)
    {
        var n = 0;
        var (w, s, e) = (Word(i), Shape(i), Entry(i));
        var (w1, w2, n1, n2) = (Word(i - 1), Word(i - 2), Word(i + 1), Word(i + 2));
        var (s1, t1, e1, f1) = (Shape(i - 1), Shape(i + 1), Entry(i - 1), Entry(i + 1));
        into[n++] = Mix(1, w, 0);
        into[n++] = Mix(6, w1, w);
        into[n++] = Mix(7, w, n1);
        lexical = n;
        into[n++] = Mix(2, w1, 0);
        into[n++] = Mix(3, n1, 0);
        into[n++] = Mix(4, w2, 0);
        into[n++] = Mix(5, n2, 0);
        into[n++] = Mix(8, w2, w1);
        into[n++] = Mix(9, n1, n2);
        into[n++] = Mix(10, s, 0);
        into[n++] = Mix(11, s1, s);
        into[n++] = Mix(12, s, t1);
        into[n++] = Mix(13, s1 * 31 + s, t1);
        into[n++] = Mix(14, e, 0);
        into[n++] = Mix(15, e1, e);
        into[n++] = Mix(16, e, f1);
        into[n++] = Mix(17, e, s);
        into[n++] = Mix(18, i < Count ? _endings[i] : 0, s);
        into[n++] = Mix(19, e1 * 31 + e, f1);
        into[n++] = Mix(20, w1, s);
        into[n++] = Mix(21, n1, s);
        into[n++] = Mix(22, w1, e);
        into[n++] = Mix(23, n1, e);
        into[n++] = Mix(24, w2 * 31 + w1, s);
        into[n++] = Mix(25, (ulong)_lines[i], s);
        into[n++] = Mix(26, (ulong)_lines[i], e);
        into[n++] = Mix(27, Entry(i - 2) * 31 + e1, e);
        into[n++] = Mix(28, e, f1 * 31 + Entry(i + 2));
        into[n++] = Mix(29, w2 * 31 + w1, e);
        into[n++] = Mix(30, n1, Mix(2, n2, s));
        return Far(i, into, Bits(i, into, n));
    }

    private static ulong Mix(ulong kind, ulong a, ulong b)
    {
        var hash = (kind * 0x9E3779B97F4A7C15UL) ^ a;
        hash = (hash ^ (hash >> 29)) * 0xBF58476D1CE4E5B9UL;
        hash ^= b * 0x94D049BB133111EBUL;
        hash = (hash ^ (hash >> 32)) * 0xD6E8FEB86659FD93UL;
        return hash ^ (hash >> 31);
    }

    private int Bits(int i, Span<ulong> into, int n)
    {
        for (var offset = -1; offset <= 1; offset++)
        {
            for (var bits = (uint)Entry(i + offset); bits != 0; bits &= bits - 1)
                into[n++] = Mix(40 + (ulong)(offset + 1), bits & (~bits + 1), 0);
        }

        return n;
    }

    // Words some way off tell the topic ("my address … is"), and where the next number is tells streets from names.
    private int Far(int i, Span<ulong> into, int n)
    {
        var number = 0UL;
        for (var k = 2; k <= Reach; k++)
        {
            if (i - k >= 0 && _kinds[i - k] is TokenKind.Word && (_entries[i - k] & (int)LexiconEntries.CommonWord) != 0)
                into[n++] = Mix(50, _words[i - k], Shape(i));
            if (number == 0 && i + k - 1 < Count && _kinds[i + k - 1] == TokenKind.Number)
                number = (ulong)k;
        }

        into[n++] = Mix(51, number, Shape(i));
        into[n++] = Mix(52, number, Mix(53, Entry(i), Word(i - 1)));
        return n;
    }

    private ulong Word(int i) => i < 0 ? 5UL : i >= Count ? 7UL : _words[i];

    private ulong Shape(int i) => i < 0 ? 5UL : i >= Count ? 7UL : _shapes[i];

    private ulong Entry(int i) => i < 0 || i >= Count ? 1UL << 40 : (ulong)_entries[i];

    // Begin, inside or end of a line, and whether the line is short: letters and forms are made of short lines.
    private int[] LinePlaces()
    {
        var places = new int[Count];
        for (var start = 0; start < Count;)
        {
            var end = start;
            while (end < Count && _kinds[end] != TokenKind.Line)
                end++;
            var length = Math.Min(end - start, 12) / 3;
            for (var i = start; i < end; i++)
                places[i] = length * 4 + (i == start ? 1 : 0) + (i == end - 1 ? 2 : 0) + 16;
            start = end + 1;
        }

        return places;
    }
}
