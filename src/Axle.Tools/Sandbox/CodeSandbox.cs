using System.Globalization;
using System.Text;
using System.Text.Json;
using Axle.Tools.Sandbox.Launching;
using Axle.Tools.Sandbox.Results;
using Axle.Tools.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Axle.Tools.Sandbox;

/// <summary>
/// Runs programs that nobody vouches for: in namespaces of their own (bubblewrap), without network, with a system that can only be read, as nobody, under a
/// filter of system calls and limits of time, memory, processes and disk; nothing is left behind. Where such a box cannot be had, programs are refused.
/// Safe for concurrent use.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="logger">Where every execution is told; null for nowhere. The program's text and data are never told.</param>
public sealed class CodeSandbox(TimeProvider time, ILogger<CodeSandbox>? logger = null)
{
    /// <summary>Bytes of a program's text.</summary>
    public const int LongestSource = 1 << 20;

    // Node keeps large parts of its address space empty; how much of it is used, its own option and the control group say.
    private const long NodeAddressSpace = 48L << 30;

    private readonly ILogger _logger = (ILogger?)logger ?? NullLogger.Instance;
    private readonly Lazy<Task<SandboxState>> _state = new(() => CheckAsync(time));

    /// <summary>What can be had on this machine. Tried once, with a real box.</summary>
    public Task<SandboxState> StateAsync() => _state.Value;

    /// <summary>Runs a program.</summary>
    /// <exception cref="AxleException">
    /// <see cref="ErrorKind.Tool"/>: the program failed. <see cref="ErrorKind.Timeout"/>: it took too long. <see cref="ErrorKind.Refused"/>: it took more
    /// memory or disk than it may, or there is no sandbox on this machine. <see cref="ErrorKind.Validation"/>: the job itself is faulty.
    /// </exception>
    public async Task<SandboxOutcome> RunAsync(SandboxJob job, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(job);
        Check(job);
        var state = await StateAsync().WaitAsync(cancellationToken);
        var command = Command(state, job);
        var began = time.GetTimestamp();
        try
        {
            var end = await new BoxRun(state.Programs!).RunAsync(
                BoxArchive.Pack(Content(job)), job.Limits, AddressSpace(job), command, time, cancellationToken);
            var outcome = OutcomeReader.Read(job, end);
            Tell(job, began, "completed");
            return outcome;
        }
        catch (AxleException failure)
        {
            Tell(job, began, failure.Error.Kind.ToName());
            throw;
        }
        catch (OperationCanceledException)
        {
            Tell(job, began, "cancelled");
            throw;
        }
    }

    private static async Task<SandboxState> CheckAsync(TimeProvider time)
    {
        ControlGroup.Sweep();
        if (BoxPrograms.Find(out var problem) is not { } programs)
            return new SandboxState(problem, null);
        var end = await new BoxRun(programs).RunAsync(BoxArchive.Pack([]), new SandboxLimits(), 1L << 30, ["true"], time, CancellationToken.None);
        return end.Content is { } content && BoxArchive.Read(content).ExitCode == 0
            ? new SandboxState(null, programs)
            : new SandboxState(
                $"bubblewrap cannot make a box here: {(end.Complaint.Length > 0 ? end.Complaint : $"exit code {end.ExitCode}")}. Often user namespaces are closed: "
                + "see 'sysctl user.max_user_namespaces kernel.unprivileged_userns_clone', and in a container its security options (docs/sandbox.md)", null);
    }

    private static void Check(SandboxJob job)
    {
        job.Limits.Validate();
        if (Encoding.UTF8.GetByteCount(job.Source) > LongestSource)
            throw new AxleException(ErrorKind.Validation, $"The program is longer than {LongestSource >> 10} KiB.");
        if (job.Inputs.ValueKind != JsonValueKind.Object)
            throw new AxleException(ErrorKind.Validation, "The inputs of a program must be a JSON object.");
        if (job.Files.FirstOrDefault(static f => !BoxArchive.IsName(f.Name)) is { } wrong)
            throw new AxleException(ErrorKind.Validation, $"A file in the sandbox cannot be named '{wrong.Name}': give a relative path of at most 200 characters, without '.' and '..'.");
        if (job.Files.Sum(static f => (long)f.Content.Length) + job.Source.Length > job.Limits.Disk)
            throw new AxleException(ErrorKind.Validation, $"The files are larger than the sandbox's disk of {job.Limits.Disk >> 20} MiB. Raise the limit, or give less.");
    }

    private static IEnumerable<SandboxFile> Content(SandboxJob job)
    {
        var (main, runner) = job.Language switch
        {
            SandboxLanguage.Python => ("main.py", "run.py"),
            SandboxLanguage.JavaScript => ("main.js", "run.mjs"),
            _ => ("main.sql", "run.py"),
        };
        yield return new SandboxFile(main, Encoding.UTF8.GetBytes(job.Source));
        yield return new SandboxFile($"{BoxCommand.Hidden}/{runner}", Runner(runner));
        yield return new SandboxFile("inputs.json", JsonSerializer.SerializeToUtf8Bytes(job.Inputs));
        foreach (var file in job.Files)
            yield return file with { Name = "in/" + file.Name };
    }

    private static string[] Command(SandboxState state, SandboxJob job)
    {
        if (state.Programs is not { } programs)
            throw new AxleException(ErrorKind.Refused, $"Code is not run on this machine, as there is no sandbox for it: {state.Problem}.");
        var megabytes = (job.Limits.Memory >> 20).ToString(CultureInfo.InvariantCulture);
        return job.Language == SandboxLanguage.JavaScript
            ? [Need(programs.Node, "node"), $"--max-old-space-size={megabytes}", $"/box/{BoxCommand.Hidden}/run.mjs"]
            : [Need(programs.Python, "python3"), "-I", $"/box/{BoxCommand.Hidden}/run.py", job.Language == SandboxLanguage.Sql ? "sql" : "python"];

        static string Need(string? program, string name) => program
            ?? throw new AxleException(ErrorKind.Refused, $"There is no '{name}' below /usr on this machine. Install it: what lies elsewhere is not in the sandbox.");
    }

    private static long AddressSpace(SandboxJob job) => job.Language == SandboxLanguage.JavaScript ? NodeAddressSpace : job.Limits.Memory;

    private static byte[] Runner(string name)
    {
        using var stream = typeof(CodeSandbox).Assembly.GetManifestResourceStream("sandbox." + name)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private void Tell(SandboxJob job, long began, string end)
    {
        var took = time.GetElapsedTime(began);
        SandboxInstruments.Ran(job.Language, end, took);
        _logger.Ran(job.Name, job.Language, job.Source.Length, end, took.TotalMilliseconds);
    }
}

/// <summary>What can be had on a machine.</summary>
public sealed record SandboxState
{
    internal SandboxState(string? problem, BoxPrograms? programs) => (Problem, Programs) = (problem, programs);

    /// <summary>Why there is no sandbox; null when there is one.</summary>
    public string? Problem { get; }

    /// <summary>Whether Python and SQL can be run.</summary>
    public bool HasPython => Programs?.Python is not null;

    /// <summary>Whether JavaScript can be run.</summary>
    public bool HasJavaScript => Programs?.Node is not null;

    internal BoxPrograms? Programs { get; }
}
