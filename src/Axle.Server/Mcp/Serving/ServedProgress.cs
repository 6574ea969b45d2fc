using Axle.Workflows.Engine;
using Axle.Workflows.Runs.Events;
using ModelContextProtocol;

namespace Axle.Server.Mcp.Serving;

/// <summary>Tells a client that waits for a run what begins and ends in it, so that it does not take a long silence for a dead server.</summary>
/// <param name="tell">Sends the client how many things were told, and a sentence.</param>
/// <param name="time">The clock.</param>
internal sealed class ServedProgress(Func<int, string, Task> tell, TimeProvider time)
{
    // A run may have thousands of steps a second, and a client shows one line.
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(250);

    /// <summary>Follows a run until it ends or rests.</summary>
    /// <param name="run">The run.</param>
    /// <param name="since">What happened before is not told.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task FollowAsync(RunHandle run, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var (told, last) = (0, DateTimeOffset.MinValue);
        try
        {
            await foreach (var recorded in run.Events(cancellationToken))
            {
                var now = time.GetUtcNow();
                if (recorded.At < since || now - last < Least || Sentence(recorded.Event) is not { } sentence)
                    continue;
                last = now;
                await tell(++told, sentence);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The client waits no longer.
        }
        catch (Exception gone) when (gone is IOException or InvalidOperationException or McpException)
        {
            // It hears nothing any more; the run goes on, and its answer says how it ended.
        }
    }

    private static string? Sentence(RunEvent happened) => happened switch
    {
        StepStarted { Attempt: 1 } step => $"{step.Path} begins",
        StepStarted step => $"{step.Path} is tried again",
        StepCompleted step => $"{step.Path} is done",
        StepTurned step => $"{step.Path} has thought",
        StepFailed step => $"{step.Path} failed: {step.Error.Kind.ToName()}",
        StepSkipped step => $"{step.Path} is left out",
        _ => null,
    };
}
