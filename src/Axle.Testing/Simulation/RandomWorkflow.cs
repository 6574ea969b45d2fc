using System.Collections.Immutable;
using Axle.Workflows.Definition;
using Axle.Workflows.Expressions;

namespace Axle.Testing.Simulation;

/// <summary>Makes workflows out of a seed: every shape of graph, every setting that executes.</summary>
internal static class RandomWorkflow
{
    public static Workflow Make(Random random, int maxSteps)
    {
        var count = random.Next(1, maxSteps + 1);
        var steps = ImmutableArray.CreateBuilder<Step>(count);
        for (var i = 0; i < count; i++)
            steps.Add(MakeStep(random, $"s{i}", [.. Enumerable.Range(0, i).Where(_ => random.Next(3) == 0).Select(static d => $"s{d}")]));
        return new Workflow { Name = "simulated", Steps = steps.ToImmutable(), Timeout = TimeSpan.FromDays(1) };
    }

    private static Step MakeStep(Random random, string key, ImmutableArray<string> dependsOn) => new()
    {
        Key = key,
        Action = new ToolAction($"tool-{key}"),
        DependsOn = dependsOn,
        When = MakeCondition(random),
        Retry = new RetryPolicy
        {
            MaxAttempts = random.Next(1, 4),
            InitialDelay = TimeSpan.FromMilliseconds(random.Next(0, 2000)),
            Jitter = random.NextDouble(),
        },
        Timeout = random.Next(3) == 0 ? TimeSpan.FromDays(1) : null,
        AttemptTimeout = random.Next(3) == 0 ? TimeSpan.FromSeconds(10) : null,
        Fallbacks = random.Next(5) == 0 ? [new Fallback(new ToolAction($"other-{key}"), null, null, null)] : [],
        OnError = random.Next(5) == 0 ? [MakeHandler(random)] : [],
        ContinueOnError = random.Next(4) == 0,
    };

    private static Expression? MakeCondition(Random random) => random.Next(8) switch
    {
        0 => Expression.Parse("always()"),
        1 => Expression.Parse("failure()"),
        2 => Expression.Parse("false"),
        3 => Expression.Parse("success() && 1 < 2"),
        _ => null,
    };

    private static ErrorHandler MakeHandler(Random random)
    {
        ImmutableArray<ErrorKind> kinds = random.Next(3) == 0 ? [ErrorKind.Validation] : [];
        var mend = new Step { Key = "mend", Action = new ToolAction("mend"), Retry = RetryPolicy.None };
        var tell = new Step { Key = "tell", Action = new ToolAction("tell"), DependsOn = ["mend"], Retry = RetryPolicy.None };
        return new ErrorHandler(kinds, random.Next(2) == 0 ? [mend] : [mend, tell]);
    }
}
