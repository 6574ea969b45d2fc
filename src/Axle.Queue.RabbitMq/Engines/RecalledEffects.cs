using Axle.Workflows.Ports;

namespace Axle.Queue.RabbitMq.Engines;

/// <summary>Keeps attempts that were recalled, and whose effect must happen at most once, from all workers.</summary>
/// <param name="claims">Where it is written down who takes them.</param>
/// <param name="time">The clock of waiting.</param>
/// <param name="note">Told, for a log, of what nobody expects to fail.</param>
/// <param name="stopping">Cancelled when the engine ends.</param>
internal sealed class RecalledEffects(IEffectClaims claims, TimeProvider time, Action<string>? note, CancellationToken stopping)
{
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromMilliseconds(500);

    /// <summary>Nobody is to take it any more: not even a worker that has not heard of the recall.</summary>
    public async Task FenceAsync(StepWork work, string name)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await claims.ClaimAsync(work, $"recalled {name}"[..Math.Min(64, 9 + name.Length)], stopping);
                return;
            }
            catch (AxleException)
            {
                // The store cannot be reached. Until it can, no worker is granted it either.
            }
            catch (Exception exception)
            {
                if (!stopping.IsCancellationRequested)
                    note?.Invoke($"Step {name} could not be taken from all workers: {exception}");
                return;
            }

            await RestAsync();
        }
    }

    private async Task RestAsync()
    {
        try
        {
            await Task.Delay(AskAgainAfter, time, stopping);
        }
        catch (OperationCanceledException)
        {
            // This ends.
        }
    }
}
