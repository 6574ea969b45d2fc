namespace Axle.Workflows.Ports;

/// <summary>
/// Who may make an attempt whose effect must happen at most once: it is written down before the attempt begins, so that a queue that delivers
/// twice, a worker that died and a ghost that comes back do not have the effect happen again.
/// </summary>
public interface IEffectClaims
{
    /// <summary>Asks for the attempt. Asking again under the same <paramref name="claim"/> has the same answer.</summary>
    /// <param name="work">The attempt as it was handed out.</param>
    /// <param name="claim">Unique for this asking, 1 to 64 characters.</param>
    /// <param name="cancellationToken">Cancels the asking.</param>
    ValueTask<EffectClaim> ClaimAsync(StepWork work, string claim, CancellationToken cancellationToken);
}

/// <summary>An answer to who asks for an attempt.</summary>
public enum EffectClaim
{
    /// <summary>It is the asker's alone.</summary>
    Granted,

    /// <summary>The run was claimed anew, or is gone: the attempt does not count any more.</summary>
    Outdated,

    /// <summary>A process that lives has it, or gave it up for all.</summary>
    Held,

    /// <summary>A process that is gone had it: nobody knows whether the effect happened.</summary>
    Lost,
}
