using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Axle.Cli.Sources;
using Axle.Workflows.Expressions;

namespace Axle.Cli.Commands;

/// <summary><c>ax expression eval</c>: one expression from the arguments, or many as lines of JSON. Neither composes nor opens anything.</summary>
internal sealed class ExpressionEvalCommand : AxCommand
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Argument<string?> _expression = new("EXPR")
    {
        Description = "The expression, without ${{ }}.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> _contexts = new("--contexts")
    {
        Description = "What it may read: a JSON object, name to value, or @file.",
        HelpName = "JSON",
    };

    public ExpressionEvalCommand(CommandContext context)
        : base(context, "eval", "Evaluate an expression as workflow files have it.",
            new("ax expression eval \"contains(inputs.tags, 'urgent')\" --contexts '{\"inputs\": {\"tags\": [\"urgent\"]}}'", "Try a condition before it goes into a file"),
            new("echo '{\"expr\": \"1 < 2\", \"contexts\": {}}' | ax expression eval", "Many expressions: lines of JSON in, lines of JSON out"))
    {
        Add(_expression);
        Add(_contexts);
        Remarks =
        [
            "Without EXPR, every line of standard input is {\"expr\", \"contexts\"} and is answered by a line {\"kind\", \"value\"} or "
            + "{\"error\": {\"kind\", \"value\"}}; the exit code is 0 then, whatever the answers are. With EXPR the value is written, and with --json the line.",
        ];
    }

    protected override async Task<int> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        if (call.Get(_expression) is { } expression)
            return Evaluate(call, expression);
        if (!call.Outside.IsInputRedirected)
            throw new UsageException("There is no expression. Give one, or send lines of JSON to standard input; 'ax expression eval --help' shows both.");
        await foreach (var line in new InputLines(call.Outside.Input).ReadAsync(cancellationToken))
        {
            if (!string.IsNullOrWhiteSpace(line))
                call.Say(ExpressionEvaluation.EvaluateLine(line, call.Outside.Time));
        }

        return ExitCodes.Success;
    }

    private int Evaluate(Invocation call, string expression)
    {
        var line = new JsonObject { ["expr"] = expression, ["contexts"] = Contexts(call) };
        var answer = ExpressionEvaluation.EvaluateLine(line.ToJsonString(), call.Outside.Time);
        using var document = JsonDocument.Parse(answer);
        var failed = document.RootElement.TryGetProperty("error", out var error);
        if (call.Json)
            call.Say(answer);
        else if (failed)
            call.Note($"ax: {error.GetProperty("value").GetString()}");
        else
            call.Say(Text(document.RootElement.GetProperty("value")));
        return failed ? ExitCodes.Invalid : ExitCodes.Success;
    }

    private JsonObject Contexts(Invocation call)
    {
        var text = call.Get(_contexts) ?? "{}";
        if (text.StartsWith('@'))
            text = new NamedValues(call.Outside).ReadFile("--contexts", text[1..]);
        try
        {
            return JsonNode.Parse(text) as JsonObject ?? throw new UsageException("--contexts is a JSON object: {\"name\": value}.");
        }
        catch (JsonException fault)
        {
            throw new AxleException(ErrorKind.Validation, $"--contexts is not JSON: {fault.Message}", fault);
        }
    }

    private static string Text(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? value.GetString()! : JsonSerializer.Serialize(value, Relaxed);
}
