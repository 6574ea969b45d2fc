using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Axle.Agents.Connections;
using Axle.Server.Endpoints.Json;
using Axle.Server.Endpoints.Problems;
using Axle.Workflows.Runs;

namespace Axle.Server.AgentConnections;

/// <summary>What is said on the socket of an agent: each message is one JSON object with its <c>type</c>. See docs/remote-agents.md.</summary>
internal static class AgentMessages
{
    // What is stored of a task is around its answer.
    private const int MaxDepth = Payload.MaxDepth - 1;

    private static readonly string[] OfAnswer = ["output", "usage", "error"];

    /// <summary>The agent is known from here on.</summary>
    public static byte[] Registered(string agent, AgentSession session, ConnectionOptions options) => JsonSerializer.SerializeToUtf8Bytes(
        new
        {
            type = "registered",
            agent,
            heartbeatSeconds = options.Heartbeat.TotalSeconds,
            leaseSeconds = options.Lease.TotalSeconds,
            largestMessage = options.LargestMessage,
            kept = session.Kept,
            dropped = session.Dropped,
        },
        ApiJson.Options);

    /// <summary>A task is handed out.</summary>
    public static byte[] Task(string task, ReadOnlySpan<byte> work)
    {
        var buffer = new ArrayBufferWriter<byte>(work.Length + 128);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("type"u8, "task"u8);
            writer.WriteString("task"u8, task);
            writer.WritePropertyName("work"u8);
            writer.WriteRawValue(work, skipInputValidation: true);
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The result of a task is not wanted any more.</summary>
    public static byte[] Cancel(string task) => Of(new { type = "cancel", task });

    /// <summary>Everything about a task up to a message has arrived, and is durable if it was its end.</summary>
    public static byte[] Ack(string task, long seq) => Of(new { type = "ack", task, seq });

    /// <summary>The server is there.</summary>
    public static byte[] Heartbeat { get; } = Of(new { type = "heartbeat" });

    /// <summary>Something that was said cannot be.</summary>
    public static byte[] Problem(ApiProblem problem) => JsonSerializer.SerializeToUtf8Bytes(new JsonObject { ["type"] = "problem", ["problem"] = problem.ToJson() });

    /// <summary>Reads one.</summary>
    /// <exception cref="AxleException"><see cref="ErrorKind.Validation"/>: it is none.</exception>
    public static JsonElement Read(ReadOnlySpan<byte> utf8)
    {
        try
        {
            var message = JsonElement.Parse(utf8, new JsonDocumentOptions { MaxDepth = MaxDepth });
            return message.ValueKind == JsonValueKind.Object ? message : throw Fault("A message is one JSON object with 'type'.");
        }
        catch (JsonException fault)
        {
            throw new AxleException(ErrorKind.Validation, $"The message is no JSON: {fault.Message}", fault);
        }
    }

    /// <summary>What a message is about, as far as it can be told of one that is too large or too deep to be read; null when it cannot.</summary>
    /// <param name="utf8">The message, or how it begins.</param>
    public static (string Type, string Task, long Seq)? Head(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, isFinalBlock: false, new JsonReaderState(new JsonReaderOptions { MaxDepth = int.MaxValue }));
        var (type, task, seq) = ("", "", 0L);
        try
        {
            var name = "";
            while ((type.Length == 0 || task.Length == 0 || seq == 0) && reader.Read())
            {
                if (reader.CurrentDepth != 1)
                    continue;
                if (reader.TokenType == JsonTokenType.PropertyName)
                    name = reader.GetString();
                else if (name == "type" && reader.TokenType == JsonTokenType.String)
                    type = reader.GetString()!;
                else if (name == "task" && reader.TokenType == JsonTokenType.String)
                    task = reader.GetString()!;
                else if (name == "seq" && reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var number))
                    seq = number;
            }
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // What came before it counts.
        }

        return type.Length > 0 && task.Length > 0 && seq > 0 ? (type, task, seq) : null;
    }

    /// <summary>The answer that stands for one which cannot be read.</summary>
    public static JsonElement Malformed(string message) =>
        JsonSerializer.SerializeToElement(new { error = new { kind = ErrorKind.MalformedAnswer.ToName(), message } });

    /// <summary>Reads what an agent says when it connects.</summary>
    /// <exception cref="AxleException"><see cref="ErrorKind.Validation"/>.</exception>
    public static AgentRegistration Registration(JsonElement message)
    {
        if (Text(message, "type") != "register")
            throw Fault("The first message is {\"type\": \"register\", \"agent\": …, \"capabilities\": […], \"process\": …}.");
        try
        {
            var read = message.Deserialize<AgentRegistration>(ApiJson.Options)!;
            if (Given(read.Capabilities).Any(static c => c is null) || Given(read.Tasks).Any(static t => t is null))
                throw Fault("The registration has null among its capabilities or tasks.");
            return read with
            {
                Capabilities = [.. Given(read.Capabilities).Select(static c => c with { Keywords = Given(c.Keywords) })],
                Tasks = Given(read.Tasks),
            };
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            throw new AxleException(ErrorKind.Validation, $"The registration is not what is asked for: {fault.Message}", fault);
        }
    }

    /// <summary>A text that a message must have.</summary>
    /// <exception cref="AxleException"><see cref="ErrorKind.Validation"/>.</exception>
    public static string Text(JsonElement message, string name)
    {
        if (!message.TryGetProperty(name, out var value) || value.ValueKind != JsonValueKind.String)
            throw Fault($"The message has no text '{name}'.");
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException halved)
        {
            throw NoText(halved);
        }
    }

    /// <summary>The number of a message in its task.</summary>
    /// <exception cref="AxleException"><see cref="ErrorKind.Validation"/>.</exception>
    public static long Seq(JsonElement message) =>
        message.TryGetProperty("seq", out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var seq) && seq > 0
            ? seq
            : throw Fault("The message has no 'seq': its number in its task, from 1.");

    /// <summary>What an agent answered, without what is said around it.</summary>
    /// <exception cref="AxleException"><see cref="ErrorKind.Validation"/>.</exception>
    public static JsonElement Answer(JsonElement message)
    {
        try
        {
            return JsonSerializer.SerializeToElement(
                message.EnumerateObject().Where(static p => OfAnswer.Contains(p.Name, StringComparer.Ordinal)).DistinctBy(static p => p.Name)
                    .ToDictionary(static p => p.Name, static p => p.Value));
        }
        catch (Exception halved) when (halved is JsonException or InvalidOperationException or ArgumentException)
        {
            throw NoText(halved);
        }
    }

    private static ImmutableArray<T> Given<T>(ImmutableArray<T> array) => array.IsDefault ? [] : array;

    private static byte[] Of<T>(T message) => JsonSerializer.SerializeToUtf8Bytes(message);

    private static AxleException NoText(Exception halved) =>
        new(ErrorKind.Validation, "The message has half of a character (a UTF-16 surrogate alone). Do not cut texts in the middle of one.", halved);

    private static AxleException Fault(string message) => new(ErrorKind.Validation, message);
}
