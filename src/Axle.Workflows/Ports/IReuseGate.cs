namespace Axle.Workflows.Ports;

/// <summary>Asked before a step is given a result that another step made: whoever may not do the work may not have what it brought either.</summary>
public interface IReuseGate
{
    /// <summary>Whether the step may have the result.</summary>
    /// <param name="context">The step.</param>
    /// <param name="cancellationToken">Fires when nobody waits any more.</param>
    /// <returns>False when the work is to be done anew.</returns>
    /// <exception cref="AxleException">The step may not do the work at all.</exception>
    ValueTask<bool> MayReuseAsync(StepContext context, CancellationToken cancellationToken);
}
