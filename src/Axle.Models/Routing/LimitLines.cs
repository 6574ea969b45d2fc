using System.Security.Cryptography;
using System.Text;
using Axle.Models.Limits;

namespace Axle.Models.Routing;

/// <summary>
/// Takes of limits that all processes share, and stands in line for them: each call that waits knows when its turn is, so that not all of them ask when one may
/// go. Calls that wait here have a place, and those of runs that come again, in this process or another.
/// </summary>
internal sealed class LimitLines(TimeProvider time)
{
    /// <summary>Whether the call fails now and its step makes it again.</summary>
    public static bool ComesAgain(ModelCall call) => call.Request is { Deadline: null, LastAttempt: false, Scope.Run: not null };

    /// <summary>The call comes again: its place stays.</summary>
    public static void Keep(RouteCourse course)
    {
        if (course.Turn is { Ticket: null })
            course.Turn = null;
    }

    /// <summary>Takes what the current candidate needs of its limit; null when there is no room, which the next choice sees.</summary>
    /// <exception cref="AxleException">The store cannot be reached.</exception>
    public async ValueTask<RateTicket?> TakeAsync(ModelCall call, RouteCourse course, CancellationToken cancellationToken)
    {
        var deployment = course.Current.Deployment;
        var turn = course.Turn?.Limit == deployment.Limit ? course.Turn : null;
        RateTicket? taken = null;
        try
        {
            if ((taken = turn?.Ticket) is null)
            {
                var place = turn?.Id ?? PlaceOf(call);
                (taken, var wait) = await deployment.Limit.TakeAsync(course.Needs.Tokens, place, waits: turn is not null, cancellationToken);
                if (turn is not null)
                    course.Turn = turn with { At = time.GetUtcNow() + wait };
            }

            if (taken is not null && turn is not null)
                course.Turn = null;
            return taken;
        }
        finally
        {
            if (taken is null)
            {
                deployment.Fail(ErrorKind.Cancelled, wait: null, time.GetUtcNow());
                course.StepBack();
            }
        }
    }

    /// <summary>Gets a call that waits a place at the one who is free first.</summary>
    /// <returns>Whether it is its turn already.</returns>
    /// <exception cref="AxleException">The store cannot be reached.</exception>
    public async ValueTask<bool> LineUpAsync(ModelCall call, RouteCourse course, CancellationToken cancellationToken)
    {
        if (!course.WaitsForOthers() || !(ComesAgain(call) || course.FreeAt() < call.Request.Deadline))
            return false;
        Leave(course);
        var limit = course.FreeFirst()!.Limit;
        var place = PlaceOf(call) ?? Guid.CreateVersion7(time.GetUtcNow());
        var (taken, wait) = await limit.TakeAsync(course.Needs.Tokens, place, waits: true, cancellationToken);
        course.LineUp(new LimitTurn(limit, place, time.GetUtcNow() + wait, taken));
        return taken is not null;
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

    // The same when the step is made again, wherever that is.
    private static Guid? PlaceOf(ModelCall call) => call.Request.Scope is { Run: { } run } scope
        ? new Guid(SHA256.HashData(Encoding.UTF8.GetBytes($"{run}\n{scope.Step}\n{scope.Agent}")).AsSpan(0, 16))
        : null;
}
