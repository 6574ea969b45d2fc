using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Axle.Identity.Passwords;

/// <summary>
/// What is kept of a password: PBKDF2 with HMAC-SHA-512 as OWASP's password storage sheet asks for, under a salt of its own, as
/// <c>pbkdf2-sha512$rounds$salt$hash</c>. About 0.1 seconds of one core.
/// </summary>
public static class PasswordHash
{
    /// <summary>Rounds of a hash that is made now.</summary>
    public const int Rounds = 220_000;

    private const string Scheme = "pbkdf2-sha512";
    private const int MostRounds = 10_000_000;
    private const int SaltBytes = 16;
    private const int HashBytes = 32;

    /// <summary>A hash that no password has, and that takes as long to compare: for people who do not exist.</summary>
    public static string Nobodys { get; } = Text(Rounds, new byte[SaltBytes], new byte[HashBytes]);

    /// <summary>Makes the hash of a password.</summary>
    public static string Create(string password)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltBytes);
        return Text(Rounds, salt, Derive(password, salt, Rounds));
    }

    /// <summary>Whether a password is the one whose hash was kept.</summary>
    /// <exception cref="AxleException"><see cref="ErrorKind.Internal"/>: what was kept is no hash.</exception>
    public static bool Matches(string password, string kept)
    {
        var (rounds, salt, hash) = Parse(kept);
        return CryptographicOperations.FixedTimeEquals(Derive(password, salt, rounds), hash);
    }

    /// <summary>Whether a hash was made with less work than one that is made now: it is made anew when the password is known.</summary>
    public static bool IsOutdated(string kept) => Parse(kept).Rounds < Rounds;

    private static byte[] Derive(string password, byte[] salt, int rounds) =>
        Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(password), salt, rounds, HashAlgorithmName.SHA512, HashBytes);

    private static string Text(int rounds, byte[] salt, byte[] hash) =>
        string.Create(CultureInfo.InvariantCulture, $"{Scheme}${rounds}${Convert.ToBase64String(salt)}${Convert.ToBase64String(hash)}");

    private static (int Rounds, byte[] Salt, byte[] Hash) Parse(string kept)
    {
        var parts = kept.Split('$');
        var (salt, hash) = (new byte[SaltBytes], new byte[HashBytes]);
        if (parts is [Scheme, var rounds, var saltText, var hashText]
            && int.TryParse(rounds, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is > 0 and <= MostRounds
            && Convert.TryFromBase64String(saltText, salt, out var saltLength) && saltLength == SaltBytes
            && Convert.TryFromBase64String(hashText, hash, out var hashLength) && hashLength == HashBytes)
        {
            return (count, salt, hash);
        }

        throw new AxleException(ErrorKind.Internal, "The password of a user is stored in a form that this Axle does not know. Invite the user anew.");
    }
}
