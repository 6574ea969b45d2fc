using Axle.Cli.Commands;
using Axle.Cli.Hosting;
using Axle.Cli.Sources;
using Axle.Hosting;
using Axle.Workflows.Definition;
using Axle.Workflows.Engine;
using Axle.Workflows.Ports;
using Axle.Workflows.Schedules;

namespace Axle.Cli.Runs;

/// <summary>The schedules of the project's workflows, to look at and to change. It starts no run by itself: that is an engine's work.</summary>
internal sealed class ScheduleDesk : IAsyncDisposable
{
    private readonly ScheduleRunner _runner;
    private readonly AxleHost _host;
    private bool _starts;
    private RunHandle? _started;

    private ScheduleDesk(AxleHost host, TimeProvider time)
    {
        _host = host;
        _runner = new ScheduleRunner(host.Get<IValueStore>(), StartAsync, time);
    }

    /// <summary>The workflows that have schedules.</summary>
    public required IReadOnlyList<Workflow> Workflows { get; init; }

    /// <summary>Looks at the schedules of <c>.axle/workflows</c> and of the files that were named.</summary>
    public static async Task<ScheduleDesk> OpenAsync(Invocation call, AxleHost host, IReadOnlyList<string> files)
    {
        var desk = new ScheduleDesk(host, call.Outside.Time) { Workflows = Find(call, files) };
        foreach (var workflow in desk.Workflows)
            await desk._runner.RegisterAsync(workflow);
        return desk;
    }

    /// <summary>
    /// The workflows with schedules in <c>.axle/workflows</c> and in the files that were named; faulty ones of the former are told and
    /// left out.
    /// </summary>
    public static IReadOnlyList<Workflow> Find(Invocation call, IReadOnlyList<string> files)
    {
        var found = new List<Workflow>();
        foreach (var file in call.Workflows.InFolder())
        {
            if (file.Reading.Workflow is { } workflow)
                found.Add(workflow);
            else
                call.Note($"warning: {call.Outside.ShownPath(file.Path)} is left out, as it is faulty; 'ax workflow validate {call.Outside.ShownPath(file.Path)}' tells why.");
        }

        found.AddRange(files.Select(f => WorkflowSource.Read(f, call.Workflows, call.Outside).Require()));
        return [.. found.Where(static w => w.On is { Schedules.IsEmpty: false }).DistinctBy(static w => w.Name)];
    }

    public Task<IReadOnlyList<ScheduleInfo>> ListAsync(CancellationToken cancellationToken) => _runner.ListAsync(cancellationToken);

    public Task PauseAsync(string id, string by, CancellationToken cancellationToken) => _runner.PauseAsync(id, by, cancellationToken);

    public Task ResumeAsync(string id, CancellationToken cancellationToken) => _runner.ResumeAsync(id, cancellationToken);

    /// <summary>Starts a run out of turn.</summary>
    public async Task<RunHandle> TriggerAsync(string id, string by, CancellationToken cancellationToken)
    {
        _starts = true;
        await _runner.TriggerAsync(id, by, cancellationToken);
        return _started!;
    }

    public ValueTask DisposeAsync() => _runner.DisposeAsync();

    private async Task StartAsync(TriggeredStart triggered, CancellationToken cancellationToken)
    {
        // A schedule that is due while somebody looks at it waits for an engine.
        if (!_starts || triggered.By.StartsWith("schedule ", StringComparison.Ordinal))
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        _started = await _host.Engine.StartAsync(ScheduledStarts.Of(triggered, _host.Get<AxleOptions>()), cancellationToken);
    }
}
