using System.Collections.Immutable;
using System.Diagnostics;

namespace Axle.Workflows.Payloads;

/// <summary>
/// The keys that stored values are encrypted with: new values with the first, old ones are read with the one they name. To rotate, put
/// a new key in front; remove an old one when nothing is encrypted with it any more. Prints ids, never keys.
/// </summary>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class PayloadKeys
{
    /// <summary>A key has so many bytes: AES-256.</summary>
    public const int KeyLength = 32;

    /// <summary>A ring holds at most so many keys.</summary>
    public const int MostKeys = 100;

    private const int MostIdCharacters = 64;
    private readonly Dictionary<string, byte[]> _material;

    internal PayloadKeys(ImmutableArray<string> ids, Dictionary<string, byte[]> material)
    {
        Ids = ids;
        _material = material;
    }

    /// <summary>The ids of the keys; the first is the current one.</summary>
    public ImmutableArray<string> Ids { get; }

    /// <summary>The key that new values are encrypted with.</summary>
    public string CurrentId => Ids[0];

    /// <summary>
    /// Reads keys: one a line (or separated by <c>;</c>) as <c>id:key</c>, where the key is 32 random bytes in base64
    /// (<c>openssl rand -base64 32</c>) and the id is yours, for example a date. Empty lines and lines with <c>#</c> in front are ignored.
    /// </summary>
    /// <param name="text">The lines.</param>
    /// <param name="source">Where they came from, for messages.</param>
    /// <exception cref="AxleException">Validation: says which line is wrong; never shows a key.</exception>
    public static PayloadKeys Parse(string text, string source) => PayloadKeyLines.Read(text, source);

    /// <summary>Reads keys from where a reference says: <c>env:NAME</c> or <c>file:path</c>.</summary>
    /// <param name="reference">The reference. It is no secret.</param>
    /// <param name="variable">Gives an environment variable; null when it is not set.</param>
    /// <param name="file">Gives the text of a file.</param>
    /// <exception cref="AxleException">The reference has no known form, nothing is there, or what is there are no keys.</exception>
    public static PayloadKeys Read(string reference, Func<string, string?> variable, Func<string, string> file)
    {
        ArgumentNullException.ThrowIfNull(reference);
        var (form, name) = reference.IndexOf(':', StringComparison.Ordinal) is >= 0 and var colon
            ? (reference[..colon], reference[(colon + 1)..])
            : ("", reference);
        return (form, name) switch
        {
            ("env", { Length: > 0 }) => Parse(
                variable(name) ?? throw new AxleException(
                    ErrorKind.Authentication, $"The encryption keys are to come from the environment variable {name}, which is not set. Set it, or name another."),
                $"environment variable {name}"),
            ("file", { Length: > 0 }) => Parse(FileText(name, file), $"file {name}"),
            // What stands there may be a key that someone put in the wrong place.
            _ => throw new AxleException(ErrorKind.Validation, "A reference to encryption keys is 'env:NAME' or 'file:PATH'; this one is neither. Never put a key itself there."),
        };
    }

    /// <summary>Whether the text can be the id of a key: 1 to 64 characters out of letters, digits, <c>-</c>, <c>_</c> and <c>.</c>.</summary>
    public static bool IsKeyId(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length is > 0 and <= MostIdCharacters && text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
    }

    /// <inheritdoc/>
    public override string ToString() => $"keys {string.Join(", ", Ids)}";

    /// <summary>The bytes of a key; null when there is none of that id.</summary>
    internal byte[]? Find(string id) => _material.GetValueOrDefault(id);

    /// <summary>What is said of a key that is not there.</summary>
    internal AxleException Missing(string id) => new(
        ErrorKind.Authentication,
        $"A stored value is encrypted with the key '{id}', which is not among the configured ones ({string.Join(", ", Ids)}). Put it back, behind the current one.");

    private static string FileText(string path, Func<string, string> file)
    {
        try
        {
            return file(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new AxleException(ErrorKind.Authentication, $"The encryption keys cannot be read from file '{path}': {exception.Message}", exception);
        }
    }
}
