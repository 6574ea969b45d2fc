using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Axle.Cli.Output;
using Axle.Cli.Output.Documents;
using Axle.Tools.Contract;
using Axle.Tools.Healing;

namespace Axle.Cli.Commands.Tools;

/// <summary><c>ax tool call</c>: one call, checked and mended as an agent's is.</summary>
internal sealed class ToolCallCommand : AxCommand
{
    private readonly Argument<string> _name = new("NAME") { Description = "Name of the tool." };

    private readonly Option<string[]> _arguments = new("--arg", "-a")
    {
        Description = "One argument; may be given several times. Text, or JSON where the tool takes another kind.",
        HelpName = "NAME=VALUE",
    };

    private readonly Option<string?> _text = new("--arguments") { Description = "All arguments as one JSON object.", HelpName = "JSON" };

    private readonly WorkspaceOption _workspace = WorkspaceOption.For("the tool");

    private readonly Option<bool> _apply = new("--apply") { Description = "Let it change the outside world. Without it the tool only plans, and says so." };

    public ToolCallCommand(CommandContext context)
        : base(context, "call", "Call one tool. Its arguments are checked, and slips mended, as for an agent.",
            new("ax tool call text.search --arg pattern=TODO --arg path=src", "Find lines"),
            new("ax tool call files.write --arguments '{\"path\":\"notes.md\",\"text\":\"Hello\"}' --apply", "Write a file"),
            new("ax tool call git.log --arg most=3 --json | jq -r .result.text", "The result alone"))
    {
        Add(_name);
        Add(_arguments);
        Add(_text);
        Add(_workspace);
        Add(_apply);
        Remarks = ["--apply is your consent: a tool that asks a person when an agent calls it does not ask again here."];
    }

    protected override async Task<int> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        await using var host = call.Compose();
        var catalog = host.Get<ToolCatalog>();
        var tool = ToolRows.Find(catalog, call.Require(_name));
        var context = new ToolContext(_workspace.Read(call), call.Get(_apply), $"cli-{Guid.CreateVersion7():N}", call.Outside.Time);
        var healed = new ToolHealing(catalog).Heal(tool.Name, ArgumentsOf(call, tool), context);
        if (!healed.IsWhole)
            throw new AxleException(ErrorKind.Validation, healed.ToMessage());
        var result = await catalog.InvokeAsync(tool.Name, healed.Arguments, context, cancellationToken);
        string[] mends = [.. healed.Mends.Select(static m => $"{(m.Path.Length == 0 ? "arguments" : m.Path)}: {m.From} became {m.To}")];
        if (call.Json)
        {
            call.WriteDocument(new ToolCallDocument(tool.Name, healed.Arguments, [.. mends], result), CliJson.Context.ToolCallDocument);
            return ExitCodes.Success;
        }

        foreach (var mend in mends)
            call.Note($"Mended {mend}.");
        call.Say(result.ValueKind == JsonValueKind.Object && result.TryGetProperty("text", out var text) && text.ValueKind == JsonValueKind.String
            ? text.GetString()!.TrimEnd('\n')
            : JsonNode.Parse(result.GetRawText())!.ToJsonString(new JsonSerializerOptions
            {
                WriteIndented = true,
                Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping
            }));
        return ExitCodes.Success;
    }

    private string ArgumentsOf(Invocation call, ToolDescription tool)
    {
        var single = call.Get(_arguments) ?? [];
        if (call.Get(_text) is { } text)
            return single.Length == 0 ? text : throw new UsageException("Give --arg or --arguments, not both.");
        var arguments = new JsonObject();
        foreach (var argument in single)
        {
            if (argument.Split('=', 2) is not [{ Length: > 0 } name, var value])
                throw new UsageException($"--arg {argument}: write NAME=VALUE.");
            arguments[name] = TakesText(tool, name) ? JsonValue.Create(value) : AsJson(value);
        }

        return arguments.ToJsonString();
    }

    private static bool TakesText(ToolDescription tool, string name) =>
        tool.Parameters.TryGetProperty("properties", out var properties) && properties.ValueKind == JsonValueKind.Object
        && properties.TryGetProperty(name, out var property) && property.ValueKind == JsonValueKind.Object
        && property.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String && type.GetString() == "string";

    private static JsonNode? AsJson(string value)
    {
        try
        {
            return JsonNode.Parse(value);
        }
        catch (JsonException)
        {
            return JsonValue.Create(value);
        }
    }
}
