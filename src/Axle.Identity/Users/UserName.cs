using System.Text.RegularExpressions;

namespace Axle.Identity.Users;

/// <summary>Names that users sign in with.</summary>
public static partial class UserName
{
    /// <summary>Characters of the longest name.</summary>
    public const int Longest = 64;

    /// <summary>The form in which names are unique.</summary>
    public static string Key(string name) => name.Trim().ToLowerInvariant();

    /// <summary>Refuses what is no name.</summary>
    /// <exception cref="AxleException"><see cref="ErrorKind.Validation"/>.</exception>
    public static string Check(string? name)
    {
        var key = Key(name ?? "");
        return Form().IsMatch(key)
            ? key
            : throw new AxleException(ErrorKind.Validation, "A user's name has 2 to 64 letters, digits, '.', '_', '-' or '@', and begins with a letter or a digit.");
    }

    /// <summary>Refuses what cannot be an e-mail address; only the look of it is checked.</summary>
    /// <exception cref="AxleException"><see cref="ErrorKind.Validation"/>.</exception>
    public static string? CheckEmail(string? email) =>
        string.IsNullOrWhiteSpace(email) ? null
        : Email().IsMatch(email.Trim()) ? email.Trim()
        : throw new AxleException(ErrorKind.Validation, "The e-mail address is none: it looks like name@example.org and has at most 254 characters.");

    [GeneratedRegex("^[a-z0-9][a-z0-9._@-]{1,63}$", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)]
    private static partial Regex Form();

    [GeneratedRegex(@"^[^\s@<>""]{1,64}@[^\s@<>""]{3,189}$", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)]
    private static partial Regex Email();
}
