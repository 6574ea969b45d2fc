using Axle.Models.Limits;

namespace Axle.Models.Routing;

/// <summary>One attempt of a call at one candidate. It ends as a success, as a failure, or, when it is disposed before, as given up.</summary>
internal sealed class RouteAttempt(Router router, ModelCall call, Candidate candidate) : IDisposable
{
    /// <summary>The call.</summary>
    public ModelCall Call => call;

    /// <summary>Who is asked.</summary>
    public Candidate Candidate => candidate;

    /// <summary>Which attempt of the call it is, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>What was taken of the rate limit.</summary>
    public required RateTicket Ticket { get; init; }

    /// <summary>Tokens of prompt and answer, estimated.</summary>
    public required long Tokens { get; init; }

    /// <summary>When the provider's time began, as a timestamp of the clock.</summary>
    public required long Began { get; set; }

    /// <summary>Whether it shows if a provider that was taken out is back; nobody else is let through before it ends.</summary>
    public required bool IsProbe { get; init; }

    /// <summary>The call as the limits of its key see it.</summary>
    public SentCall Sent => new(Began, Tokens, candidate.Deployment.Model);

    /// <summary>Whether its end was told.</summary>
    public bool IsSettled { get; set; }

    /// <summary>It waits before its provider is asked, for how long nobody knows: another may be the probe meanwhile.</summary>
    public void StandBack()
    {
        if (IsProbe)
            candidate.Deployment.GiveProbeUp();
    }

    /// <summary>The wait is over, and only now the provider's time begins.</summary>
    public void GoOn() => Began = router.Timestamp();

    public void Dispose()
    {
        if (!IsSettled)
            router.Abandon(this);
    }
}
