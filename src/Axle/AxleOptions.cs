using Axle.Hosting;
using Axle.Models.Configuration;
using Axle.Queue.RabbitMq;
using Axle.Tools.BuiltIn.Shell;
using Axle.Tools.BuiltIn.Web;
using Axle.Tools.Mcp.Settings;
using Axle.Workflows.Engine;
using Axle.Workflows.Payloads;
using Axle.Workflows.Ports;
using Axle.Workflows.Resilience.Bulkheads;
using Axle.Workflows.Resilience.CircuitBreaking;
using Axle.Workflows.Retention;

namespace Axle;

/// <summary>Settings of an Axle host. All of them are checked together by <see cref="Validate"/>, which <c>AddAxle</c> calls.</summary>
public sealed class AxleOptions
{
    /// <summary>Where the database is when nothing else is said, below <see cref="ProjectDirectory"/>.</summary>
    public const string DefaultDatabase = ".axle/axle.db";

    /// <summary>The environment variable that says where the encryption keys are.</summary>
    public const string EncryptionKeysVariable = "AXLE_ENCRYPTION_KEYS";

    /// <summary>The environment variable with the programs that the tool <c>shell.run</c> may start, parted by commas.</summary>
    public const string ShellProgramsVariable = "AXLE_SHELL_PROGRAMS";

    /// <summary>Attribute of a run: <c>true</c> lets it execute commands of the host, where <see cref="HostCommands"/> leaves that to the run.</summary>
    public const string AllowRunAttribute = "allowRun";

    /// <summary>
    /// The directory whose <c>axle.yaml</c>, <c>.axle/agents</c> and <c>.axle/workflows</c> are read, and from which relative paths of these settings count.
    /// The process's current directory by default. It need not be the directory that a run works on: that is a fact of the run.
    /// </summary>
    public string ProjectDirectory { get; set; } = Environment.CurrentDirectory;

    /// <summary>The user's home directory, for agents in <c>~/.axle/agents</c>; null to leave them out. The user profile by default.</summary>
    public string? HomeDirectory { get; set; } = NullIfEmpty(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile));

    /// <summary>The SQLite database file; <see cref="DefaultDatabase"/> by default. Made when it is not there.</summary>
    public string DatabasePath { get; set; } = DefaultDatabase;

    /// <summary>
    /// Which store holds the runs: <c>postgres://user@host/database</c> for one that many machines share, <c>sqlite</c> for the file
    /// <see cref="DatabasePath"/>, <c>env:NAME</c> for what a variable says. Null by default: what the environment variable <c>AXLE_STORE</c> says, else
    /// <c>store:</c> in <c>axle.yaml</c>, else SQLite.
    /// </summary>
    public string? Store { get; set; }

    /// <summary>
    /// How steps get to those who make them: <c>amqp://user:password@host/vhost</c> for workers of any machine, which needs a store that they share;
    /// <c>local</c> for this process; <c>env:NAME</c> for what a variable says. Null by default: what the environment variable <c>AXLE_QUEUE</c> says, else
    /// <c>queue:</c> in <c>axle.yaml</c>, else local.
    /// </summary>
    public string? Queue { get; set; }

    /// <summary>
    /// The pools whose steps this host makes when steps travel over a broker: <c>llm</c> for agents and prompts, <c>code</c> for other work; none to make
    /// no steps. Null by default: both when it takes up runs, else none.
    /// </summary>
    public IReadOnlyList<string>? WorkerPools { get; set; }

    /// <summary>
    /// What this host is for, in the list of nodes: some of <c>api</c>, <c>engine</c> and <c>worker</c>. Null by default: what follows from
    /// <see cref="TakeUpRuns"/> and <see cref="WorkerPools"/>. With none it is listed only while it executes runs that it was asked to.
    /// </summary>
    public IReadOnlyList<string>? Roles { get; set; }

    /// <summary>
    /// How long steps under way may take to end when a host stops, up to 1 hour; 30 s by default: those that it makes for others, which are then made by
    /// others, and those of its own runs whose effect must happen at most once, which then wait for a person.
    /// </summary>
    public TimeSpan DrainTime { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Told when the connection to the broker is lost, cannot be had, or found the broker empty, and when slots of bulkheads cannot be had; null to have it
    /// logged as a warning.
    /// </summary>
    public Action<string>? QueueNote { get; set; }

    /// <summary>Directory below which every run has a directory of reports; null for <c>.axle/reports</c> in the run's workspace.</summary>
    public string? ReportsDirectory { get; set; }

    /// <summary>
    /// The MCP servers; null to read them from the files of <see cref="ProjectDirectory"/>: <c>axle.yaml</c>, <c>.axle/mcp.yaml</c>, <c>.mcp.json</c>.
    /// </summary>
    public McpSettings? Mcp { get; set; }

    /// <summary>
    /// Whether the errors of prompts and answers that a guard stopped say which guard and why, a judge that cannot be reached included: for a host that works
    /// for nobody but whoever runs it. False by default: others read no reason, so that nobody learns by trying.
    /// </summary>
    public bool ExplainsGuards { get; set; }

    /// <summary>Steps that run at the same time in this process, over all runs: 1 to 10,000; 64 by default.</summary>
    public int StepConcurrency { get; set; } = 64;

    /// <summary>
    /// The fewest steps at the same time, 1 to <see cref="StepConcurrency"/>, when a worker of a broker is to make as many as its load asks for; null, the
    /// default, for always <see cref="StepConcurrency"/>.
    /// </summary>
    public int? LeastStepConcurrency { get; set; }

    /// <summary>Who starts, recovers and pauses runs when a caller does not say, 1 to 200 characters; shown in histories.</summary>
    public string Actor { get; set; } = "axle";

    /// <summary>
    /// Where the keys are that stored values are encrypted with: <c>env:NAME</c> or <c>file:path</c>; null to store them unencrypted. By
    /// default what the environment variable <see cref="EncryptionKeysVariable"/> says. See docs/storage.md for the form of keys.
    /// </summary>
    public string? EncryptionKeys { get; set; } = NullIfEmpty(Environment.GetEnvironmentVariable(EncryptionKeysVariable) ?? "");

    /// <summary>Whether stored values are compressed; false by default, so that any SQLite tool can read them. Always done before encryption.</summary>
    public bool Compress { get; set; }

    /// <summary>
    /// Whether this host takes up runs that need a process and have none: whose process died, whose time has come, that got a signal, that have
    /// room in their group; and removes old runs. True by default; false for a program that executes the runs it is asked to and no others.
    /// </summary>
    public bool TakeUpRuns { get; set; } = true;

    /// <summary>
    /// Whether runs that are started and signalled here are left to engines elsewhere (see <see cref="EngineOptions.LeavesRuns"/>): for a host that answers
    /// people and takes up no runs. False by default.
    /// </summary>
    public bool LeavesRuns { get; set; }

    /// <summary>Told about every decision on a run after it was stored (see <see cref="EngineOptions.Stored"/>); null for nobody.</summary>
    public Action<RunAppend>? Stored { get; set; }

    /// <summary>Told of runs that could not be gone on with (see <see cref="EngineOptions.SetBack"/>); null to have them logged as warnings.</summary>
    public Action<RunSetback>? SetBack { get; set; }

    /// <summary>How long runs that have ended are kept by a host that takes up runs: 30 days by default.</summary>
    public RetentionPolicy Retention { get; set; } = RetentionPolicy.Standard;

    /// <summary>Directory where old runs are archived before they are removed; null to remove them without.</summary>
    public string? ArchiveDirectory { get; set; }

    /// <summary>Which runs may execute commands of the host with <c>run</c> steps; none by default.</summary>
    public HostCommands HostCommands { get; set; } = HostCommands.Refused;

    /// <summary>Characters that are kept of what a command writes, to each of its two streams: 1,000 to 10,000,000; 64 Ki by default.</summary>
    public int HostCommandOutput { get; set; } = 64 * 1024;

    /// <summary>
    /// Environment variables that commands of runs which a server's users started see, beside PATH, HOME, LANG and other plain ones; names without
    /// <c>=</c>, none that begins with <c>AXLE_</c>. Null by default: what the environment variable <c>AXLE_COMMAND_ENVIRONMENT</c> says, else
    /// <c>commandEnvironment:</c> in <c>axle.yaml</c>, parted by commas, else none. Commands of other runs see all.
    /// </summary>
    public IReadOnlyList<string>? CommandEnvironment { get; set; }

    /// <summary>Programs that the tool <c>shell.run</c> may start: what <see cref="ShellProgramsVariable"/> says by default, which is none.</summary>
    public ShellOptions Shell { get; set; } = new(
        [.. (Environment.GetEnvironmentVariable(ShellProgramsVariable) ?? "").Split(',',
            StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)]);

    /// <summary>What the tool <c>http.fetch</c> may fetch: every public host, and none of this machine or a private network, by default.</summary>
    public WebOptions Web { get; set; } = WebOptions.Default;

    /// <summary>
    /// Attributes of runs that schedules start: <c>apply</c>, <c>allowRun</c> … The workspace is <see cref="ProjectDirectory"/> unless it is among them.
    /// </summary>
    public Dictionary<string, string> ScheduledRuns { get; } = new(StringComparer.Ordinal);

    /// <summary>Settings of circuit breakers by name; others have <see cref="CircuitBreakerOptions.Default"/>.</summary>
    public Dictionary<string, CircuitBreakerOptions> CircuitBreakers { get; } = new(StringComparer.Ordinal);

    /// <summary>Settings of bulkheads by name; others have what <c>bulkheads:</c> of <c>axle.yaml</c> says, or <see cref="BulkheadOptions.Default"/>.</summary>
    public Dictionary<string, BulkheadOptions> Bulkheads { get; } = new(StringComparer.Ordinal);

    /// <summary>Which model providers may be asked; null reads the environment and <c>axle.yaml</c> when a model is first needed.</summary>
    public ModelOptions? Models { get; set; }

    /// <summary>The absolute path of the database.</summary>
    public string FullDatabasePath => Path.GetFullPath(DatabasePath, Path.GetFullPath(ProjectDirectory));

    /// <summary>Checks every setting.</summary>
    /// <exception cref="AxleException"><see cref="ErrorKind.Validation"/>: all faults in one message, each with its cure.</exception>
    public void Validate()
    {
        var faults = Faults().ToList();
        if (faults.Count > 0)
        {
            throw new AxleException(
                ErrorKind.Validation, $"The settings of AddAxle have {faults.Count} {(faults.Count == 1 ? "fault" : "faults")}:\n{string.Join('\n', faults)}");
        }
    }

    /// <summary>The address of the PostgreSQL database that holds the runs; null when SQLite does.</summary>
    internal string? PostgresStore => Store is null or StoreSetting.Sqlite ? null : Store;

    /// <summary>Has <see cref="Store"/> say what was chosen.</summary>
    /// <exception cref="AxleException">Validation: what is said names no store.</exception>
    internal void ChooseStore() => Store = Store is { Length: > 0 } said
        ? StoreSetting.Resolve(said, Environment.GetEnvironmentVariable)
        : StoreSetting.Of(Path.GetFullPath(ProjectDirectory), Environment.GetEnvironmentVariable) ?? StoreSetting.Sqlite;

    /// <summary>The address of the broker; null when steps are made by the process that executes their run.</summary>
    internal string? BrokerQueue => Queue is null or QueueSetting.Local ? null : Queue;

    /// <summary>The pools whose steps this host makes.</summary>
    internal IReadOnlyList<string> PoolsOfWorker => WorkerPools ?? (TakeUpRuns ? WorkPools.All : []);

    /// <summary>What this host is for.</summary>
    internal IReadOnlyList<string> RolesOfNode => Roles
        ?? [.. TakeUpRuns ? ["engine"] : Array.Empty<string>(), .. PoolsOfWorker.Count > 0 ? ["worker"] : Array.Empty<string>()];

    /// <summary>Has <see cref="Queue"/> say what was chosen.</summary>
    /// <exception cref="AxleException">Validation: what is said names no queue.</exception>
    internal void ChooseQueue() => Queue = Queue is { Length: > 0 } said
        ? QueueSetting.Resolve(said, Environment.GetEnvironmentVariable)
        : QueueSetting.Of(Path.GetFullPath(ProjectDirectory), Environment.GetEnvironmentVariable) ?? QueueSetting.Local;

    /// <summary>Has <see cref="Bulkheads"/> say what the project does of those that are not said.</summary>
    /// <exception cref="AxleException">Validation: what it says is no size.</exception>
    internal void ChooseBulkheads()
    {
        foreach (var (name, bulkhead) in BulkheadSetting.Of(Path.GetFullPath(ProjectDirectory)))
            Bulkheads.TryAdd(name, bulkhead);
    }

    /// <summary>Has <see cref="CommandEnvironment"/> say what was chosen.</summary>
    /// <exception cref="AxleException">Validation: what is named cannot be shown.</exception>
    internal void ChooseCommandEnvironment()
    {
        CommandEnvironment ??= Steps.CommandEnvironment.Named(Path.GetFullPath(ProjectDirectory), Environment.GetEnvironmentVariable);
        if (Steps.CommandEnvironment.FaultOf(CommandEnvironment) is { } fault)
            throw new AxleException(ErrorKind.Validation, fault);
    }

    internal string? FullReportsDirectory => ReportsDirectory is null ? null : FullPath(ReportsDirectory);

    internal string? FullArchiveDirectory => ArchiveDirectory is null ? null : FullPath(ArchiveDirectory);

    /// <summary>What stored values go through; null when they are stored as they are.</summary>
    /// <exception cref="AxleException">The encryption keys are not there, or are none.</exception>
    internal PayloadCodec? CreateCodec()
    {
        var keys = EncryptionKeys is { } reference
            ? PayloadKeys.Read(reference, Environment.GetEnvironmentVariable, path => File.ReadAllText(FullPath(path)))
            : null;
        return keys is null && !Compress ? null : new PayloadCodec(new PayloadCodecOptions { Keys = keys });
    }

    private string FullPath(string path) => Path.GetFullPath(path, Path.GetFullPath(ProjectDirectory));

    private IEnumerable<string> Faults()
    {
        if (string.IsNullOrWhiteSpace(ProjectDirectory) || !Directory.Exists(ProjectDirectory))
            yield return $"ProjectDirectory: there is no directory '{ProjectDirectory}'. Name one that exists.";
        if (string.IsNullOrWhiteSpace(DatabasePath))
            yield return $"DatabasePath: it is empty. Name a file, for example '{DefaultDatabase}'.";
        else if (Directory.Exists(DatabasePath))
            yield return $"DatabasePath: '{DatabasePath}' is a directory. Name a file in it, for example '{Path.Combine(DatabasePath, "axle.db")}'.";
        if (ReportsDirectory is { } reports && (reports.Length == 0 || File.Exists(reports)))
            yield return $"ReportsDirectory: '{reports}' is no directory. Name a directory; it is made when it is not there.";
        if (StepConcurrency is < 1 or > 10_000)
            yield return $"StepConcurrency: {StepConcurrency} is out of range. Use 1 to 10,000.";
        if (LeastStepConcurrency is { } least && (least < 1 || least > StepConcurrency))
            yield return $"LeastStepConcurrency: {least} is out of range. Use 1 to {StepConcurrency} (StepConcurrency), or null.";
        if (Actor is not { Length: > 0 and <= 200 })
            yield return "Actor: it must have 1 to 200 characters. Use the name of your service.";
        if (ArchiveDirectory is { } archives && (archives.Length == 0 || File.Exists(archives)))
            yield return $"ArchiveDirectory: '{archives}' is no directory. Name a directory; it is made when it is not there.";
        if (HostCommandOutput is < 1_000 or > 10_000_000)
            yield return $"HostCommandOutput: {HostCommandOutput} is out of range. Use 1,000 to 10,000,000 characters.";
        if (DrainTime < TimeSpan.Zero || DrainTime > TimeSpan.FromHours(1))
            yield return $"DrainTime: {DrainTime} is out of range. Use 0 to 1 hour.";
        if (WorkerPools?.Except(WorkPools.All).FirstOrDefault() is { } pool)
            yield return $"WorkerPools: there is no pool '{pool}'. Use some of {string.Join(", ", WorkPools.All)}.";
        if (FaultOf(Retention.Validate) is { } retention)
            yield return $"Retention: {retention}";
        foreach (var (name, options) in CircuitBreakers)
        {
            if (FaultOf(() => options.Checked()) is { } breaker)
                yield return $"CircuitBreakers['{name}']: {breaker}";
        }

        foreach (var (name, options) in Bulkheads)
        {
            if (FaultOf(() => options.Checked()) is { } bulkhead)
                yield return $"Bulkheads['{name}']: {bulkhead}";
        }
    }

    private static string? FaultOf(Action check)
    {
        try
        {
            check();
            return null;
        }
        catch (AxleException fault)
        {
            return fault.Message;
        }
    }

    private static string? NullIfEmpty(string path) => path.Length == 0 ? null : path;
}
