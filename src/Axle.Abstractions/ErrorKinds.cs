using System.Text.Json;

namespace Axle;

/// <summary>Facts about every <see cref="ErrorKind"/>.</summary>
public static class ErrorKinds
{
    /// <summary>Whether another attempt can help: true for trouble that passes by itself, false for trouble that needs a change.</summary>
    public static bool IsTransient(this ErrorKind kind) => kind is
        ErrorKind.Unknown or ErrorKind.Timeout or ErrorKind.Network or ErrorKind.RateLimited or
        ErrorKind.Overloaded or ErrorKind.Tool or ErrorKind.MalformedAnswer;

    /// <summary>The kind's name in files and JSON, for example <c>rateLimited</c>.</summary>
    public static string ToName(this ErrorKind kind) => JsonNamingPolicy.CamelCase.ConvertName(kind.ToString());

    /// <summary>Finds a kind by its name in files, letter case ignored.</summary>
    public static bool TryParse(string name, out ErrorKind kind) =>
        Enum.TryParse(name, ignoreCase: true, out kind) && Enum.IsDefined(kind) && !char.IsAsciiDigit(name[0]);
}
