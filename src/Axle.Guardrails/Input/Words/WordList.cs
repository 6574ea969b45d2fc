namespace Axle.Guardrails.Input.Words;

/// <summary>The words of a text in small letters; reused from text to text so that nothing is allocated when it is warm.</summary>
internal sealed class WordList
{
    /// <summary>More than this is not looked at in one piece; long texts come in pieces.</summary>
    public const int MaxWords = 2048;

    private readonly Word[] _words = new Word[MaxWords];
    private int _count;

    /// <summary>The words, first to last.</summary>
    public ReadOnlySpan<Word> Words => _words.AsSpan(0, _count);

    /// <summary>Reads a text.</summary>
    /// <param name="text">In small letters.</param>
    public void Read(ReadOnlySpan<char> text)
    {
        _count = 0;
        for (var at = 0; at < text.Length && _count < MaxWords;)
        {
            if (char.IsWhiteSpace(text[at]))
            {
                at++;
                continue;
            }

            var length = IsInWord(text[at]) ? WordLength(text[at..]) : SignLength(text[at..]);
            var word = text.Slice(at, length);
            _words[_count++] = new Word(at, length, WordHash.Of(word), Concepts.Of(word));
            at += length;
        }
    }

    private static bool IsInWord(char unit) => char.IsLetterOrDigit(unit) || unit is '_' or '\'' or '$' || char.IsSurrogate(unit);

    private static int WordLength(ReadOnlySpan<char> text)
    {
        var length = 1;
        while (length < text.Length && IsInWord(text[length]))
            length++;
        return length;
    }

    /// <summary>A sign that is repeated three times or more is one word: rules and frames are drawn with it.</summary>
    private static int SignLength(ReadOnlySpan<char> text)
    {
        var length = 1;
        while (length < text.Length && text[length] == text[0])
            length++;
        return length >= 3 ? length : 1;
    }
}
