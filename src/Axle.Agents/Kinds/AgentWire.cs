using System.Buffers;
using System.Text.Json;
using Axle.Agents.Runtime;
using Axle.Workflows.Runs;

namespace Axle.Agents.Kinds;

/// <summary>How Axle talks with agents outside of its process, over HTTP and over the streams of a program alike. See docs/agents.md.</summary>
public static class AgentWire
{
    /// <summary>The most that an answer may have, in bytes.</summary>
    public const int MostBytes = 4 << 20;

    private const int LongestMessage = 600;

    /// <summary>The work as JSON.</summary>
    public static byte[] Write(AgentCall call)
    {
        ArgumentNullException.ThrowIfNull(call);
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteNumber("axle", 1);
            json.WriteString("agent", call.Agent.Id);
            json.WriteString("action", call.Action.Name);
            json.WritePropertyName("inputs");
            call.Inputs.WriteTo(json);
            json.WriteString("run", call.Run.Value);
            json.WriteString("step", call.Step);
            json.WriteString("idempotencyKey", call.Place.IdempotencyKey);
            json.WriteBoolean("apply", call.Place.Apply);
            if (call.Deadline is { } deadline)
                json.WriteString("deadline", deadline);
            json.WritePropertyName("output");
            call.Action.OutputSchema.WriteTo(json);
            json.WriteEndObject();
        }

        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>Reads an answer.</summary>
    /// <param name="utf8">The answer as JSON.</param>
    /// <param name="who">Who gave it, for messages.</param>
    /// <exception cref="AxleException">The answer is an error, which is thrown as it is told; or <see cref="ErrorKind.MalformedAnswer"/>.</exception>
    public static AgentResult Read(ReadOnlyMemory<byte> utf8, string who)
    {
        try
        {
            var answer = JsonElement.Parse(utf8.Span);
            if (answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.Object)
                throw Told(error, who);
            if (answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty("output", out var output) && output.ValueKind == JsonValueKind.Object)
                return new AgentResult(output) { Usage = Usage(answer) };
        }
        catch (JsonException fault)
        {
            throw new AxleException(ErrorKind.MalformedAnswer, $"{who} answered no JSON: {fault.Message}", fault);
        }

        throw new AxleException(ErrorKind.MalformedAnswer, $"{who} answered JSON that is neither {{\"output\": {{…}}}} nor {{\"error\": {{\"kind\": …, \"message\": …}}}}.");
    }

    /// <summary>Text from outside as the end of a message: one line, and not too long.</summary>
    public static string Quote(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var line = string.Concat(text.ReplaceLineEndings(" ").Where(static c => !char.IsControl(c))).Trim();
        return line.Length <= LongestMessage ? line : $"{line[..LongestMessage]}…";
    }

    private static AxleException Told(JsonElement error, string who)
    {
        var kind = error.Text("kind") is { } name && ErrorKinds.TryParse(name, out var known) ? known : ErrorKind.Unknown;
        // What only Axle can know, others cannot say.
        if (kind is ErrorKind.Cancelled or ErrorKind.Internal or ErrorKind.BudgetSpent or ErrorKind.Failed)
            kind = ErrorKind.Unknown;
        return new AxleException(kind, $"{who} failed: {Quote(error.Text("message") ?? "it does not say why")}");
    }

    private static ModelUsage? Usage(JsonElement answer)
    {
        if (!answer.TryGetProperty("usage", out var usage) || usage.ValueKind != JsonValueKind.Object)
            return null;
        var usd = usage.TryGetProperty("usd", out var money) && money.ValueKind == JsonValueKind.Number && money.TryGetDecimal(out var dollars) ? dollars : 0;
        var tokens = usage.TryGetProperty("tokens", out var count) && count.ValueKind == JsonValueKind.Number && count.TryGetInt64(out var many) ? many : 0;
        return new ModelUsage(Math.Max(0, usd), Math.Max(0, tokens), 1);
    }
}
