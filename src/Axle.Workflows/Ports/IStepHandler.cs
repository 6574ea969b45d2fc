
namespace Axle.Workflows.Ports;

/// <summary>Does the work of steps: the engine decides what is due, a handler does it.</summary>
public interface IStepHandler
{
    /// <summary>Makes one attempt.</summary>
    /// <param name="context">What to do and with what.</param>
    /// <param name="cancellationToken">Fires when the attempt is out of time, or the run was cancelled.</param>
    /// <returns>The step's result.</returns>
    /// <exception cref="AxleException">
    /// The attempt failed; the error's kind says whether another attempt can help. Any other exception counts as
    /// <see cref="ErrorKind.Unknown"/>.
    /// </exception>
    ValueTask<StepResult> ExecuteAsync(StepContext context, CancellationToken cancellationToken);
}
