namespace Axle.Agents.Routing;

/// <summary>The distinct words of what was asked for, as numbers of the index; -1 for each word that no agent knows.</summary>
internal ref struct Question
{
    private readonly CapabilityIndex _index;
    private readonly Span<int> _words;
    private int _count;

    /// <param name="index">Where words are looked up.</param>
    /// <param name="room">Place for at most <see cref="CapabilityIndex.MaxWords"/> words.</param>
    public Question(CapabilityIndex index, Span<int> room)
    {
        _index = index;
        _words = room;
    }

    public readonly ReadOnlySpan<int> Words => _words[.._count];

    public void Add(ReadOnlySpan<char> text)
    {
        var reader = new WordReader(text, stackalloc char[WordReader.MaxWord]);
        while (reader.Read())
        {
            var number = _index.WordOf(reader.Word);
            if (_count < _words.Length && (number < 0 || !Words.Contains(number)))
                _words[_count++] = number;
        }
    }
}
