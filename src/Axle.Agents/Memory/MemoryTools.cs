using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Axle.Tools.Contract;

namespace Axle.Agents.Memory;

/// <summary>Shared memory as tools.</summary>
public static class MemoryTools
{
    private const string Scope = """
        "scope":{"type":"string","enum":["run","workspace"],"description":"Whose notes: those of this run, or those that outlive it for this workspace.","default":"run"}
        """;

    private const string Name = """
        "name":{"type":"string","minLength":1,"maxLength":200,"description":"The note's name, for example findings/auth."}
        """;

    /// <summary><c>memory.read</c>.</summary>
    public static ITool Read(SharedMemory memory) => new MemoryTool(
        Describe("memory.read", "Reads a note that agents share, with its version and what is proposed against it.", $"{Name},{Scope}", ["name"]),
        memory,
        ReadAsync);

    /// <summary><c>memory.write</c>.</summary>
    public static ITool Write(SharedMemory memory) => new MemoryTool(
        Describe(
            "memory.write",
            "Writes a note that agents share. Give the version you have read as basedOn; when somebody else wrote since, the note's rule decides, and the result says what became of your value.",
            $$"""
            {{Name}},{{Scope}},
            "value":{"description":"Any JSON but null; objects can be merged field by field."},
            "basedOn":{"type":"integer","minimum":0,"default":0,"description":"The version that you have read; 0 when you have read none."},
            "onConflict":{"type":"string","enum":["keepFirst","keepLast","merge","ask"],"description":"The rule of a new note; keepFirst when left out."}
            """,
            ["name", "value"],
            ToolEffect.Local),
        memory,
        WriteAsync);

    /// <summary><c>memory.list</c>.</summary>
    public static ITool List(SharedMemory memory) => new MemoryTool(
        Describe("memory.list", "Lists the notes that agents share.", Scope, []), memory, ListAsync);

    /// <summary><c>memory.history</c>.</summary>
    public static ITool History(SharedMemory memory) => new MemoryTool(
        Describe(
            "memory.history",
            "Shows who wrote a note, when, what, and what became of it; the latest first.",
            $$"""{{Name}},{{Scope}},"limit":{"type":"integer","minimum":1,"maximum":200,"default":20,"description":"How many writes at most."}""",
            ["name"]),
        memory,
        HistoryAsync);

    private static async ValueTask<JsonNode> ReadAsync(
        SharedMemory memory, JsonElement arguments, ToolContext context, CancellationToken cancellationToken)
    {
        var name = arguments.GetProperty("name").GetString()!;
        var note = await memory.FindAsync(ScopeOf(arguments, context), name, cancellationToken);
        if (note is null)
            return new JsonObject { ["name"] = name, ["version"] = 0, ["value"] = null };
        var shown = Shown(note);
        shown["value"] = Node(note.Value);
        if (!note.Proposals.IsEmpty)
            shown["proposals"] = new JsonArray([.. note.Proposals.Select(static p => (JsonNode)Shown(p))]);
        return shown;
    }

    private static async ValueTask<JsonNode> WriteAsync(
        SharedMemory memory, JsonElement arguments, ToolContext context, CancellationToken cancellationToken)
    {
        var write = new NoteWrite(arguments.GetProperty("name").GetString()!, arguments.GetProperty("value"), AuthorOf(context))
        {
            BasedOn = arguments.TryGetProperty("basedOn", out var version) ? version.GetInt64() : 0,
            Rule = arguments.TryGetProperty("onConflict", out var rule) ? Enum.Parse<ConflictRule>(rule.GetString()!, ignoreCase: true) : null,
            Key = context.IdempotencyKey,
        };
        var (note, entry) = await memory.WriteAsync(ScopeOf(arguments, context), write, cancellationToken);
        var shown = Shown(note);
        shown["outcome"] = Word(entry.Outcome);
        if (entry.Outcome != NoteOutcome.Written)
            shown["value"] = Node(note.Value);
        if (!entry.Clashes.IsEmpty)
            shown["clashes"] = new JsonArray([.. entry.Clashes.Select(static c => (JsonNode)c)]);
        return shown;
    }

    private static async ValueTask<JsonNode> ListAsync(
        SharedMemory memory, JsonElement arguments, ToolContext context, CancellationToken cancellationToken)
    {
        var notes = await memory.ListAsync(ScopeOf(arguments, context), cancellationToken);
        return new JsonObject { ["notes"] = new JsonArray([.. notes.Select(static n => (JsonNode)Shown(n))]) };
    }

    private static async ValueTask<JsonNode> HistoryAsync(
        SharedMemory memory, JsonElement arguments, ToolContext context, CancellationToken cancellationToken)
    {
        var name = arguments.GetProperty("name").GetString()!;
        var limit = arguments.TryGetProperty("limit", out var most) ? most.GetInt32() : 20;
        var note = await memory.FindAsync(ScopeOf(arguments, context), name, cancellationToken);
        var entries = note?.Entries.Reverse().Take(limit).Select(static e => (JsonNode)Shown(e)) ?? [];
        return new JsonObject { ["name"] = name, ["version"] = note?.Version ?? 0, ["entries"] = new JsonArray([.. entries]) };
    }

    private static ToolDescription Describe(string name, string purpose, string properties, string[] required, ToolEffect effect = ToolEffect.None) => new(
        name,
        purpose,
        JsonElement.Parse($$"""
            {"type":"object","properties":{ {{properties}} },"required":[{{string.Join(',', required.Select(static r => $"\"{r}\""))}}],"additionalProperties":false}
            """),
        effect);

    private static MemoryScope ScopeOf(JsonElement arguments, ToolContext context)
    {
        var isRun = !arguments.TryGetProperty("scope", out var scope) || scope.GetString() == "run";
        if (!isRun)
            return MemoryScope.OfWorkspace(context.Workspace, context.Caller.Tenant);
        return context.Caller.Run is { } run
            ? MemoryScope.OfRun(new RunId(run), context.Caller.Tenant)
            : throw new AxleException(ErrorKind.Validation, "There is no run here whose notes could be meant. Give scope: workspace.");
    }

    // A call that no agent is known for has the address of its step in its key: run/step.
    private static string AuthorOf(ToolContext context) => context.Caller.Agent
        ?? (context.Caller.Run is { } run && context.IdempotencyKey.StartsWith($"{run}/", StringComparison.Ordinal)
            ? context.IdempotencyKey[(run.Length + 1)..].Split('@')[0] : null)
        ?? context.Caller.User ?? "unnamed";

    private static JsonObject Shown(Note note) => new()
    {
        ["name"] = note.Name,
        ["version"] = note.Version,
        ["author"] = note.Current.Author,
        ["at"] = note.Current.At.ToString("O", CultureInfo.InvariantCulture),
        ["onConflict"] = Word(note.Rule),
    };

    private static JsonObject Shown(NoteEntry entry)
    {
        var shown = new JsonObject
        {
            ["version"] = entry.Version,
            ["author"] = entry.Author,
            ["at"] = entry.At.ToString("O", CultureInfo.InvariantCulture),
            ["basedOn"] = entry.BasedOn,
            ["outcome"] = Word(entry.Outcome),
            ["value"] = Node(entry.Given),
        };
        if (entry.Result is { } result)
            shown["result"] = Node(result);
        if (!entry.Clashes.IsEmpty)
            shown["clashes"] = new JsonArray([.. entry.Clashes.Select(static c => (JsonNode)c)]);
        return shown;
    }

    private static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    private static JsonNode? Node(JsonElement value) => JsonSerializer.SerializeToNode(value);
}
