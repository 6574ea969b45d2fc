using System.Text;
using Axle.Models.Recording.Redaction;

namespace Axle.Models.Recording;

/// <summary>Collects one exchange while the answer is read, and writes it down when the answer is at its end, however it ends.</summary>
internal sealed class ExchangeCapture(ModelExchange begun, ExchangeRedaction redaction, Action<ModelExchange> write)
{
    private const int LongestBody = 8 * 1024 * 1024;
    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
    private readonly List<string> _chunks = [];
    private long _characters;
    private int _written;

    /// <summary>A piece of the body has arrived.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        // A character that is split over two pieces belongs to the second one.
        var letters = new char[_decoder.GetCharCount(bytes, flush: false)];
        _decoder.GetChars(bytes, letters, flush: false);
        _characters += letters.Length;
        if (_characters <= LongestBody && letters.Length > 0)
            _chunks.Add(new string(letters));
    }

    /// <summary>The body is complete, or its reader has what it wanted.</summary>
    public void End() => Write(broken: false);

    /// <summary>The connection broke.</summary>
    public void Break() => Write(broken: true);

    private void Write(bool broken)
    {
        if (Interlocked.Exchange(ref _written, 1) != 0)
            return;
        var omitted = _characters > LongestBody;
        var pieces = begun.Stream ? _chunks : [string.Concat(_chunks)];
        var chunks = omitted || _characters == 0 ? [] : redaction.Clean(pieces);
        write(begun with
        {
            Response = begun.Response with { Chunks = chunks, Broken = broken, OmittedCharacters = omitted ? _characters : 0 },
        });
    }
}
