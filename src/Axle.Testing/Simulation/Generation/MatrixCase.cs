using System.Collections.Immutable;
using System.Text.Json;
using Axle.Workflows.Definition;
using Axle.Workflows.Expressions;

namespace Axle.Testing.Simulation.Generation;

/// <summary>What joins.</summary>
internal enum FanIn
{
    /// <summary>A step that waits for several.</summary>
    Join,
    Parallel,
    ForEach,
    NestedForEach,
}

/// <summary>Where there is a loop.</summary>
internal enum LoopPlace
{
    Nowhere,

    /// <summary>Each branch or item has one.</summary>
    Inside,

    /// <summary>All of it is done again and again.</summary>
    Around,
}

/// <summary>Where a person or a signal is waited for.</summary>
internal enum WaitPlace
{
    Before,
    Inside,
    After,
}

/// <summary>When people say what is waited for.</summary>
internal enum Pace
{
    /// <summary>At any time.</summary>
    Any,

    /// <summary>Signals before anybody waits for them.</summary>
    Early,
    Prompt,

    /// <summary>When every process has long let go of the run.</summary>
    Late,
}

/// <summary>
/// One of all combinations of fan-in, loop and waiting for a person: where engines lose messages, or take them twice.
/// </summary>
internal sealed record MatrixCase(FanIn FanIn, LoopPlace Loop, WaitPlace Wait, bool Approval)
{
    /// <summary>All of them.</summary>
    public static IEnumerable<MatrixCase> All() =>
        from fanIn in Enum.GetValues<FanIn>()
        from loop in Enum.GetValues<LoopPlace>()
        from wait in Enum.GetValues<WaitPlace>()
        from approval in (bool[])[false, true]
        select new MatrixCase(fanIn, loop, wait, approval);

    /// <summary>The workflow of this combination.</summary>
    public WorkflowSet ToWorkflow()
    {
        var steps = ImmutableArray.CreateBuilder<Step>();
        if (Wait == WaitPlace.Before)
            steps.Add(Human("before"));
        var first = steps.Select(static s => s.Key).ToImmutableArray();
        steps.AddRange(Fan().Select(s => s.Key == "join" ? s : s with { DependsOn = [.. s.DependsOn, .. first] }));
        if (Wait == WaitPlace.After)
            steps.Add(Human("after") with { DependsOn = ["join"] });
        steps.Add(Tool("last", Wait == WaitPlace.After ? "steps.after.status" : "steps.join.output.v") with { DependsOn = [Wait == WaitPlace.After ? "after" : "join"] });
        var all = steps.ToImmutable();
        return new WorkflowSet(new Workflow
        {
            Name = "matrix",
            Inputs = RandomActions.Inputs,
            Steps = Loop == LoopPlace.Around ? [Round("loop", all)] : all,
        });
    }

    private ImmutableArray<Step> Fan() => FanIn switch
    {
        FanIn.Join => [.. Branch("a"), .. Branch("b"), Join("steps.a.status", [.. Branch("a"), .. Branch("b")])],
        FanIn.Parallel =>
        [
            Group("fan", new ParallelAction([new ParallelBranch("left", Branch("a")), new ParallelBranch("right", Branch("b"))])),
            Join("steps.fan.output.left.a"),
        ],
        // Not what people answered: who did and when is not the same each time.
        FanIn.ForEach => [Each("fan", Branch("a")), Join("steps.fan.output.items.*.a")],
        _ => [Each("fan", [Each("inner", Branch("a"))]), Join("steps.fan.output.items[2].inner.items.*.a")],
    };

    /// <summary>What one branch or item does: some work, maybe in rounds, and maybe a wait after it.</summary>
    private ImmutableArray<Step> Branch(string key)
    {
        var work = Loop == LoopPlace.Inside ? Round(key, [Tool($"{key}-work", "loop.index")]) : Tool(key, "inputs.n");
        return Wait == WaitPlace.Inside ? [work, Human($"{key}-wait") with { DependsOn = [key] }] : [work];
    }

    private static Step Join(string reads, params IEnumerable<Step> joined) =>
        Tool("join", reads) with { DependsOn = joined.Any() ? [.. joined.Select(static s => s.Key)] : ["fan"] };

    private Step Human(string key) => Approval
        ? Group(key, new ApprovalAction { Message = Json("May it?"), Parameters = Json(new { amount = 3 }), Editable = ["amount"] })
        : Group(key, new WaitAction(null, null, Json($"go-{key}"), null));

    private static Step Each(string key, ImmutableArray<Step> steps) =>
        Group(key, new ForEachAction { Items = Json((int[])[1, 2, 3]), Concurrency = 2, Steps = steps });

    private static Step Round(string key, ImmutableArray<Step> steps) =>
        Group(key, new LoopAction(null, Expression.Parse("loop.index >= 1"), 2, null, steps));

    private static Step Tool(string key, string reads) => new()
    {
        Key = key,
        Action = new ToolAction($"tool-{key}"),
        With = Json(new { a = $"${{{{ {reads} }}}}" }),
        Retry = RetryPolicy.None,
    };

    private static Step Group(string key, StepAction action) => new() { Key = key, Action = action, Retry = RetryPolicy.None };

    private static Template Json(object value) => Template.Parse(JsonSerializer.SerializeToElement(value));
}
