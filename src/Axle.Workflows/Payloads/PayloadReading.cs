using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Axle.Workflows.Runs;

namespace Axle.Workflows.Payloads;

/// <summary>Takes JSON in from outside without trusting its size: what is too large is refused before it is held.</summary>
public static class PayloadReading
{
    /// <summary>Bytes that a value may have when nothing else is said: 64 MiB.</summary>
    public const int StandardLimit = 64 * 1024 * 1024;

    private const int FirstBuffer = 64 * 1024;

    /// <summary>Reads a stream to its end.</summary>
    /// <param name="input">The stream; stays open.</param>
    /// <param name="what">What it brings, for messages: <c>the inputs</c>, <c>the output of step 'a'</c>.</param>
    /// <param name="limit">Bytes that it may have, white space included.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="AxleException">Validation: it has more bytes, is no JSON, or is nested too deep.</exception>
    public static async ValueTask<Payload> ReadAsync(Stream input, string what, int limit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.CanSeek)
            CheckSize(input.Length - input.Position, what, limit);
        var buffer = new ArrayBufferWriter<byte>(FirstBuffer);
        while (await input.ReadAsync(buffer.GetMemory(), cancellationToken) is > 0 and var read)
        {
            buffer.Advance(read);
            CheckSize(buffer.WrittenCount, what, limit);
        }

        try
        {
            return Payload.FromJson(buffer.WrittenSpan);
        }
        catch (JsonException exception)
        {
            throw new AxleException(ErrorKind.Validation, $"{Capital(what)} cannot be read as JSON: {exception.Message}", exception);
        }
    }

    /// <summary>Checks the size of a value that is there already.</summary>
    /// <exception cref="AxleException">Validation: it has more bytes than the limit.</exception>
    public static void CheckSize(long size, string what, int limit)
    {
        if (size <= limit)
            return;
        throw new AxleException(
            ErrorKind.Validation,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{Capital(what)}: {size:N0} bytes of JSON or more, and {limit:N0} are allowed. Put what is large into a file, and pass its path."));
    }

    private static string Capital(string what) => what.Length == 0 ? "The value" : char.ToUpperInvariant(what[0]) + what[1..];
}
