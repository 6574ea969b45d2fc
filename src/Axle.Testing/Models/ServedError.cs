namespace Axle.Testing.Models;

/// <summary>An error, with the status, the headers and the body of the provider that was asked.</summary>
/// <param name="Case">What is wrong.</param>
public sealed record ServedError(ErrorCase Case) : ServedReply
{
    /// <summary>How long the caller is asked to wait; null says nothing about it.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether the error's text quotes the key of the request, as some servers do.</summary>
    public bool EchoesKey { get; init; }

    /// <summary>Whether the waiting time is told as a date instead of seconds.</summary>
    public bool SaysDate { get; init; }
}

/// <summary>Errors that providers answer with.</summary>
public enum ErrorCase
{
    /// <summary>Too many requests or tokens in a minute: 429, with the provider's headers or details.</summary>
    RateLimited = 0,

    /// <summary>The quota or credit is spent, in the way this provider tells it (Anthropic 400, OpenAI 429, Gemini 429 of a day).</summary>
    QuotaSpent,

    /// <summary>Billing stands in the way: 402 (Gemini: 403).</summary>
    PaymentRequired,

    /// <summary>Too much load: Anthropic 529, others 503.</summary>
    Overloaded,

    /// <summary>The key is wrong: 401 (Gemini: 400).</summary>
    BadKey,

    /// <summary>The key may not do this: 403.</summary>
    Forbidden,

    /// <summary>The request is not valid: 400.</summary>
    Invalid,

    /// <summary>The prompt does not fit into the model's context: 400.</summary>
    TooLong,

    /// <summary>The request has too many bytes: 413 (Gemini: 400).</summary>
    TooLarge,

    /// <summary>A content filter refused: 400 (Gemini: 200 without an answer).</summary>
    Refused,

    /// <summary>There is no such model: 404.</summary>
    UnknownModel,

    /// <summary>The provider failed: 500.</summary>
    ServerFailed,

    /// <summary>Something in between answers with a page: 502.</summary>
    BadGateway,

    /// <summary>The provider took too long: 504.</summary>
    TimedOut,
}
