using Axle.Workflows.Ports;

namespace Axle.Workflows.Engine;

/// <summary>What every run of an engine shares.</summary>
/// <param name="Store">Where runs live.</param>
/// <param name="Queue">Where work goes.</param>
/// <param name="Worker">Who does the work in this process.</param>
/// <param name="Clock">Wakes runs when time has passed.</param>
/// <param name="Time">The clock.</param>
/// <param name="Handles">Who watches runs.</param>
/// <param name="ParkAfter">A run that waits longer than this leaves memory; null for never.</param>
/// <param name="Parked">Called with the time at which a run that left memory is due.</param>
/// <param name="Forget">Called when a run is let go of.</param>
/// <param name="Lost">Called when a run was let go of because the store failed, or could not be decided on.</param>
/// <param name="EventsAtOnce">Events after which a decision is stored before the next begins.</param>
/// <param name="SnapshotAfter">Events after which the state is stored, too.</param>
/// <param name="Stored">Told about every decision after it was stored; null for nobody.</param>
internal sealed record RunServices(
    IRunStore Store,
    IWorkQueue Queue,
    StepWorker Worker,
    RunClock Clock,
    TimeProvider Time,
    RunHandles Handles,
    TimeSpan? ParkAfter,
    Action<DateTimeOffset?> Parked,
    Action<RunActor> Forget,
    Action<RunActor, Exception> Lost,
    int EventsAtOnce,
    int SnapshotAfter,
    Action<RunAppend>? Stored);
