namespace Axle;

/// <summary>An error as data: what a history records and a user reads.</summary>
/// <param name="Kind">The class of the error; decides whether it is retried.</param>
/// <param name="Message">What is wrong, where, and how to mend it. Carries no secret, prompt or personal data.</param>
/// <param name="RetryAfter">How long the other side asks to wait before another attempt; null when it does not say.</param>
public sealed record AxleError(ErrorKind Kind, string Message, TimeSpan? RetryAfter = null);
