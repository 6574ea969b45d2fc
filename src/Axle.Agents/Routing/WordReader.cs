namespace Axle.Agents.Routing;

/// <summary>
/// Cuts text into words for matching: lower case, cut at everything that is no letter or digit and at camelCase humps, endings
/// taken off by the S-stemmer (D. Harman, "How effective is suffixing?", 1991), extended by -ing, -ed and a silent -e. Allocates nothing.
/// </summary>
/// <param name="text">The text.</param>
/// <param name="room">Place for one word; longer words are cut.</param>
internal ref struct WordReader(ReadOnlySpan<char> text, Span<char> room)
{
    /// <summary>Room for the longest word: no name in a library is longer.</summary>
    public const int MaxWord = 40;

    // Words that say nothing about who should do the work.
    private static readonly string[] Stop =
    [
        "a", "an", "and", "the", "of", "for", "to", "in", "on", "with", "by", "or", "is", "it", "its", "that", "this", "from", "as", "at",
        "agent", "please", "my", "our", "all", "are", "be", "do", "does", "how", "i", "we", "what", "where", "which", "who",
    ];

    private readonly ReadOnlySpan<char> _text = text;
    private readonly Span<char> _room = room;
    private int _next;
    private int _length;

    /// <summary>The word that <see cref="Read"/> found, stemmed; valid until the next call.</summary>
    public readonly ReadOnlySpan<char> Word => Stem(_room[.._length]);

    /// <summary>Goes to the next word; false when there is none.</summary>
    public bool Read()
    {
        while (Cut())
        {
            if (!IsStop(_room[.._length]))
                return true;
        }

        return false;
    }

    private bool Cut()
    {
        _length = 0;
        for (; _next < _text.Length; _next++)
        {
            var letter = _text[_next];
            var isHump = char.IsAsciiLetterUpper(letter) && _next > 0 && char.IsAsciiLetterLower(_text[_next - 1]);
            if (_length > 0 && (isHump || !char.IsLetterOrDigit(letter)))
                return true;
            if (char.IsLetterOrDigit(letter) && _length < _room.Length)
                _room[_length++] = char.ToLowerInvariant(letter);
        }

        return _length > 0;
    }

    private static bool IsStop(ReadOnlySpan<char> word)
    {
        foreach (var stop in Stop)
        {
            if (word.SequenceEqual(stop))
                return true;
        }

        return false;
    }

    private static ReadOnlySpan<char> Stem(ReadOnlySpan<char> word)
    {
        if (word.Length > 4 && word.EndsWith("ies"))
            word = word[..^2];
        else if (word.Length > 3 && word[^1] == 's' && word[^2] is not ('s' or 'u' or 'i'))
            word = word[..^1];
        if (word.Length > 5 && word.EndsWith("ing"))
            word = word[..^3];
        else if (word.Length > 4 && word.EndsWith("ed"))
            word = word[..^2];
        if (word.Length > 3 && word[^1] is 'e' or 'y' or 'i')
            word = word[..^1];
        // "scanning" and "planned": the doubled letter came with the ending.
        return word.Length > 3 && word[^1] == word[^2] && word[^1] is not ('s' or 'l') ? word[..^1] : word;
    }
}
