using System.Collections.Concurrent;
using System.Text.Json;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;

namespace Axle.Cli.Tests.Support;

/// <summary>Does the steps of a test's workflow as the test says, and counts how often each was done.</summary>
internal sealed class StepScript : IStepHandler
{
    private readonly ConcurrentDictionary<string, Func<StepContext, CancellationToken, Task<StepResult>>> _scripts = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> _calls = new(StringComparer.Ordinal);

    public StepContext? Last { get; private set; }

    public int Calls(string key) => _calls.GetValueOrDefault(key);

    public StepScript Returns(string key, object value, params StepDecision[] decisions) => On(
        key, (_, _) => Task.FromResult(new StepResult(Payload.From(JsonSerializer.SerializeToElement(value)), [.. decisions])));

    public StepScript Fails(string key, ErrorKind kind, string message) => On(key, (_, _) => throw new AxleException(kind, message));

    /// <summary>Has the step wait for the gate, and tell when it began.</summary>
    public StepScript Waits(string key, TaskCompletionSource began, Task gate) => On(key, async (context, cancellationToken) =>
    {
        began.TrySetResult();
        await gate.WaitAsync(cancellationToken);
        return Default(context);
    });

    public StepScript Succeeds(string key) => On(key, static (context, _) => Task.FromResult(Default(context)));

    public async ValueTask<StepResult> ExecuteAsync(StepContext context, CancellationToken cancellationToken)
    {
        Last = context;
        _calls.AddOrUpdate(context.Key, 1, static (_, count) => count + 1);
        return _scripts.TryGetValue(context.Key, out var script) ? await script(context, cancellationToken) : Default(context);
    }

    private StepScript On(string key, Func<StepContext, CancellationToken, Task<StepResult>> script)
    {
        _scripts[key] = script;
        return this;
    }

    private static StepResult Default(StepContext context) =>
        new(Payload.From(JsonSerializer.SerializeToElement(new Dictionary<string, string> { ["step"] = context.Key })));
}
