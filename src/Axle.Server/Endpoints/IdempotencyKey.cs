using Microsoft.AspNetCore.Http;

namespace Axle.Server.Endpoints;

/// <summary>The header that makes a request that changes something safe to repeat.</summary>
internal static class IdempotencyKey
{
    private const string Header = "Idempotency-Key";
    private const int Longest = 200;

    /// <summary>The key of a request; null when it has none.</summary>
    /// <exception cref="AxleException"><see cref="ErrorKind.Validation"/>: it is too long, or has other characters.</exception>
    public static string? Of(HttpContext http)
    {
        if (http.Request.Headers[Header] is not [{ Length: > 0 } key])
            return null;
        return key.Length <= Longest && key.All(static c => c is > ' ' and < '\x7f')
            ? key
            : throw new AxleException(ErrorKind.Validation, $"The header {Header} has 1 to {Longest} visible ASCII characters.");
    }
}
