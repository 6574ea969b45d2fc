using Axle.Cli.Servers;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;

namespace Axle.Cli;

/// <summary>What the process's exit code means. Scripts rely on these: the list may grow, never change.</summary>
internal static class ExitCodes
{
    /// <summary>Done as asked.</summary>
    public const int Success = 0;

    /// <summary>The run failed, or the work asked for did.</summary>
    public const int Failed = 1;

    /// <summary>The command line is wrong.</summary>
    public const int Usage = 2;

    /// <summary>A workflow, an input, an expression or the configuration is not valid; nothing was started.</summary>
    public const int Invalid = 3;

    /// <summary>A run, workflow, agent, checkpoint or file does not exist.</summary>
    public const int NotFound = 4;

    /// <summary>Another process executes the run or advanced it first.</summary>
    public const int Conflict = 5;

    /// <summary>The run was cancelled.</summary>
    public const int Cancelled = 6;

    /// <summary>It was done, and something could not be read: nobody knows whether that is all.</summary>
    public const int Incomplete = 7;

    /// <summary>A fault in Axle itself or in its database.</summary>
    public const int Internal = 70;

    /// <summary>The run was paused, by Ctrl-C, by SIGTERM or by <c>ax workflow pause</c>; it can be resumed.</summary>
    public const int Paused = 130;

    /// <summary>Every code with its meaning, for help and documentation.</summary>
    public static IReadOnlyList<(int Code, string Meaning)> All { get; } =
    [
        (Success, "done as asked"),
        (Failed, "the run failed, or the work asked for did"),
        (Usage, "the command line is wrong"),
        (Invalid, "a workflow, an input, an expression or the configuration is not valid; nothing was started"),
        (NotFound, "a run, workflow, agent, checkpoint or file does not exist"),
        (Conflict, "another process executes the run or advanced it first"),
        (Cancelled, "the run was cancelled"),
        (Incomplete, "it was done, and something could not be read: nobody knows whether that is all"),
        (Internal, "a fault in Axle itself or in its database"),
        (Paused, "the run was paused by Ctrl-C, SIGTERM or 'ax workflow pause'; it can be resumed"),
    ];

    /// <summary>The code for how a run stands when the engine let go of it.</summary>
    public static int Of(RunStatus status) => status switch
    {
        RunStatus.Completed => Success,
        RunStatus.Cancelled => Cancelled,
        RunStatus.Paused => Paused,
        _ => Failed,
    };

    /// <summary>The code for an exception.</summary>
    public static int Of(Exception exception) => exception switch
    {
        RunHeldException or RunConflictException or RunElsewhereException => Conflict,
        UsageException => Usage,
        OperationCanceledException => Paused,
        AxleException { Error.Kind: ErrorKind.Validation } => Invalid,
        AxleException { Error.Kind: ErrorKind.NotFound } => NotFound,
        AxleException { Error.Kind: ErrorKind.Cancelled } => Cancelled,
        AxleException { Error.Kind: ErrorKind.Internal } => Internal,
        AxleException or IOException or UnauthorizedAccessException => Failed,
        _ => Internal,
    };
}
