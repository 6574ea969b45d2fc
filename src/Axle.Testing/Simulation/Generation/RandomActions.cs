using System.Collections.Immutable;
using System.Text.Json;
using Axle.Schemas;
using Axle.Workflows.Definition;
using Axle.Workflows.Expressions;

namespace Axle.Testing.Simulation.Generation;

/// <summary>Makes what steps do, out of a seed.</summary>
internal sealed class RandomActions(Random random, Func<RandomPlace, int, ImmutableArray<Step>> list)
{
    /// <summary>Days of a time limit that nobody exceeds: people answer much sooner, and the simulation goes back no further.</summary>
    public const int AlwaysInTime = 3000;

    private const int Deepest = 3;
    private static readonly string[] Values = ["a", "B", "${{ inputs.n }}", "c"];

    /// <summary>The inputs that every generated workflow takes.</summary>
    public static ImmutableDictionary<string, WorkflowInput> Inputs { get; } =
        ImmutableDictionary<string, WorkflowInput>.Empty.Add("n", NewInput(JsonSerializer.SerializeToElement(3))).Add("nothing", NewInput(null));

    /// <summary>Names of the workflows that may be used.</summary>
    public ImmutableArray<string> Uses { get; set; } = [];

    /// <summary>How many more <c>return</c> and <c>fail</c> steps the workflow may have. Two kinds in one used workflow would race.</summary>
    public int EndersLeft { get; set; }

    /// <summary>Names of the variables that steps set since this was emptied.</summary>
    public List<string> Variables { get; } = [];

    public StepAction Make(RandomPlace place, string key, int left, bool retried)
    {
        var simple = place.Depth >= Deepest || left <= 0 || random.Next(2) == 0;
        return simple ? Simple(place, key) : Group(place, key, retried);
    }

    /// <summary>Inputs that read what can be read.</summary>
    public Template? Input(RandomPlace place)
    {
        var read = place.Readable.Where(_ => random.Next(2) == 0).ToArray();
        return read.Length == 0
            ? null
            : Template.Parse(JsonSerializer.SerializeToElement(read.Index().ToDictionary(static r => $"a{r.Index}", static r => $"${{{{ {r.Item} }}}}")));
    }

    private StepAction Simple(RandomPlace place, string key)
    {
        switch (random.Next(20))
        {
            case 0 or 1:
                Variables.Add(key);
                return new SetAction(Json(new Dictionary<string, string> { [key] = $"${{{{ {place.Readable[random.Next(place.Readable.Length)]} }}}}" }));
            case 2 when place.MayEnd && EndersLeft > 0 && random.Next(2) == 0:
                EndersLeft--;
                return random.Next(2) == 0 ? new ReturnAction(Json(new { returned = key })) : new FailAction(Json("as it was written"));
            case 3 or 4:
                return Wait(key);
            case 5:
                return new ApprovalAction
                {
                    Message = Json("May it?"),
                    Parameters = Json(new { amount = 3, to = "x" }),
                    Editable = random.Next(2) == 0 ? ["amount"] : [],
                    Timeout = TimeSpan.FromDays(random.Next(2) == 0 ? random.Next(5, 20) : AlwaysInTime),
                    OnTimeout = (ApprovalTimeoutChoice)random.Next(3),
                };
            case 6 or 7 when place.IsDoneOnce:
                return new ToolAction(Script.Once + key);
            default:
                return new ToolAction($"tool-{key}");
        }
    }

    private WaitAction Wait(string key) => random.Next(5) switch
    {
        0 => new WaitAction(TimeSpan.FromHours(random.Next(0, 500)), null, null, null),
        1 => new WaitAction(null, Json("2030-02-01T00:00:00Z"), null, null),
        2 => new WaitAction(null, null, Json($"{Script.Never}{key}"), TimeSpan.FromDays(random.Next(1, 20))),
        3 => new WaitAction(null, null, Json($"go-{key}"), TimeSpan.FromDays(AlwaysInTime)),
        _ => new WaitAction(null, null, Json($"go-{key}"), null),
    };

    private StepAction Group(RandomPlace place, string key, bool retried)
    {
        switch (random.Next(7))
        {
            case 0:
                var names = random.Next(2) == 0 ? (string[])["left", "right"] : ["left", "middle", "right"];
                return new ParallelAction([.. names.Select(n => new ParallelBranch(n, list(Within(place, retried), 2)))]);
            case 1:
                return Switch(Within(place, retried));
            case 2:
                // A saga that is tried again has undone everything before.
                return new SagaAction(list(place.Again(retried), 4));
            case 3:
                return Loop(Within(place, retried));
            case 4 when Uses.Length > 0 && place.MayUndo && !retried:
                return new UsesAction(Uses[random.Next(Uses.Length)]);
            default:
                return ForEach(Within(place, retried), key);
        }
    }

    /// <summary>A step that completed in one attempt of the step around it and failed in the next would leave nothing to undo.</summary>
    private static RandomPlace Within(RandomPlace place, bool retried) =>
        place.Again(retried) with { MayUndo = place.MayUndo && !retried };

    private SwitchAction Switch(RandomPlace place)
    {
        var on = random.Next(2) == 0;
        return new SwitchAction(
            on ? Json(Values[random.Next(Values.Length)]) : null,
            [
                new SwitchCase(on ? "b" : null, on ? null : Expression.Parse(random.Next(2) == 0 ? "false" : "inputs.n > 2"), list(place, 2)),
                new SwitchCase(on ? "3" : null, on ? null : Expression.Parse(random.Next(2) == 0 ? "inputs.n < 9" : "''"), list(place, 2)),
            ],
            random.Next(2) == 0 ? list(place, 2) : []);
    }

    private LoopAction Loop(RandomPlace place)
    {
        var rounds = random.Next(0, 4);
        var steps = list(place.Inside("loop.index", "loop.first"), 3);
        var tool = steps.FirstOrDefault(static s => s.Action is ToolAction);
        var delay = random.Next(2) == 0 ? (TimeSpan?)null : TimeSpan.FromMinutes(random.Next(0, 600));
        var most = Math.Max(1, rounds + random.Next(0, 2));
        return random.Next(4) switch
        {
            0 when tool is not null => new LoopAction(null, Expression.Parse($"steps.{tool.Key}.output.v > 500"), 4, delay, steps),
            1 when tool is not null => new LoopAction(Expression.Parse($"loop.first || steps.{tool.Key}.output.v > 300"), null, 5, delay, steps),
            2 => new LoopAction(Expression.Parse($"loop.index < {rounds}"), null, most, delay, steps),
            _ => new LoopAction(null, Expression.Parse($"loop.index >= {rounds}"), rounds + 1, delay, steps),
        };
    }

    private ForEachAction ForEach(RandomPlace place, string key)
    {
        var concurrency = random.Next(1, 4);
        var mode = (ItemErrorChoice)random.Next(3);
        var name = random.Next(3) == 0 ? $"of_{key}" : null;
        var inside = place.Inside("item", "index") with
        {
            MayEnd = place.MayEnd && (concurrency == 1 || mode != ItemErrorChoice.Fail),
            IsOrdered = place.IsOrdered && concurrency == 1,
        };
        return new ForEachAction
        {
            Items = Items(),
            As = name,
            Steps = list(name is null ? inside : inside with { Readable = [.. inside.Readable, name] }, 3),
            Concurrency = concurrency,
            BatchSize = random.Next(4) == 0 ? 2 : 1,
            OnItemError = mode,
        };
    }

    /// <summary>A few numbers; at times nothing, or what is no list.</summary>
    private Template Items() => random.Next(12) switch
    {
        0 => Json("${{ inputs.n }}"),
        1 => Json("${{ inputs.nothing }}"),
        _ => Json(Enumerable.Range(10, random.Next(0, 5)).ToArray()),
    };

    private static Template Json<T>(T value) => Template.Parse(JsonSerializer.SerializeToElement<object?>(value));

    private static WorkflowInput NewInput(JsonElement? value)
    {
        var schema = value is { } there
            ? JsonSerializer.SerializeToElement(new { type = "number", @default = there })
            : JsonSerializer.SerializeToElement(new { type = "number" });
        return new WorkflowInput(schema, JsonSchema.Parse(schema), Required: false, value, null);
    }
}
