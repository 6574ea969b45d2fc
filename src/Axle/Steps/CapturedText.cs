using System.Globalization;
using System.Text;

namespace Axle.Steps;

/// <summary>What a program writes, kept up to a limit: the beginning and the end, and how much was left out between.</summary>
/// <param name="limit">Characters that are kept.</param>
internal sealed class CapturedText(int limit)
{
    private readonly StringBuilder _head = new();
    private readonly int _tailLength = limit / 2;
    private char[] _tail = [];
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
        var left = _beyond - _tailLength;
        if (left <= 0)
            return _head.ToString() + new string(_tail, 0, (int)_beyond);
        var at = (int)(_beyond % _tailLength);
        return string.Create(CultureInfo.InvariantCulture, $"{_head}\n… {left:N0} characters left out …\n")
            + new string(_tail, at, _tail.Length - at) + new string(_tail, 0, at);
    }

    private void Add(ReadOnlySpan<char> text)
    {
        var room = Math.Min(text.Length, limit - _tailLength - _head.Length);
        _head.Append(text[..room]);
        // Most programs say little: room for the end is made when there is an end.
        if (room < text.Length && _tail.Length == 0)
            _tail = new char[_tailLength];
        foreach (var character in text[room..])
            _tail[_beyond++ % _tailLength] = character;
    }
}
