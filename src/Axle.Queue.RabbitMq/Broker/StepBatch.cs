using System.Text;
using System.Text.Json;

namespace Axle.Queue.RabbitMq.Broker;

/// <summary>Several steps in one message.</summary>
internal static class StepBatch
{
    /// <summary>A name for a message of several: that of no step, so that a node which cannot read it takes it for none of them.</summary>
    public static string NewName() => $"batch/{Guid.NewGuid():N}";

    /// <summary>Puts steps together.</summary>
    public static byte[] Write(IReadOnlyCollection<(string Name, byte[] Step)> steps) =>
        Frames.Write([.. steps.SelectMany(static s => (byte[][])[Encoding.UTF8.GetBytes(s.Name), s.Step])]);

    /// <summary>Takes them apart: of each the name of its handing out, and the step.</summary>
    /// <exception cref="JsonException">It is cut off.</exception>
    public static IReadOnlyList<(string Name, ReadOnlyMemory<byte> Step)> Read(ReadOnlyMemory<byte> body)
    {
        ReadOnlyMemory<byte>[] contents = [.. Frames.Read(body)];
        if (contents.Length % 2 != 0)
            throw new JsonException("A message of several steps lacks the last one.");
        return [.. contents.Chunk(2).Select(static pair => (Encoding.UTF8.GetString(pair[0].Span), pair[1]))];
    }
}
