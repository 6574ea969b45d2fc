using System.Collections.Immutable;
using Axle.Workflows.Definition;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;

namespace Axle.Workflows.Tests;

/// <summary>Attempts of steps, as handlers see them.</summary>
internal static class Contexts
{
    public static StepContext Of(string path, string? tenant = null) => new()
    {
        RunId = new RunId("run-1"),
        Workflow = "w",
        Path = path,
        Key = path,
        Attempt = 1,
        Action = new ToolAction("t"),
        Input = Payload.EmptyObject,
        IdempotencyKey = path,
        Attributes = tenant is null ? ImmutableDictionary<string, string>.Empty : ImmutableDictionary<string, string>.Empty.Add("tenant", tenant),
        Ended = [],
        Upstream = [],
    };
}
