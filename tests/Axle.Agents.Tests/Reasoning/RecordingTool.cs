using System.Text.Json;
using Axle.Tools.Contract;

namespace Axle.Agents.Tests.Reasoning;

/// <summary>A tool that remembers what it was called with.</summary>
internal sealed class RecordingTool(string name, JsonElement parameters, ToolEffect effect = ToolEffect.None) : ITool
{
    public List<string> Calls { get; } = [];

    public List<ToolCaller> Callers { get; } = [];

    public string? Answer { get; init; }

    public bool Fails { get; set; }

    public bool Idempotent { get; init; } = true;

    public ToolDescription Description => new(name, $"Does {name}.", parameters, effect) { Idempotent = Idempotent };

    public ValueTask<JsonElement> InvokeAsync(JsonElement arguments, ToolContext context, CancellationToken cancellationToken)
    {
        lock (Calls)
        {
            Calls.Add(arguments.GetRawText());
            Callers.Add(context.Caller);
        }

        return Fails
            ? throw new AxleException(ErrorKind.Tool, "It is broken.")
            : ValueTask.FromResult(Answer is null ? arguments : JsonElement.Parse(Answer));
    }
}
