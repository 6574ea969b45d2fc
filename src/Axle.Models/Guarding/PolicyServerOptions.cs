namespace Axle.Models.Guarding;

/// <summary>An Open Policy Agent that is asked after the policies of files: section <c>guardrails.policyServer</c> of <c>axle.yaml</c>.</summary>
/// <param name="Url">Its address.</param>
public sealed record PolicyServerOptions(Uri Url)
{
    /// <summary>The rule that is asked. Default: <c>axle/decision</c>.</summary>
    public string Path { get; init; } = "axle/decision";

    /// <summary>Longest wait for an answer, 100 milliseconds to 30 seconds. Default: 2 seconds.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Whether what cannot be asked may happen. Default: it may not.</summary>
    public bool AllowsWhenUnreachable { get; init; }

    /// <summary>Name of the environment variable with the bearer token; null for none.</summary>
    public string? KeyVariable { get; init; }
}
