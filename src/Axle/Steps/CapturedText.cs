using System.Globalization;
using System.Text;

namespace Axle.Steps;

/// <summary>What a program writes, kept up to a limit: the beginning and the end, and how much was left out between.</summary>
/// <param name="limit">Characters that are kept.</param>
internal sealed class CapturedText(int limit)
{
    private readonly StringBuilder _head = new();
    private readonly char[] _tail = new char[limit / 2];
    private long _beyond;

    /// <summary>Reads to the end.</summary>
    public async Task ReadAsync(TextReader reader, CancellationToken cancellationToken)
    {
        var piece = new char[4096];
        while (await reader.ReadAsync(piece, cancellationToken) is > 0 and var count)
            Add(piece.AsSpan(0, count));
    }

    /// <summary>The last characters, for a message.</summary>
    public string End(int most)
    {
        var text = ToString().TrimEnd();
        return text.Length <= most ? text : $"…{text[^most..]}";
    }

    public override string ToString()
    {
        var left = _beyond - _tail.Length;
        if (left <= 0)
            return _head.ToString() + new string(_tail, 0, (int)_beyond);
        var at = (int)(_beyond % _tail.Length);
        return string.Create(CultureInfo.InvariantCulture, $"{_head}\n… {left:N0} characters left out …\n")
            + new string(_tail, at, _tail.Length - at) + new string(_tail, 0, at);
    }

    private void Add(ReadOnlySpan<char> text)
    {
        var room = Math.Min(text.Length, limit - _tail.Length - _head.Length);
        _head.Append(text[..room]);
        foreach (var character in text[room..])
            _tail[_beyond++ % _tail.Length] = character;
    }
}
