using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Axle.Agents.Definition;
using Axle.Agents.Kinds;
using Axle.Workflows.Runs;

namespace Axle.Steps;

/// <summary>
/// Agents that are programs of the host: the work is JSON on standard input, the answer JSON on standard output. Started only where <c>run</c> steps
/// are, in the run's workspace, and with an environment of <c>PATH</c>, the variables that the agent names, and <c>AXLE_RUN_ID</c>,
/// <c>AXLE_STEP</c>, <c>AXLE_IDEMPOTENCY_KEY</c>.
/// </summary>
/// <param name="policy">Which runs may.</param>
/// <param name="variable">Gives an environment variable of the host; null when it is not set.</param>
/// <param name="time">The clock.</param>
internal sealed class CommandAgents(HostCommands policy, Func<string, string?> variable, TimeProvider time) : IAgentKind
{
    public bool Does(AgentDefinition agent, ActionDefinition action) => agent.Command is not null;

    public async ValueTask<AgentResult> PerformAsync(AgentCall call, CancellationToken cancellationToken)
    {
        if (!policy.Allows(call.Attributes))
        {
            throw new AxleException(
                ErrorKind.Refused,
                $"Agent '{call.Agent.Id}' is a program of the host, and "
                + (policy == HostCommands.ByRun
                    ? "this run may start none. Start it with --allow-run, or with --apply when it may change the outside world too."
                    : "this host starts none. Set AxleOptions.HostCommands when Axle is added, if its agents are to be trusted."));
        }

        var program = call.Agent.Command!;
        var command = Command(call, program);
        using var limit = new CancellationTokenSource(program.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            var began = time.GetTimestamp();
            var ended = await HostProcess.RunAsync(command, AgentWire.MostBytes, $"Agent '{call.Agent.Id}'", either.Token);
            var result = Read(call, program, ended);
            var said = string.Create(
                CultureInfo.InvariantCulture, $"Agent '{call.Agent.Id}' ran '{program.Words[0]}' for {time.GetElapsedTime(began).TotalSeconds:0.0} s.");
            return result with { Decisions = [new StepDecision("agent-command", said)] };
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new AxleException(
                ErrorKind.Timeout,
                string.Create(CultureInfo.InvariantCulture, $"Agent '{call.Agent.Id}' did not end within {program.Timeout.TotalSeconds} s and was killed. Raise 'timeout' in {call.Agent.Source} if it needs longer."));
        }
    }

    private static AgentResult Read(AgentCall call, AgentCommand program, HostProcess ended)
    {
        var who = $"Agent '{call.Agent.Id}'";
        var answer = ended.Output.ToString();
        if (ended.Code == 0)
            return AgentWire.Read(Encoding.UTF8.GetBytes(answer), who);
        try
        {
            AgentWire.Read(Encoding.UTF8.GetBytes(answer), who);
        }
        catch (AxleException told) when (told.Error.Kind != ErrorKind.MalformedAnswer)
        {
            throw;
        }
        catch (AxleException)
        {
            // It told no error in JSON: its exit code and its last words have to do.
        }

        var why = AgentWire.Quote(ended.Reason);
        throw new AxleException(ErrorKind.Tool, $"{who}: '{program.Words[0]}' ended with exit code {ended.Code}{(why.Length == 0 ? " and said nothing." : $": {why}")}");
    }

    private HostCommand Command(AgentCall call, AgentCommand program)
    {
        var workspace = call.Place.Workspace;
        if (!Directory.Exists(workspace))
            throw new AxleException(ErrorKind.Validation, $"Agent '{call.Agent.Id}': there is no directory '{workspace}' to run its program in.");
        // A program with a path counts from the workspace, as its arguments do.
        var first = program.Words[0].Contains('/', StringComparison.Ordinal) ? Path.GetFullPath(program.Words[0], workspace) : program.Words[0];
        ImmutableArray<string> words = [first, .. program.Words.Skip(1)];
        var environment = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in program.Environment)
        {
            if (variable(name) is { } value)
                environment[name] = value;
        }

        environment["AXLE_RUN_ID"] = call.Run.Value;
        environment["AXLE_STEP"] = call.Step;
        environment["AXLE_IDEMPOTENCY_KEY"] = call.Place.IdempotencyKey;
        return new HostCommand(
            Within(call.Agent, words), Shell: false, workspace, environment, Encoding.UTF8.GetString(AgentWire.Write(call)))
        { Inherited = CommandEnvironment.Least };
    }

    /// <summary>The program below a limit of the system on what it may write to memory (RLIMIT_DATA), where its agent has one.</summary>
    private static ImmutableArray<string> Within(AgentDefinition agent, ImmutableArray<string> words)
    {
        if (agent.Limits.Memory is not { } bytes)
            return words;
        if (!OperatingSystem.IsLinux())
            throw new AxleException(ErrorKind.Refused, $"Agent '{agent.Id}' has a limit of memory, which can be kept on Linux only. Remove 'memory' from its limits, or run it there.");
        // The words are arguments of the shell's "$@": it reads none of them.
        var limit = string.Create(CultureInfo.InvariantCulture, $"ulimit -d {bytes / 1024} && exec \"$@\"");
        return ["/bin/sh", "-c", limit, "sh", .. words];
    }
}
