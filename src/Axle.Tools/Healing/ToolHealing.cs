using System.Text.Json;
using System.Text.Json.Nodes;
using Axle.Tools.Contract;
using Axle.Tools.Telemetry;
using Axle.Tools.Validation;

namespace Axle.Tools.Healing;

/// <summary>
/// Mends what models get wrong in calls of tools, step by step and always in the same way: broken text, wrappers, names, kinds, defaults, allowed
/// values, ranges, blanks. Values that go to a disk, a shell, a database or the network are never changed. What remains is told in parts, for the
/// model to mend; how often it is asked again is the caller's to limit. May be used by many threads.
/// </summary>
public sealed class ToolHealing
{
    private static readonly JsonElement Nothing = JsonElement.Parse("{}");
    private static readonly JsonSerializerOptions AsWritten = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ToolCatalog _catalog;

    /// <summary>Mends calls of the tools of a catalog.</summary>
    public ToolHealing(ToolCatalog catalog)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        _catalog = catalog;
    }

    /// <summary>Mends arguments as the model wrote them.</summary>
    /// <param name="tool">The tool's exact name; see <see cref="HealedName"/> for a misspelt one.</param>
    /// <param name="text">The text of the arguments; empty counts as none.</param>
    /// <param name="context">Where the call would run: paths are checked for it.</param>
    /// <exception cref="AxleException">Kind <see cref="ErrorKind.NotFound"/> or <see cref="ErrorKind.Refused"/>: no such tool, or it is in
    /// quarantine.</exception>
    public HealedCall Heal(string tool, string text, ToolContext context)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (string.IsNullOrWhiteSpace(text))
        {
            return Heal(tool, Nothing, context);
        }

        try
        {
            return Heal(tool, JsonElement.Parse(text), context);
        }
        catch (JsonException)
        {
            return HealText(tool, text, context);
        }
    }

    /// <summary>Mends arguments that could be read.</summary>
    /// <inheritdoc cref="Heal(string, string, ToolContext)"/>
    public HealedCall Heal(string tool, JsonElement arguments, ToolContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var called = _catalog.Checked(tool);
        return Heal(called, arguments, [], context.Workspace);
    }

    /// <summary>Counts a call that was given back to the model.</summary>
    public static void NoteAskedAgain(string tool) => ToolInstruments.AskedAgain(tool);

    /// <summary>Counts a call that nobody mended.</summary>
    public static void NoteGivenUp(string tool) => ToolInstruments.GivenUp(tool);

    private HealedCall HealText(string tool, string text, ToolContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var called = _catalog.Checked(tool);
        if (LooseJsonReader.Read(text, out var problem) is { } read)
        {
            return Heal(called, ToElement(read), [new Mend("", "text", KindName.Of(read), MendRung.Text)], context.Workspace);
        }

        ToolInstruments.Caught(tool);
        return new HealedCall(tool, Nothing, [], [new ToolCallFault("", "text", "one JSON object with the arguments by name", "text", problem, null)]);
    }

    private static HealedCall Heal(CheckedTool tool, JsonElement arguments, List<Mend> before, string workspace)
    {
        var name = tool.Description.Name;
        var first = tool.Look(arguments, workspace);
        if (first.Faults.Count == 0)
        {
            if (before.Count > 0)
            {
                ToolInstruments.Caught(name);
                ToolInstruments.Healed(name, before);
            }

            return new HealedCall(name, first.Arguments, [.. before], []);
        }

        ToolInstruments.Caught(name);
        if (first.Faults.Any(static fault => fault.Keyword is "size" or "limit"))
        {
            return new HealedCall(name, first.Arguments, [.. before],
                [.. first.Faults.Select(fault => FaultReading.Of(fault, tool.Description.Parameters, first.Arguments))]);
        }

        var mending = new ArgumentMending(
            first.Faults.Select(static fault => fault.InstancePath).ToHashSet(StringComparer.Ordinal), tool.Description.Effect == ToolEffect.None);
        var mended = tool.Look(ToElement(mending.Root(ToNode(arguments), tool.Shape)), workspace);
        List<Mend> mends = [.. before, .. mending.Mends];
        if (mended.Faults.Count == 0)
        {
            ToolInstruments.Healed(name, mends);
        }

        return new HealedCall(
            name, mended.Arguments, [.. mends], [.. mended.Faults.Select(fault => FaultReading.Of(fault, tool.Description.Parameters, mended.Arguments))]);
    }

    private static JsonNode? ToNode(JsonElement arguments) =>
        arguments.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null ? new JsonObject() : JsonNode.Parse(arguments.GetRawText());

    private static JsonElement ToElement(JsonNode? value) => JsonSerializer.SerializeToElement(value, AsWritten);
}
