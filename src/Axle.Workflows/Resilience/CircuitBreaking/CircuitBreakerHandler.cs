using Axle.Workflows.Ports;

namespace Axle.Workflows.Resilience.CircuitBreaking;

/// <summary>
/// Takes steps that name a circuit breaker through it. What counts against a breaker are errors that pass by themselves
/// (<see cref="ErrorKinds.IsTransient"/>: timeout, network, rateLimited, overloaded, tool, malformedAnswer, unknown). Errors that need a
/// change (validation, notFound, authentication, refused …) and cancellations say nothing about the other side.
/// </summary>
/// <param name="inner">Does the work.</param>
/// <param name="breakers">The breakers by name.</param>
/// <param name="time">The clock, to tell an attempt that ran out of time from one that was cancelled.</param>
public sealed class CircuitBreakerHandler(IStepHandler inner, CircuitBreakers breakers, TimeProvider time) : IStepHandler
{
    /// <inheritdoc/>
    public ValueTask<StepResult> ExecuteAsync(StepContext context, CancellationToken cancellationToken) =>
        context.CircuitBreaker is { } name ? GuardAsync(name, context, cancellationToken) : inner.ExecuteAsync(context, cancellationToken);

    private async ValueTask<StepResult> GuardAsync(string name, StepContext context, CancellationToken cancellationToken)
    {
        var ticket = await breakers.EnterAsync(name, cancellationToken);
        var (outcome, reason) = (CircuitOutcome.Success, (string?)null);
        try
        {
            return await inner.ExecuteAsync(context, cancellationToken);
        }
        catch (Exception exception)
        {
            outcome = Counts(exception, context, cancellationToken) ? CircuitOutcome.Failure : CircuitOutcome.Ignored;
            reason = exception.Message;
            throw;
        }
        finally
        {
            await breakers.RecordAsync(name, ticket, outcome, reason);
        }
    }

    private bool Counts(Exception exception, StepContext context, CancellationToken cancellationToken) => exception switch
    {
        AxleException known => known.Error.Kind.IsTransient(),
        // An attempt that is out of time is cancelled like any other; only the time tells.
        OperationCanceledException when cancellationToken.IsCancellationRequested => context.Deadline is { } deadline && time.GetUtcNow() >= deadline,
        _ => true,
    };
}
