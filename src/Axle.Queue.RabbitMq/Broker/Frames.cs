using System.Buffers.Binary;
using System.Text.Json;

namespace Axle.Queue.RabbitMq.Broker;

/// <summary>The content of a message that has several: each with its length, four bytes, before it.</summary>
internal static class Frames
{
    /// <summary>The type of a message with several reports.</summary>
    public const string Reports = "reports";

    /// <summary>The type of a message with several steps: of each the name of its handing out, and the step.</summary>
    public const string Steps = "steps";

    /// <summary>Puts contents together.</summary>
    public static byte[] Write(IReadOnlyCollection<byte[]> contents)
    {
        var body = new byte[contents.Sum(static c => sizeof(int) + c.Length)];
        var rest = body.AsSpan();
        foreach (var content in contents)
        {
            BinaryPrimitives.WriteInt32LittleEndian(rest, content.Length);
            content.CopyTo(rest[sizeof(int)..]);
            rest = rest[(sizeof(int) + content.Length)..];
        }

        return body;
    }

    /// <summary>Takes them apart.</summary>
    /// <exception cref="JsonException">It is cut off.</exception>
    public static IEnumerable<ReadOnlyMemory<byte>> Read(ReadOnlyMemory<byte> body)
    {
        for (var rest = body; rest.Length > 0;)
        {
            var length = rest.Length < sizeof(int) ? -1 : BinaryPrimitives.ReadInt32LittleEndian(rest.Span);
            if (length < 0 || length > rest.Length - sizeof(int))
                throw new JsonException("A message of several contents is cut off.");
            yield return rest.Slice(sizeof(int), length);
            rest = rest[(sizeof(int) + length)..];
        }
    }
}
