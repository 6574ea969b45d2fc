using Axle.Workflows.Ports;

namespace Axle.Queue.RabbitMq.Workers;

/// <summary>Asks for attempts whose effect must happen at most once, with patience for what passes.</summary>
/// <param name="claims">Where it is written down who takes them.</param>
/// <param name="time">The clock of waiting.</param>
internal sealed class EffectGate(IEffectClaims claims, TimeProvider time)
{
    private const int AsksOfHeld = 5;
    private const int AsksOfAway = 120;
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromMilliseconds(500);

    /// <summary>Asks for an attempt.</summary>
    /// <returns>The answer; null when the store could not be asked for a minute, which another worker may be able to.</returns>
    public async ValueTask<EffectClaim?> AskAsync(TakenStep step, CancellationToken cancellationToken)
    {
        for (var (held, away) = (0, 0); ; await Task.Delay(AskAgainAfter, time, cancellationToken))
        {
            try
            {
                var answer = await claims.ClaimAsync(step.Work, step.Claim, cancellationToken);
                // It comes again mostly because its worker has died, which the store knows a moment later.
                if (answer != EffectClaim.Held || !step.IsAgain || ++held > AsksOfHeld)
                    return answer;
            }
            catch (AxleException)
            {
                // Not given back at once: it would come back at once, and each time counts towards its being given up.
                if (++away > AsksOfAway)
                    return null;
            }
        }
    }
}
