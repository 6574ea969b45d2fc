using Axle.Models.Limits;
using Microsoft.Extensions.AI;

namespace Axle.Models.Routing;

/// <summary>One attempt of a call at one candidate. It ends as a success, as a failure, or, when it is disposed before, as given up.</summary>
internal sealed class RouteAttempt(Router router, ModelCall call, Candidate candidate, IChatClient client, bool isShared) : IDisposable
{
    /// <summary>The call.</summary>
    public ModelCall Call => call;

    /// <summary>Who is asked.</summary>
    public Candidate Candidate => candidate;

    /// <summary>Its client.</summary>
    public IChatClient Client => client;

    /// <summary>Which attempt of the call it is, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>What was taken of the rate limit.</summary>
    public required RateTicket Ticket { get; init; }

    /// <summary>When it began, as a timestamp of the clock.</summary>
    public required long Began { get; init; }

    /// <summary>Whether its end was told.</summary>
    public bool IsSettled { get; set; }

    public void Dispose()
    {
        if (!IsSettled)
            router.Abandon(this);
        if (!isShared)
            client.Dispose();
    }
}
