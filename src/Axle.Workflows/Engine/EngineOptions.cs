using Axle.Workflows.Payloads;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs.Deciding;

namespace Axle.Workflows.Engine;

/// <summary>Settings of the engine.</summary>
public sealed record EngineOptions
{
    /// <summary>Steps that run at the same time in this process, over all runs: 1 to 10,000; 64 by default.</summary>
    public int StepConcurrency { get; init; } = 64;

    /// <summary>Who starts, recovers and pauses runs when a caller does not say; shown in histories.</summary>
    public string Actor { get; init; } = "engine";

    /// <summary>Source of jitter and of run ids. A seeded one makes a simulation repeatable.</summary>
    public Random Random { get; init; } = Random.Shared;

    /// <summary>
    /// Whether this engine takes up runs that need a process and have none: whose process died, whose time has come, that got a signal, that
    /// have room in their group. False for a program that executes the runs it is asked to and no others.
    /// </summary>
    public bool TakeUp { get; init; }

    /// <summary>
    /// Whether what is started and signalled here is left to engines that take up runs: for processes that answer people, beside engines. What is resumed,
    /// forked or replayed here is executed here all the same. False by default.
    /// </summary>
    public bool LeavesRuns { get; init; }

    /// <summary>
    /// How often runs of processes that died are looked for; 1 s by default. <see cref="Timeout.InfiniteTimeSpan"/> to look at the start
    /// only.
    /// </summary>
    public TimeSpan TakeUpEvery { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// A run that only waits, and longer than this, leaves memory and is a row until its time or signal comes; 5 s by default. Only with
    /// <see cref="TakeUp"/>: else nobody would wake it.
    /// </summary>
    public TimeSpan ParkAfter { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Told about every decision on a run after it was stored, by the thread that stored it: to show or count what happens. It must neither wait nor
    /// throw. Null for nobody.
    /// </summary>
    public Action<RunAppend>? Stored { get; init; }

    /// <summary>
    /// Told of every run that this engine could not go on with, because the store failed or the run cannot be read. It must neither wait nor throw.
    /// Null for nobody.
    /// </summary>
    public Action<RunSetback>? SetBack { get; init; }

    /// <summary>Finds the workflows that <c>uses</c> steps name; null when there are none.</summary>
    public IWorkflowLibrary? Library { get; init; }

    /// <summary>
    /// Events after which what was decided about a run is stored before more is decided, so that lists and loops of any length need bounded memory,
    /// and a pause or a cancellation is heard in between: 1 to 1,000,000; 10,000 by default.
    /// </summary>
    public int EventsAtOnce { get; init; } = Decision.Enough;

    /// <summary>
    /// Events of a run after which its state is stored beside them, so that it is opened without reading all of its history: 1 to 1,000,000; 1,000 by
    /// default. Of a large state more: at least as many bytes of events as it has itself.
    /// </summary>
    public int SnapshotAfter { get; init; } = 1_000;

    /// <summary>Largest input of a run, in bytes of JSON; 64 MiB by default.</summary>
    public int LargestInput { get; init; } = 64 * 1024 * 1024;

    /// <summary>Largest output of a step that does work, in bytes of JSON; 64 MiB by default. A larger one fails the step before it is stored.</summary>
    public int LargestOutput { get; init; } = PayloadReading.StandardLimit;
}
