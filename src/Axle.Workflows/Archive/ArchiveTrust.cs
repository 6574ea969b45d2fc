using System.Collections.Immutable;

namespace Axle.Workflows.Archive;

/// <summary>Which signatures are believed.</summary>
/// <param name="Keys">Keys to check signatures with; those that archives name are found by id.</param>
/// <param name="RequireSignature">Whether archives without a signature by one of the keys are refused.</param>
public sealed record ArchiveTrust(ImmutableArray<ArchiveKey> Keys, bool RequireSignature = false)
{
    /// <summary>No keys: archives are checked for being whole and unchanged, not for who made them.</summary>
    public static ArchiveTrust Nobody { get; } = new([]);

    /// <summary>Checks the signature of an archive.</summary>
    /// <exception cref="AxleException">Refused: it is wrong, or missing although one is asked for.</exception>
    internal SignatureState Check(string head, ArchiveSignature? signature)
    {
        if (signature is null)
        {
            return RequireSignature
                ? throw new AxleException(ErrorKind.Refused, "The archive is not signed, and only signed ones are accepted. Have it exported with a key.")
                : SignatureState.None;
        }

        var key = Keys.FirstOrDefault(k => k.Id == signature.Key && k.Algorithm == signature.Algorithm);
        if (key is null)
        {
            return RequireSignature
                ? throw new AxleException(
                    ErrorKind.Refused, $"The archive is signed with the {signature.Algorithm} key '{signature.Key}', which is not among the trusted ones. Add it if it is.")
                : SignatureState.Unchecked;
        }

        return key.Verifies(head, signature.Value)
            ? SignatureState.Valid
            : throw new AxleException(ErrorKind.Refused, $"The signature of the archive is not that of the {key}: the archive was changed by someone without the key.");
    }
}
