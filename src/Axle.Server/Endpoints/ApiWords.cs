using System.Text.Json;

namespace Axle.Server.Endpoints;

/// <summary>Words of the API.</summary>
internal static class ApiWords
{
    /// <summary>The word for a value of an enumeration: <c>unknownOutcome</c>.</summary>
    public static string Name<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    /// <summary>Reads words parted by commas.</summary>
    /// <param name="name">Name of the parameter, for errors.</param>
    /// <param name="text">What was given; null for nothing.</param>
    /// <exception cref="AxleException"><see cref="ErrorKind.Validation"/>: there is no such word.</exception>
    public static IEnumerable<T> Read<T>(string name, string? text)
        where T : struct, Enum
    {
        foreach (var word in (text ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            yield return Enum.TryParse<T>(word, ignoreCase: true, out var value) && Enum.IsDefined(value) && !char.IsAsciiDigit(word[0])
                ? value
                : throw new AxleException(
                    ErrorKind.Validation,
                    $"{name}={(word.Length <= 50 ? word : word[..50])} does not exist. Use {string.Join(", ", Enum.GetValues<T>().Select(Name))}.");
        }
    }
}
