using System.Text.Json;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;

namespace Axle.Testing.Simulation;

/// <summary>Interferes with the run at times: a pause, a checkpoint, a resume, a cancel, a rollback that undoes.</summary>
internal sealed class Meddler(RunId run, RunView view, SimulatedProcess home, Random random, SimulationOptions options, Encores encores)
{
    private const int MostOften = 6;
    private int _meddled;

    /// <summary>Something was committed.</summary>
    public void Notice()
    {
        if (_meddled >= MostOften || random.NextDouble() >= options.Meddling)
            return;
        _meddled++;
        home.Start(MeddleAsync);
    }

    private async Task MeddleAsync()
    {
        await Task.Delay(TimeSpan.FromMilliseconds(random.Next(0, 5000)), home.Time);
        var (name, body) = random.Next(9) switch
        {
            0 or 1 => (RunSignals.Checkpoint, (object)new { name = "here" }),
            2 => (RunSignals.Resume, new { }),
            // Else the run would end there, and there would be less to see.
            3 or 4 when encores.IsDue => (RunSignals.Cancel, new { compensate = random.Next(2) == 0 }),
            5 when view.Row is { LastSeq: > 2 } row => (RunSignals.Rollback, new { seq = random.NextInt64(1, row.LastSeq) }),
            _ => (RunSignals.Pause, new { reason = "a look" }),
        };
        view.Send(new RunSignal(run, $"meddled-{_meddled}-{random.NextInt64():x}", name, Payload.From(JsonSerializer.SerializeToElement(body)), "meddler", home.Time.GetUtcNow()));
    }
}
