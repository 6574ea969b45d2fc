using System.Buffers;
using System.Collections.Frozen;
using System.Text.Encodings.Web;
using System.Text.Json;
using Axle.Guardrails.Privacy.Detection;

namespace Axle.Privacy;

/// <summary>Takes personal data out of what is shown: <c>[masked: EMAIL_ADDRESS]</c> stands in its place. What is stored stays as it is.</summary>
public sealed class PersonalDataMask
{
    /// <summary>What every mask begins with.</summary>
    public const string Mark = "[masked: ";

    private static readonly JsonReaderOptions Reading = new() { MaxDepth = 256 };
    private static readonly JsonWriterOptions Writing = new() { MaxDepth = 256, SkipValidation = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Types that need the model that tags names: the others have a form that rules know, and cost next to nothing.</summary>
    private static readonly FrozenSet<string> Tagged = FrozenSet.ToFrozenSet(
    [
        PersonalDataTypes.Person, PersonalDataTypes.Location, PersonalDataTypes.Address, PersonalDataTypes.Organization, PersonalDataTypes.Title,
        PersonalDataTypes.Age, PersonalDataTypes.Nationality, PersonalDataTypes.DateTime,
    ]);

    /// <summary>What lists and events say about themselves: ids and times, whose digits are no telephone numbers.</summary>
    private static readonly FrozenSet<string> Facts = FrozenSet.ToFrozenSet(
    [
        "id", "run", "runId", "at", "createdAt", "updatedAt", "startedAt", "endedAt", "since", "until", "wakeAt", "next", "definition", "path", "step", "type", "status",
        "workflow", "tenant", "forkOf", "sha256", "version",
    ]);

    /// <summary>What users say: below these, no name of a member says anything about the value.</summary>
    private static readonly FrozenSet<string> Said = FrozenSet.ToFrozenSet(
        ["inputs", "input", "outputs", "output", "data", "variables", "context", "arguments", "result"]);

    private readonly PersonalDataDetector _detector;

    /// <summary>A mask for some types.</summary>
    /// <param name="types">Names of <see cref="PersonalDataTypes"/>; null for <see cref="Standard"/>.</param>
    /// <exception cref="AxleException">Validation: there is no such type.</exception>
    public PersonalDataMask(IReadOnlySet<string>? types = null)
    {
        var wanted = types ?? Standard;
        if (wanted.FirstOrDefault(static t => !All.Contains(t)) is { } unknown)
            throw new AxleException(ErrorKind.Validation, $"There is no type '{unknown}' of personal data. Known are: {string.Join(", ", All.Order(StringComparer.Ordinal))}.");
        _detector = new PersonalDataDetector(new PersonalDataOptions { Types = wanted, OnlyByRules = !wanted.Any(Tagged.Contains) });
    }

    /// <summary>What is masked unless somebody says otherwise: what leads to one person by itself and has a form of its own.</summary>
    public static IReadOnlySet<string> Standard { get; } = FrozenSet.ToFrozenSet(
    [
        PersonalDataTypes.EmailAddress, PersonalDataTypes.PhoneNumber, PersonalDataTypes.CreditCard, PersonalDataTypes.Iban, PersonalDataTypes.UsSsn,
        PersonalDataTypes.DriverLicense, PersonalDataTypes.NationalId, PersonalDataTypes.Passport, PersonalDataTypes.Secret,
    ]);

    /// <summary>All types that can be masked.</summary>
    public static IReadOnlySet<string> All { get; } = FrozenSet.ToFrozenSet(
    [
        .. Standard, .. Tagged, PersonalDataTypes.IpAddress, PersonalDataTypes.MacAddress, PersonalDataTypes.DomainName, PersonalDataTypes.CryptoWallet,
    ]);

    /// <summary>A text without what is personal in it.</summary>
    public string Text(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var found = _detector.Detect(text);
        if (found.Count == 0)
            return text;
        var (masked, at) = (new System.Text.StringBuilder(text.Length), 0);
        foreach (var span in found)
        {
            masked.Append(text, at, span.Start - at).Append(Mark).Append(span.Type).Append(']');
            at = span.End;
        }

        return masked.Append(text, at, text.Length - at).ToString();
    }

    /// <summary>JSON without what is personal in its texts; its form stays, and numbers and names of members are as they were.</summary>
    /// <param name="utf8">The JSON.</param>
    public byte[] Json(ReadOnlySpan<byte> utf8)
    {
        var output = new ArrayBufferWriter<byte>(utf8.Length + 64);
        using (var writer = new Utf8JsonWriter(output, Writing))
        {
            var reader = new Utf8JsonReader(utf8, Reading);
            var said = int.MaxValue;
            for (string? name = null; reader.Read(); name = reader.TokenType == JsonTokenType.PropertyName ? reader.GetString() : null)
            {
                if (reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray && reader.CurrentDepth <= said)
                    said = int.MaxValue;
                Copy(ref reader, writer, reader.CurrentDepth > said ? null : name);
                if (said == int.MaxValue && reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray
                    && name is not null && Said.Contains(name))
                    said = reader.CurrentDepth;
            }
        }

        return output.WrittenSpan.ToArray();
    }

    private void Copy(ref Utf8JsonReader reader, Utf8JsonWriter writer, string? name)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                writer.WriteStartObject();
                break;
            case JsonTokenType.EndObject:
                writer.WriteEndObject();
                break;
            case JsonTokenType.StartArray:
                writer.WriteStartArray();
                break;
            case JsonTokenType.EndArray:
                writer.WriteEndArray();
                break;
            case JsonTokenType.PropertyName:
                writer.WritePropertyName(reader.GetString()!);
                break;
            case JsonTokenType.String:
                var text = reader.GetString()!;
                writer.WriteStringValue(name is not null && Facts.Contains(name) && IsFact(text) ? text : Text(text));
                break;
            default:
                writer.WriteRawValue(reader.ValueSpan, skipInputValidation: true);
                break;
        }
    }

    private static bool IsFact(string text) => text.Any(char.IsAsciiLetter) && !text.Contains('@', StringComparison.Ordinal);
}
