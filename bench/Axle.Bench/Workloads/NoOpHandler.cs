using Axle.Workflows.Ports;
using Axle.Workflows.Runs;

namespace Axle.Bench.Workloads;

/// <summary>A step that does nothing and returns 100 bytes of JSON: what is left is what the engine costs.</summary>
internal sealed class NoOpHandler : IStepHandler
{
    public static StepResult Result { get; } =
        new(Payload.FromJson(System.Text.Encoding.UTF8.GetBytes($$"""{"ok":true,"pad":"{{new string('x', 80)}}"}""")));

    public ValueTask<StepResult> ExecuteAsync(StepContext context, CancellationToken cancellationToken) => ValueTask.FromResult(Result);
}
