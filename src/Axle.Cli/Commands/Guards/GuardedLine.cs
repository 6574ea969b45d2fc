using System.Text.Json;
using System.Text.Json.Serialization;
using Axle.Guardrails.Input;
using Axle.Guardrails.Input.Normalisation;

namespace Axle.Cli.Commands.Guards;

/// <summary>A line that <c>ax guard test</c> reads: a text and where it comes from.</summary>
/// <param name="Text">The text.</param>
/// <param name="Source">user, tool, web, document or mail; a user when it is left out, and another name is read as a document.</param>
internal sealed record GuardedLine(string? Text, string? Source)
{
    /// <summary>Names of sources.</summary>
    public static IReadOnlyList<string> Sources { get; } = [.. Enum.GetNames<TextSource>().Select(static n => n.ToLowerInvariant())];

    /// <summary>Other names of a user's text.</summary>
    private static readonly string[] Users = ["user", "prompt", "user_prompt", "user-prompt", "input", "chat", "human"];

    /// <summary>Reads a line.</summary>
    /// <exception cref="AxleException"><see cref="ErrorKind.Validation"/>: it is no such line.</exception>
    public static GuardedLine Read(string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, GuardJson.Default.GuardedLine) is { Text: not null } read
                ? read
                : throw new AxleException(ErrorKind.Validation, "The line has no \"text\". Write {\"text\": \"...\", \"source\": \"tool\"}.");
        }
        catch (JsonException fault)
        {
            throw new AxleException(ErrorKind.Validation, $"The line is no JSON object: {fault.Message}", fault);
        }
    }

    /// <summary>The source that a name means; a name that is not known is no user's, so it is read as a document.</summary>
    public static TextSource SourceOf(string? name) =>
        string.IsNullOrEmpty(name) || Users.Contains(name, StringComparer.OrdinalIgnoreCase) ? TextSource.User
        : Sources.Contains(name.ToLowerInvariant()) ? Enum.Parse<TextSource>(name, ignoreCase: true)
        : name.StartsWith("tool", StringComparison.OrdinalIgnoreCase) ? TextSource.Tool
        : name.Contains("mail", StringComparison.OrdinalIgnoreCase) ? TextSource.Mail
        : TextSource.Document;
}

/// <summary>The line that answers it.</summary>
/// <param name="Verdict">allow or block.</param>
/// <param name="Score">0 to 1; from 0.5 on it is blocked.</param>
/// <param name="Reason">A reason code.</param>
/// <param name="Tier">The tier that decided.</param>
/// <param name="OperatingPoint">How sure the model had to be.</param>
/// <param name="Disguises">What was taken off.</param>
/// <param name="Microseconds">How long it took.</param>
internal sealed record GuardAnswer(
    string Verdict, double Score, string Reason, string Tier, string OperatingPoint, IReadOnlyList<string> Disguises, long Microseconds)
{
    /// <summary>A decision as a line.</summary>
    public static GuardAnswer Of(GuardDecision decision) => new(
        Lower(decision.Verdict), Math.Round(decision.Score, 4), decision.Reason, Lower(decision.Tier), Lower(decision.OperatingPoint),
        decision.Disguises == Disguise.None ? [] : [.. decision.Disguises.ToString().ToLowerInvariant().Split(", ")], decision.Microseconds);

    private static string Lower<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}

/// <summary>The line that answers one that could not be read.</summary>
/// <param name="Error">What is wrong.</param>
internal sealed record GuardLineFault(string Error);

/// <summary>Reads and writes the lines.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(GuardedLine))]
[JsonSerializable(typeof(GuardAnswer))]
[JsonSerializable(typeof(GuardLineFault))]
internal sealed partial class GuardJson : JsonSerializerContext;
