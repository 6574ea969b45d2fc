using System.Security.Cryptography;
using System.Text;
using Axle.Tools.Findings;

namespace Axle.Tools.BuiltIn.Reports.Reading;

/// <summary>
/// Names a finding so that the next review knows it again although lines above it came or went: a hash of rule, file and the
/// line's text without white space. Same idea as <c>primaryLocationLineHash</c> of code hosts.
/// </summary>
internal static class Fingerprint
{
    /// <summary>What the hash is made of.</summary>
    /// <param name="finding">The finding.</param>
    /// <param name="line">
    /// The line's text; null when it cannot be read or holds a secret (a hash of a short secret could be guessed): then the message
    /// without its digits stands in.
    /// </param>
    public static string Of(Finding finding, string? line)
    {
        var text = line is null
            ? "message:" + string.Concat(finding.Message.Where(static c => !char.IsAsciiDigit(c)))
            : "line:" + string.Concat(line.Where(static c => !char.IsWhiteSpace(c)));
        return $"{finding.Rule}\n{finding.File}\n{text}";
    }

    /// <summary>The fingerprint of the n-th finding with this identity in its file, from 1: 32 hex digits.</summary>
    public static string Number(string identity, int occurrence) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{identity}\n{occurrence}")).AsSpan(0, 16));
}
