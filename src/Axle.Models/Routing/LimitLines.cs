using System.Security.Cryptography;
using System.Text;
using Axle.Models.Limits;
using Axle.Models.Telemetry;
using Microsoft.Extensions.Logging;

namespace Axle.Models.Routing;

/// <summary>
/// Takes of limits that all processes share, and stands in line for them: each call that waits knows when its turn is, so that not all of them ask when one may
/// go. Calls that wait here have a place, and those of runs that come again, in this process or another.
/// </summary>
internal sealed class LimitLines(TimeProvider time, ILogger logger)
{
    /// <summary>So long the store may take at least, however little time the call has: asking is no waiting.</summary>
    private static readonly TimeSpan Asking = TimeSpan.FromSeconds(2);

    /// <summary>And so long at most: the store itself gives up much earlier.</summary>
    private static readonly TimeSpan LongestAsking = TimeSpan.FromHours(1);

    /// <summary>So long a store that did not answer is asked by nobody: who goes from one limited provider to the next waits for it once.</summary>
    private static readonly TimeSpan Away = TimeSpan.FromSeconds(1);

    private Outage? _outage;

    /// <summary>How often the store answered.</summary>
    private long _answers;

    /// <summary>Whether the call fails now and its step makes it again.</summary>
    public static bool ComesAgain(ModelCall call) => call.Request is { Deadline: null, LastAttempt: false, Scope.Run: not null };

    /// <summary>Takes what the current candidate needs of its limit; null when it may not be asked, which the next choice sees.</summary>
    public async ValueTask<RateTicket?> TakeAsync(ModelCall call, RouteCourse course, CancellationToken cancellationToken)
    {
        var deployment = course.Current.Deployment;
        var turn = course.Turn?.Limit == deployment.Limit ? course.Turn : null;
        RateTicket? taken = null;
        try
        {
            taken = turn?.Ticket ?? await AskAsync(call, course, deployment, turn?.Id ?? PlaceOf(call), waits: turn is not null, cancellationToken);
            if (taken is not null && turn is not null)
                course.Turn = null;
        }
        catch (AxleException exception)
        {
            logger.Failed(deployment.Options.Name, deployment.Model, exception.Error.Kind.ToName(), exception.Message);
            course.Fail(new AxleError(exception.Error.Kind, "The limits that nodes share cannot be counted: their store does not answer."), restsUntil: default);
        }
        finally
        {
            if (taken is null)
            {
                deployment.Fail(ErrorKind.Cancelled, wait: null, time.GetUtcNow());
                course.StepBack();
            }
        }

        return taken;
    }

    /// <summary>Gets a call that waits a place at the one who is free first.</summary>
    /// <returns>Whether it is its turn already.</returns>
    public async ValueTask<bool> LineUpAsync(ModelCall call, RouteCourse course, CancellationToken cancellationToken)
    {
        if (!course.WaitsForOthers() || !(ComesAgain(call) || course.FreeAt() < call.Request.Deadline))
            return false;
        Leave(course);
        var first = course.FreeFirst()!;
        var turn = course.Turn = new LimitTurn(first.Limit, PlaceOf(call) ?? Guid.CreateVersion7(time.GetUtcNow()));
        try
        {
            course.Turn = turn with { Ticket = await AskAsync(call, course, first, turn.Id, waits: true, cancellationToken) };
            return course.Turn.Ticket is not null;
        }
        catch (AxleException exception)
        {
            logger.Failed(first.Options.Name, first.Model, exception.Error.Kind.ToName(), exception.Message);
            Leave(course);
            return false;
        }
    }

    /// <summary>The call does not wait any more.</summary>
    public void Leave(RouteCourse course)
    {
        if (course.Turn is not { } turn)
            return;
        course.Turn = null;
        if (turn.Ticket is { } unused)
            turn.Limit.GiveBack(unused, time.GetUtcNow());
        else
            turn.Limit.Leave(turn.Id);
    }

    private async ValueTask<RateTicket?> AskAsync(
        ModelCall call, RouteCourse course, Deployment deployment, Guid? place, bool waits, CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _outage) is { } outage && time.GetElapsedTime(outage.At) < Away)
            throw new AxleException(outage.Error);
        var left = call.Request.Deadline - time.GetUtcNow() ?? LongestAsking;
        using var ending = new CancellationTokenSource(new TimeSpan(Math.Clamp(left.Ticks, Asking.Ticks, LongestAsking.Ticks)), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ending.Token, cancellationToken);
        var before = Interlocked.Read(ref _answers);
        try
        {
            var (ticket, wait) = await deployment.Limit.TakeAsync(course.Needs.Tokens, place, waits, either.Token);
            Interlocked.Increment(ref _answers);
            course.Wait(deployment.Limit, time.GetUtcNow() + wait);
            return ticket;
        }
        catch (AxleException exception)
        {
            if (exception.Error.IsStoreAway)
                Note(exception.Error, before);
            throw;
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            var late = new AxleError(ErrorKind.Timeout, "The store of limits did not answer while the call had time.");
            Note(late, before);
            throw new AxleException(late, exception);
        }
    }

    // Who has answered somebody meanwhile is not away.
    private void Note(AxleError error, long before)
    {
        if (Interlocked.Read(ref _answers) == before)
            Volatile.Write(ref _outage, new Outage(time.GetTimestamp(), error));
    }

    // The same when the step is made again, wherever that is.
    private static Guid? PlaceOf(ModelCall call) => call.Request.Scope is { Run: { } run } scope
        ? new Guid(SHA256.HashData(Encoding.UTF8.GetBytes($"{run}\n{scope.Step}\n{scope.Agent}")).AsSpan(0, 16))
        : null;

    /// <summary>The store did not answer.</summary>
    /// <param name="At">When that was known, as a timestamp of the clock.</param>
    /// <param name="Error">How it failed.</param>
    private sealed record Outage(long At, AxleError Error);
}
