using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using Axle.Cli.Sources;
using Axle.Guardrails.Privacy.Detection;
using Axle.Guardrails.Privacy.Identifiers;
using Axle.Guardrails.Privacy.Pseudonyms;

namespace Axle.Cli.Commands.Guards;

/// <summary><c>ax guard pii</c>: lines of JSON in, what is personal in them out.</summary>
internal sealed class GuardPiiCommand : AxCommand
{
    private readonly Argument<string?> _file = new("FILE")
    {
        Description = "A file of JSON lines; standard input when it is left out.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<double> _score = new("--least-score") { Description = "Least score to report, 0 to 1.", DefaultValueFactory = static _ => 0.5 };
    private readonly Option<string[]> _types = new("--type") { Description = "Only these types, such as PERSON or CREDIT_CARD.", HelpName = "TYPE", AllowMultipleArgumentsPerToken = true };
    private readonly Option<bool> _pseudonyms = new("--pseudonyms") { Description = "Replace by pseudonyms that are the same through all lines, instead of by types." };

    public GuardPiiCommand(CommandContext context)
        : base(context, "pii", "Find personal data in texts: lines of JSON in, spans and the redacted text out.",
            new("echo '{\"text\": \"I am Anna Miller, card 4111 1111 1111 1111\"}' | ax guard pii", "One text"),
            new("ax guard pii letters.jsonl --type PERSON CREDIT_CARD --pseudonyms", "Some types, replaced by <PERSON_1>, <CREDIT_CARD_1>, …"),
            new("echo '{\"text\": \"DE89370400440532013000\", \"kind\": \"iban\"}' | ax guard pii", "Whether a text is a valid identifier of a kind"))
    {
        Add(_file);
        Add(_score);
        Add(_types);
        Add(_pseudonyms);
        Remarks =
        [
            "A line in is {\"text\"}; the line out is {\"spans\": [{\"start\", \"end\", \"type\", \"score\", \"reason\"}], \"redacted\"}. Offsets count UTF-16 units.",
            "With \"kind\" (" + string.Join(", ", Kinds) + ") and maybe \"country\" (two letters), the whole text is judged as an identifier: the line out is {\"valid\"}.",
            "Exit code: 0 when every line was answered; 3 when a line could not be read, which is answered by {\"error\"}.",
        ];
    }

    private static IEnumerable<string> Kinds => Enum.GetNames<IdentifierKind>().Select(JsonNamingPolicy.KebabCaseLower.ConvertName);

    protected override async Task<int> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        var types = call.Get(_types);
        var detector = new PersonalDataDetector(
            new PersonalDataOptions { LeastScore = call.Get(_score), Types = types is { Length: > 0 } ? types.ToHashSet() : null });
        var session = call.Get(_pseudonyms) ? new PseudonymSession() : null;
        var isFaulty = false;
        using var input = Open(call);
        await foreach (var line in new InputLines(input).ReadAsync(cancellationToken))
        {
            if (string.IsNullOrWhiteSpace(line))
                continue;
            try
            {
                call.Say(Answer(PiiLine.Read(line), detector, session));
            }
            catch (AxleException fault)
            {
                isFaulty = true;
                call.Say(JsonSerializer.Serialize(new PiiFault(fault.Message), PiiJson.Default.PiiFault));
            }
        }

        return isFaulty ? ExitCodes.Invalid : ExitCodes.Success;
    }

    private static string Answer(PiiLine line, PersonalDataDetector detector, PseudonymSession? session)
    {
        if (line.Kind is { } kind)
            return JsonSerializer.Serialize(new PiiVerdict(Identifier.IsValid(KindOf(kind), line.Text!, line.Country)), PiiJson.Default.PiiVerdict);
        var spans = detector.Detect(line.Text!);
        var redacted = session?.Replace(line.Text!, spans) ?? Redaction.Redact(line.Text!, spans);
        return JsonSerializer.Serialize(new PiiAnswer(spans, redacted), PiiJson.Default.PiiAnswer);
    }

    private static IdentifierKind KindOf(string name) =>
        Enum.TryParse<IdentifierKind>(name.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out var kind) && !char.IsDigit(name[0])
            ? kind
            : throw new AxleException(ErrorKind.Validation, $"There is no kind '{name}'. There are: {string.Join(", ", Kinds)}.");

    private TextReader Open(Invocation call)
    {
        if (call.Get(_file) is { } file)
        {
            var path = call.Outside.FullPath(file);
            return File.Exists(path) ? new StreamReader(path) : throw new AxleException(ErrorKind.NotFound, $"There is no file {file}.");
        }

        return call.Outside.IsInputRedirected
            ? call.Outside.Input
            : throw new UsageException("There are no texts. Name a file, or send lines of JSON to standard input; 'ax guard pii --help' shows both.");
    }
}

/// <summary>A line that <c>ax guard pii</c> reads.</summary>
internal sealed record PiiLine(string? Text, string? Kind, string? Country)
{
    /// <summary>Reads a line.</summary>
    /// <exception cref="AxleException"><see cref="ErrorKind.Validation"/>: it is no such line.</exception>
    public static PiiLine Read(string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, PiiJson.Default.PiiLine) is { Text: not null } read
                ? read
                : throw new AxleException(ErrorKind.Validation, "The line has no \"text\". Write {\"text\": \"...\"}.");
        }
        catch (JsonException fault)
        {
            throw new AxleException(ErrorKind.Validation, $"The line is no JSON object: {fault.Message}", fault);
        }
    }
}

/// <summary>What is personal in a line.</summary>
internal sealed record PiiAnswer(IReadOnlyList<PersonalDataSpan> Spans, string Redacted);

/// <summary>Whether a line is an identifier.</summary>
internal sealed record PiiVerdict(bool Valid);

/// <summary>The line that answers one that could not be read.</summary>
internal sealed record PiiFault(string Error);

/// <summary>Reads and writes the lines.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PiiLine))]
[JsonSerializable(typeof(PiiAnswer))]
[JsonSerializable(typeof(PiiVerdict))]
[JsonSerializable(typeof(PiiFault))]
internal sealed partial class PiiJson : JsonSerializerContext;
