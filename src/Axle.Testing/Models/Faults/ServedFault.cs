namespace Axle.Testing.Models.Faults;

/// <summary>What goes wrong on the way from the <see cref="ModelServer"/> to its caller.</summary>
/// <param name="Kind">What goes wrong.</param>
public sealed record ServedFault(FaultKind Kind)
{
    /// <summary>
    /// How long it is waited, for <see cref="FaultKind.SlowFirstByte"/> and <see cref="FaultKind.Stall"/>; null waits until
    /// <see cref="ModelServer.Release"/> is called or the caller hangs up.
    /// </summary>
    public TimeSpan? Delay { get; init; }

    /// <summary>How long the caller is asked to wait, for errors that ask; null says nothing about it.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>How far the server's clock is off, for <see cref="FaultKind.SkewedClock"/>.</summary>
    public TimeSpan Skew { get; init; } = TimeSpan.FromHours(-3);

    /// <summary>Bytes of the answer, for <see cref="FaultKind.Huge"/>.</summary>
    public int Bytes { get; init; } = 40 * 1024 * 1024;

    /// <summary>The error that this fault is; null when it is none.</summary>
    internal ServedError? Error => Kind switch
    {
        FaultKind.RateLimited => new ServedError(ErrorCase.RateLimited) { RetryAfter = RetryAfter },
        FaultKind.SkewedClock => new ServedError(ErrorCase.RateLimited) { RetryAfter = RetryAfter ?? TimeSpan.FromSeconds(2), SaysDate = true },
        FaultKind.Overloaded => new ServedError(ErrorCase.Overloaded) { RetryAfter = RetryAfter },
        FaultKind.PaymentRequired => new ServedError(ErrorCase.PaymentRequired),
        FaultKind.QuotaSpent => new ServedError(ErrorCase.QuotaSpent),
        FaultKind.ServerFailed => new ServedError(ErrorCase.ServerFailed),
        FaultKind.BadGateway => new ServedError(ErrorCase.BadGateway),
        _ => null,
    };
}

/// <summary>Ways in which an exchange goes wrong.</summary>
public enum FaultKind
{
    /// <summary>The first byte comes late.</summary>
    SlowFirstByte = 0,

    /// <summary>Half of the answer comes, then nothing for a while.</summary>
    Stall,

    /// <summary>The connection ends in the middle of the headers.</summary>
    CutInHeaders,

    /// <summary>The connection ends in the middle of the body or the stream.</summary>
    Cut,

    /// <summary>Half of the body or the stream comes, and then it ends politely.</summary>
    EndsEarly,

    /// <summary>The body is no JSON and no stream, although its type says so.</summary>
    NotJson,

    /// <summary>The JSON breaks off in the middle of the answer or of an event.</summary>
    BrokenJson,

    /// <summary>A page of a proxy comes instead of an answer, with status 200.</summary>
    WrongContentType,

    /// <summary>Half of a character of UTF-8 stands in the middle.</summary>
    HalfCharacter,

    /// <summary>429 with a date to wait for, by a clock that is hours off.</summary>
    SkewedClock,

    /// <summary>An answer of tens of megabytes.</summary>
    Huge,

    /// <summary>429 with the provider's headers.</summary>
    RateLimited,

    /// <summary>529 or 503.</summary>
    Overloaded,

    /// <summary>402.</summary>
    PaymentRequired,

    /// <summary>The quota is spent.</summary>
    QuotaSpent,

    /// <summary>500.</summary>
    ServerFailed,

    /// <summary>502 with a page.</summary>
    BadGateway,

    /// <summary>A stream begins well and then tells an error; answers that are no stream become <see cref="Overloaded"/>.</summary>
    ErrorInStream,
}
