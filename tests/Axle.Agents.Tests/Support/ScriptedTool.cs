using System.Text.Json;
using Axle.Tools.Contract;

namespace Axle.Agents.Tests.Support;

/// <summary>A tool that answers what a test tells it and remembers how it was called.</summary>
internal sealed class ScriptedTool(string name, Func<JsonElement, ToolContext, CancellationToken, Task<JsonElement>> answer,
    ToolEffect effect = ToolEffect.None) : ITool
{
    private int _calls;

    public int Calls => _calls;

    public JsonElement LastArguments { get; private set; }

    public ToolContext? LastContext { get; private set; }

    public bool Idempotent { init => Description = Description with { Idempotent = value }; }

    public ToolDescription Description { get; private init; } = new(name, $"Plays {name}.", JsonElement.Parse("""{"type":"object"}"""), effect);

    public static ScriptedTool Returning(string name, string json, ToolEffect effect = ToolEffect.None) =>
        new(name, (_, _, _) => Task.FromResult(JsonElement.Parse(json)), effect);

    public static ScriptedTool Failing(string name, ErrorKind kind, string message, ToolEffect effect = ToolEffect.None) =>
        new(name, (_, _, _) => throw new AxleException(kind, message), effect);

    public async ValueTask<JsonElement> InvokeAsync(JsonElement arguments, ToolContext context, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _calls);
        (LastArguments, LastContext) = (arguments, context);
        return await answer(arguments, context, cancellationToken);
    }
}
