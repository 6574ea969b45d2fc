using System.Globalization;
using System.Text.Json;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;
using Axle.Workflows.Runs.Events;

namespace Axle.Testing.Hosting;

/// <summary>
/// A run of a <see cref="WorkflowTestHost"/>: what people and signals do to it, what became of it, and checks of that. Every action goes on until
/// nothing more can happen without time passing or somebody acting.
/// </summary>
public sealed class TestRun
{
    private readonly WorkflowTestHost _host;
    private int _signals;

    internal TestRun(WorkflowTestHost host, RunId id) => (_host, Id) = (host, id);

    /// <summary>The run.</summary>
    public RunId Id { get; }

    /// <summary>Its state as it is stored.</summary>
    public RunState State => _host.Do(() => _host.Engine.Reader.StateAsync(Id, null, CancellationToken.None).AsTask());

    /// <summary>Its history so far.</summary>
    public IReadOnlyList<RecordedEvent> Events => _host.Events(Id);

    /// <summary>Sends a signal: one that a step waits for, or one that every run understands.</summary>
    /// <param name="name">The signal's name.</param>
    /// <param name="body">What it brings; null for an empty object.</param>
    /// <param name="id">The same id twice is one signal; null for a new one.</param>
    public TestRun Signal(string name, object? body = null, string? id = null)
    {
        var json = body is null ? null : JsonSerializer.Serialize(body);
        _host.Do(() => _host.Engine.SignalAsync(Id, name, json, "tester", id ?? $"test-{++_signals}"));
        _host.RunUntilIdle();
        return this;
    }

    /// <summary>Says yes to an approval.</summary>
    /// <param name="path">The step's address.</param>
    /// <param name="parameters">Parameters to change; null for none.</param>
    /// <param name="comment">What is said with it.</param>
    public TestRun Approve(string path, object? parameters = null, string? comment = null) =>
        Signal(RunSignals.Answer, new { path, decision = "approve", parameters = parameters ?? new { }, comment });

    /// <summary>Says no to an approval.</summary>
    public TestRun Reject(string path, string? comment = null) => Signal(RunSignals.Answer, new { path, decision = "reject", comment });

    /// <summary>Says what became of an effect of unknown outcome: <c>completed</c>, <c>failed</c> or <c>retry</c>.</summary>
    public TestRun Resolve(string path, string outcome, object? output = null) => Signal(RunSignals.Resolve, new { path, outcome, output });

    /// <summary>Resumes it, after a pause or a failure, or from an earlier place.</summary>
    /// <param name="from">Name of a checkpoint or number of an event; null to go on where it stands.</param>
    public TestRun Resume(string? from = null)
    {
        _host.Do(() => _host.Engine.ResumeAsync(Id, from));
        _host.RunUntilIdle();
        return this;
    }

    /// <summary>Lets time pass.</summary>
    public TestRun Pass(TimeSpan time)
    {
        _host.Pass(time);
        _host.RunUntilIdle();
        return this;
    }

    /// <summary>The step at an address; throws when it is not known (yet), and says which are.</summary>
    public StepRecord Step(string path) =>
        State.Records.FirstOrDefault(r => r.Path == path) ?? throw Wrong($"There is no step '{path}'.");

    /// <summary>Checks the run's status.</summary>
    public TestRun ShouldBe(RunStatus status) => Check(State.Status == status, $"The run should be {status} and is {State.Status}.");

    /// <summary>Checks that a step completed, and what it returned, if that is said.</summary>
    public TestRun ShouldHaveCompleted(string path, object? output = null)
    {
        var step = Step(path);
        Check(step.Status == StepStatus.Completed, $"Step '{path}' should have completed and is {step.Status}: {step.Error?.Message ?? step.SkipReason}");
        return output is null || JsonElement.DeepEquals(JsonSerializer.SerializeToElement(output), step.Output!.Value)
            ? this
            : throw Wrong($"Step '{path}' should have returned {JsonSerializer.Serialize(output)} and returned {step.Output}.");
    }

    /// <summary>Checks that a step failed, and with which kind of error, if that is said.</summary>
    public TestRun ShouldHaveFailed(string path, ErrorKind? kind = null)
    {
        var step = Step(path);
        Check(step.Status == StepStatus.Failed, $"Step '{path}' should have failed and is {step.Status}.");
        return Check(kind is null || step.Error?.Kind == kind, $"Step '{path}' should have failed with {kind} and did with {step.Error?.Kind}: {step.Error?.Message}");
    }

    /// <summary>Checks that a step was skipped.</summary>
    public TestRun ShouldHaveSkipped(string path) =>
        Check(Step(path).Status == StepStatus.Skipped, $"Step '{path}' should have been skipped and is {Step(path).Status}.");

    /// <summary>Checks that a step waits: for a time, a signal, or a person.</summary>
    public TestRun ShouldWaitAt(string path) =>
        Check(Step(path).Status == StepStatus.Waiting, $"Step '{path}' should wait and is {Step(path).Status}.");

    /// <summary>Checks that a step was undone.</summary>
    public TestRun ShouldHaveUndone(string path) =>
        Check(Step(path).IsUndone, $"Step '{path}' should have been undone and was not: {Step(path).UndoError?.Message ?? "nobody tried"}");

    /// <summary>Checks that something happened, so many times, or at all.</summary>
    /// <param name="isIt">Whether an event is it; null for any of its sort.</param>
    /// <param name="times">How often; null for at least once.</param>
    public TestRun ShouldHaveSeen<T>(Func<T, bool>? isIt = null, int? times = null)
        where T : RunEvent
    {
        var seen = Events.Select(static e => e.Event).OfType<T>().Count(isIt ?? (static _ => true));
        var wanted = times?.ToString(CultureInfo.InvariantCulture) ?? "at least once";
        return Check(times is { } asked ? seen == asked : seen > 0, $"{typeof(T).Name} should have happened {wanted} and did {seen} times.");
    }

    private TestRun Check(bool holds, string otherwise) => holds ? this : throw Wrong(otherwise);

    private WorkflowAssertionException Wrong(string what) => new(what, State, Events);
}
