using System.Text.Json;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;

namespace Axle.Testing.Hosting;

/// <summary>A step handler that does what a test tells it to, and remembers what it was asked.</summary>
public sealed class ScriptedHandler : IStepHandler
{
    private readonly Dictionary<string, Func<StepContext, CancellationToken, ValueTask<StepResult>>> _scripts = new(StringComparer.Ordinal);
    private readonly List<StepContext> _calls = [];

    /// <summary>Every attempt that was handed to it, in order.</summary>
    public IReadOnlyList<StepContext> Calls => _calls;

    /// <summary>Has the step of that path do this. Steps without a script return <c>{"step": path}</c>.</summary>
    public ScriptedHandler On(string path, Func<StepContext, CancellationToken, ValueTask<StepResult>> script)
    {
        _scripts[path] = script;
        return this;
    }

    /// <summary>Has the step return this value.</summary>
    public ScriptedHandler Returns(string path, object? value) =>
        On(path, (_, _) => ValueTask.FromResult(new StepResult(Payload.From(JsonSerializer.SerializeToElement(value)))));

    /// <summary>Has the step fail so many times, and then return <c>{"step": path}</c>.</summary>
    public ScriptedHandler Fails(string path, ErrorKind kind, int times = int.MaxValue, TimeSpan? retryAfter = null)
    {
        var left = times;
        return On(path, (context, _) => left-- > 0
            ? throw new AxleException(new AxleError(kind, $"{path} failed as scripted", retryAfter))
            : ValueTask.FromResult(Default(context)));
    }

    /// <summary>Has the step wait until it is cancelled.</summary>
    public ScriptedHandler Hangs(string path) => On(path, static async (_, cancellationToken) =>
    {
        var never = new TaskCompletionSource<StepResult>();
        await using var registration = cancellationToken.Register(() => never.TrySetCanceled(cancellationToken));
        return await never.Task;
    });

    /// <summary>Has the process crash while the step is being done, so many times, and then return <c>{"step": path}</c>.</summary>
    public ScriptedHandler Crashes(string path, int times = 1)
    {
        var left = times;
        return On(path, (context, _) => left-- > 0 ? throw new ProcessCrashException() : ValueTask.FromResult(Default(context)));
    }

    /// <summary>Has each attempt at the step do something else: first, second …; the last one goes on for ever.</summary>
    public ScriptedHandler InTurn(string path, params Func<StepContext, object?>[] attempts) => On(path, (context, _) =>
    {
        var attempt = attempts[Math.Min(context.Attempt, attempts.Length) - 1];
        return ValueTask.FromResult(new StepResult(Payload.From(JsonSerializer.SerializeToElement(attempt(context)))));
    });

    /// <inheritdoc/>
    public ValueTask<StepResult> ExecuteAsync(StepContext context, CancellationToken cancellationToken)
    {
        _calls.Add(context);
        return _scripts.TryGetValue(context.Path, out var script)
            ? script(context, cancellationToken)
            : ValueTask.FromResult(Default(context));
    }

    private static StepResult Default(StepContext context) =>
        new(Payload.From(JsonSerializer.SerializeToElement(new Dictionary<string, string> { ["step"] = context.Path })));
}
