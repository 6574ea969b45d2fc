using Axle.Storage.Sqlite.Database;
using Axle.Storage.Sqlite.Identity;
using Axle.Storage.Sqlite.Models;
using Axle.Workflows.Histories;
using Axle.Workflows.Ports;

namespace Axle.Storage.Sqlite.Workflows;

/// <summary>The statements about runs of one connection; each is prepared when it is first used.</summary>
internal sealed class WorkflowTables : WriterTables
{
    /// <param name="link">The connection, which is closed with the tables.</param>
    /// <param name="form">How values lie in the file.</param>
    /// <param name="owner">Name of this process, for a writer.</param>
    public WorkflowTables(SqliteLink link, StoredForm form, string owner = "")
    {
        Link = link;
        Form = form;
        Definitions = new(link);
        Executions = new(link);
        Rows = new(link);
        Held = new(link, Rows, Executions, owner);
        Events = new(link);
        Checkpoints = new(link);
        Signals = new(link, form);
        Payloads = new(link, form);
        Snapshots = new(link, form);
        Values = new(link, form);
        Due = new(link);
        Removal = new(link);
        Models = new(link);
        Identity = new(link, form);
        DataKeys = new(link);
    }

    public override SqliteLink Link { get; }

    public StoredForm Form { get; }

    public DefinitionTable Definitions { get; }

    public ExecutionTable Executions { get; }

    public RunRows Rows { get; }

    public HeldRuns Held { get; }

    public EventTable Events { get; }

    public CheckpointTable Checkpoints { get; }

    public SignalTable Signals { get; }

    public PayloadTable Payloads { get; }

    public SnapshotTable Snapshots { get; }

    public ValueTable Values { get; }

    public DueRuns Due { get; }

    public RunRemoval Removal { get; }

    public ModelTables Models { get; }

    public IdentityTables Identity { get; }

    public DataKeyTable DataKeys { get; }

    public override void Began() => Held.Began();

    public override void Undone() => Held.Undone();

    /// <summary>Claims a run and reads what is needed to go on with it; its events stay in their stored form, to be read by who waits.</summary>
    public ClaimedRun Open(RunId run, Func<string, bool> isAlive)
    {
        var stored = Held.Claim(run, isAlive);
        try
        {
            var snapshot = Snapshots.Find(stored.Execution);
            return new ClaimedRun(
                stored.Row, stored.Epoch, snapshot, Events.Read(stored.Execution, snapshot?.Seq ?? 0), Signals.Waiting(run, stored.Execution));
        }
        catch (AxleException damage)
        {
            return new ClaimedRun(stored.Row, stored.Epoch, null, [], []) { Damage = damage };
        }
    }

    /// <summary>Opens runs that need a process and have none.</summary>
    public List<ClaimedRun> OpenDue(DateTimeOffset now, int limit, Func<string, bool> isAlive)
    {
        var opened = new List<ClaimedRun>();
        foreach (var run in Due.List(now, limit, isAlive))
        {
            try
            {
                opened.Add(Open(run, isAlive));
            }
            catch (AxleException)
            {
                // Its row is of another version, or damaged: it could not be claimed, and lists name it.
            }
        }

        return opened;
    }

    public override void Dispose()
    {
        IDisposable[] tables =
            [Definitions, Executions, Rows, Held, Events, Checkpoints, Signals, Payloads, Snapshots, Values, Due, Removal, Models, Identity, DataKeys];
        foreach (var table in tables)
            table.Dispose();
        Link.Dispose();
    }
}

/// <summary>A run that was claimed, its events not read yet.</summary>
internal sealed record ClaimedRun(
    RunRow Row, long Epoch, RunSnapshot? Snapshot, List<DecisionRow> Decisions, IReadOnlyList<RunSignal> Signals)
{
    /// <summary>Why it could not be read; null when it could.</summary>
    public AxleException? Damage { get; init; }
}
