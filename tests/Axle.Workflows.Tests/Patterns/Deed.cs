using Axle.Workflows.Engine;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;
using Axle.Workflows.Runs.Deciding;

namespace Axle.Workflows.Tests.Patterns;

/// <summary>What a person or a program outside does to a run. It does no harm twice, as who got no answer does it again.</summary>
/// <param name="Name">Each deed of a name is done once to a run, when it is answered.</param>
/// <param name="DoAsync">Does it.</param>
internal sealed record Deed(string Name, Func<WorkflowEngine, RunId, Task> DoAsync)
{
    private static readonly RunEdits Formal = RunEdits.None with { Inputs = Payload.FromJson("""{"tone":"formal"}"""u8) };

    /// <summary>Sends a signal.</summary>
    public static Deed Signal(string signal, string body, int number = 1) =>
        new($"{signal} {number}", (engine, run) => engine.SignalAsync(run, signal, body, "Ada", $"{signal}-{number}"));

    /// <summary>Goes on with a run that rests.</summary>
    public static Deed Resume() => new("resume", static (engine, run) => engine.ResumeAsync(run, by: "Ada"));

    /// <summary>Undoes what completed since a checkpoint, and has the run rest then.</summary>
    public static Deed Undo(string checkpoint) => new("undo", async (engine, run) =>
    {
        var seq = await SeqOfAsync(engine, run, checkpoint);
        await engine.SignalAsync(run, RunSignals.Rollback, $$"""{"seq":{{seq}},"checkpoint":"{{checkpoint}}"}""", "Ada", "undo-1");
    });

    /// <summary>Makes another run of it, which shares the history up to a checkpoint and is in a formal tone from there.</summary>
    public static Deed Fork(string checkpoint) => new("fork", async (engine, run) =>
    {
        var seq = await SeqOfAsync(engine, run, checkpoint);
        await engine.ForkAsync(new ForkRequest(run) { At = seq, Edits = Formal, Id = new RunId("fork"), By = "Ada" });
    });

    /// <summary>Makes another run as it was made, but in a formal tone.</summary>
    public static Deed Replay() =>
        new("replay", static (engine, run) => engine.ReplayAsync(new ForkRequest(run) { Edits = Formal, Id = new RunId("replay"), By = "Ada" }));

    /// <summary>Has it go on under the definition of a file in <c>parts</c>.</summary>
    public static Deed Migrate(string name) => new("migrate", (engine, run) => engine.MigrateAsync(run, PatternSamples.Read($"parts/{name}"), "Ada"));

    private static async Task<long> SeqOfAsync(WorkflowEngine engine, RunId run, string checkpoint) =>
        (await engine.Reader.CheckpointsAsync(run, CancellationToken.None)).Last(c => c.Name == checkpoint).Seq;
}
