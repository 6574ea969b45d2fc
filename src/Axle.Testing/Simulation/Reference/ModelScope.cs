using System.Collections.Immutable;
using System.Text.Json;
using Axle.Workflows.Definition;
using Axle.Workflows.Expressions;

namespace Axle.Testing.Simulation.Reference;

/// <summary>One list of steps that the model goes through, and what their expressions see.</summary>
internal sealed class ModelScope(ModelFrame frame, ImmutableArray<Step> steps, string prefix, ModelScope? parent, string around) : IExpressionScope
{
    private readonly Dictionary<string, ExpressionValue> _locals = new(StringComparer.OrdinalIgnoreCase);

    public ModelFrame Frame => frame;

    public ImmutableArray<Step> Steps => steps;

    public string Prefix => prefix;

    /// <summary>Attempts of the steps around that are in force: see <see cref="Generation.AttemptName"/>.</summary>
    public string Around => around;

    /// <summary>How the steps ended so far, by key.</summary>
    public Dictionary<string, StepEnd> Ends { get; init; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The step whose expressions are evaluated; null for the scope itself.</summary>
    public Step? Current { get; set; }

    public DateTimeOffset Now => default;

    public ModelScope With(string name, JsonElement value) => With(name, ExpressionValue.FromJson(value));

    public ModelScope With(string name, ExpressionValue value)
    {
        _locals[name] = value;
        return this;
    }

    public bool TryGetContext(string name, out ExpressionValue value)
    {
        switch (name)
        {
            case "inputs":
                value = ExpressionValue.FromJson(frame.Inputs);
                return true;
            case "variables":
                value = ExpressionValue.Of(frame.Variables.Select(static v => KeyValuePair.Create(v.Key, ExpressionValue.FromJson(v.Value))));
                return true;
            case "steps":
                value = ExpressionValue.Of(new StepsSeen(this));
                return true;
            default:
                return TryGetLocal(name, out value);
        }
    }

    public bool Success() => !Failure();

    public bool Failure() => Current?.DependsOn.Any(d => Ends[d].Blocks) ?? false;

    public bool Cancelled() => false;

    private bool TryGetLocal(string name, out ExpressionValue value) =>
        _locals.TryGetValue(name, out value) || (parent is not null && parent.TryGetLocal(name, out value));

    /// <summary>Whether there is such a step here or around; how it ended is null as long as it has not.</summary>
    private bool TryFind(string key, out StepEnd? end)
    {
        end = Ends.GetValueOrDefault(key);
        return steps.Any(s => s.Key == key) || (parent is not null && parent.TryFind(key, out end));
    }

    private sealed class StepsSeen(ModelScope scope) : IExpressionObject
    {
        public IEnumerable<string> Keys => throw new NotSupportedException("Simulated workflows read steps by key.");

        public bool TryGet(string key, out ExpressionValue value)
        {
            value = default;
            if (!scope.TryFind(key, out var end))
                return false;
            value = ExpressionValue.Of(
            [
                KeyValuePair.Create("output", end?.Output is { } output ? ExpressionValue.FromJson(output) : default),
                KeyValuePair.Create("status", ExpressionValue.Of(JsonNamingPolicy.CamelCase.ConvertName((end?.Status ?? default).ToString()))),
                KeyValuePair.Create("error", end?.Error is { } error ? ExpressionValue.Of([KeyValuePair.Create("kind", ExpressionValue.Of(error.ToName()))]) : default),
            ]);
            return true;
        }
    }
}
