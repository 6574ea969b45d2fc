using System.Text.Json;
using Axle.Workflows.Definition;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;

namespace Axle.Workflows.Tests.Patterns;

/// <summary>
/// Does what the samples ask for as the host would: their few commands, and prompts. It is the world outside, so it outlives every process and
/// remembers what was done to it.
/// </summary>
internal sealed class HostShell
{
    private readonly HashSet<string> _files = new(StringComparer.Ordinal);
    private readonly List<StepContext> _begun = [];

    /// <summary>Attempts that were begun, in order.</summary>
    public IReadOnlyList<StepContext> Begun => _begun;

    /// <summary>Work of one process at once, at most, so far.</summary>
    public int MostAtOnce { get; private set; }

    /// <summary>Whether work of this step was begun: its effect is in the world.</summary>
    public bool Did(string path) => _begun.Any(b => b.Path == path);

    /// <summary>The shell as a process with this clock sees it.</summary>
    public IStepHandler For(TimeProvider time, Func<bool> isDead) => new Session(this, time, isDead);

    private async ValueTask<StepResult> DoAsync(StepContext context, TimeProvider time, CancellationToken cancellationToken) => context.Action switch
    {
        RunAction => await CommandAsync(context, time, cancellationToken),
        PromptAction => new StepResult(Payload.From(JsonSerializer.SerializeToElement(new { text = "yes" })), [], new ModelUsage(0, 100, 1)),
        _ => throw new AxleException(ErrorKind.NotFound, "There is no such tool."),
    };

    private async ValueTask<StepResult> CommandAsync(StepContext context, TimeProvider time, CancellationToken cancellationToken)
    {
        var words = context.Input.Value.GetProperty("command").EnumerateArray().Select(static w => w.ToString()).ToArray();
        switch (words)
        {
            case ["false"]:
                throw new AxleException(ErrorKind.Tool, "'false' ended with exit code 1 and said nothing.");
            case ["echo", .. var said]:
                return Said(string.Join(' ', said) + "\n");
            case ["sleep", var seconds]:
                await Task.Delay(TimeSpan.FromSeconds(int.Parse(seconds, System.Globalization.CultureInfo.InvariantCulture)), time, cancellationToken);
                return Said("");
            case ["echo paid && sleep 60"]:
                await Task.Delay(TimeSpan.FromSeconds(60), time, cancellationToken);
                return Said("paid\n");
            case [var line] when line.StartsWith("""f="${TMPDIR:-/tmp}/$AXLE_RUN_ID"; test -e "$f" ||""", StringComparison.Ordinal):
                return _files.Add(context.RunId.Value) ? throw new AxleException(ErrorKind.Tool, "It ended with exit code 1 and said nothing.") : Said("");
            default:
                throw new AxleException(ErrorKind.NotFound, $"'{string.Join(' ', words)}' cannot be started.");
        }
    }

    private static StepResult Said(string output) =>
        new(Payload.From(JsonSerializer.SerializeToElement(new { exitCode = 0, stdout = output, stderr = "" })));

    /// <summary>What the shell does for one process; the work of one that died does not go on.</summary>
    private sealed class Session(HostShell shell, TimeProvider time, Func<bool> isDead) : IStepHandler
    {
        private int _atOnce;

        public async ValueTask<StepResult> ExecuteAsync(StepContext context, CancellationToken cancellationToken)
        {
            if (isDead())
                await new TaskCompletionSource().Task;
            shell._begun.Add(context);
            shell.MostAtOnce = Math.Max(shell.MostAtOnce, ++_atOnce);
            try
            {
                return await shell.DoAsync(context, time, cancellationToken);
            }
            finally
            {
                _atOnce--;
            }
        }
    }
}
