namespace Axle.Identity.Passwords;

/// <summary>Which passwords are taken: by length, as NIST SP 800-63B asks for, and none that everybody tries first.</summary>
public static class PasswordRules
{
    /// <summary>Fewest characters.</summary>
    public const int Shortest = 12;

    /// <summary>Most characters: more would only make the hash dear.</summary>
    public const int Longest = 256;

    private const int FewestDifferent = 5;

    private static readonly string[] TriedFirst =
        ["password", "passwort", "qwerty", "qwertz", "123456", "letmein", "welcome", "admin", "iloveyou", "changeme", "secret", "axle"];

    /// <summary>Refuses a password that would be guessed.</summary>
    /// <param name="password">The password; it is never in a message.</param>
    /// <param name="user">Name of the user.</param>
    /// <exception cref="AxleException"><see cref="ErrorKind.Validation"/>.</exception>
    public static void Check(string? password, string user)
    {
        var fault = Fault(password ?? "", user);
        if (fault is not null)
            throw new AxleException(ErrorKind.Validation, fault);
    }

    private static string? Fault(string password, string user)
    {
        if (password.Length < Shortest)
            return $"The password has fewer than {Shortest} characters. Use a sentence, or let a password manager make one.";
        if (password.Length > Longest)
            return $"The password has more than {Longest} characters. Use a shorter one.";
        if (password.Distinct().Count() < FewestDifferent)
            return "The password repeats a few characters. Use a sentence, or let a password manager make one.";
        if (user.Length > 0 && Rest(password, user).Length < Shortest / 2)
            return "The password is little more than the user's name. Use another.";
        return TriedFirst.Aggregate(password, Rest).Length < Shortest / 2
            ? "The password is little more than words that everybody tries first. Use another."
            : null;
    }

    private static string Rest(string password, string word) => password.Replace(word, "", StringComparison.OrdinalIgnoreCase);
}
