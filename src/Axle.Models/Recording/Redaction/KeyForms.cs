using System.Text.RegularExpressions;

namespace Axle.Models.Recording.Redaction;

/// <summary>Keys and tokens that are known by their form, also where they are half masked.</summary>
internal static partial class KeyForms
{
    /// <summary>Where they stand.</summary>
    public static IEnumerable<(int Start, int Length)> Find(string text)
    {
        foreach (Match match in Form().Matches(text))
        {
            if (match.Index == 0 || !char.IsLetterOrDigit(text[match.Index]) || !char.IsLetterOrDigit(text[match.Index - 1]))
                yield return (match.Index, match.Length);
        }
    }

    [GeneratedRegex(
        """
        (sk|pk|rk)-[A-Za-z0-9_\-*.]{8,}|AIza[A-Za-z0-9_\-]{20,}|gh[pousr]_[A-Za-z0-9]{16,}|github_pat_[A-Za-z0-9_]{16,}|xox[abprs]-[A-Za-z0-9\-]{8,}|hf_[A-Za-z0-9]{16,}
        |AKIA[A-Z0-9]{12,}|eyJ[A-Za-z0-9_\-]{8,}\.[A-Za-z0-9_\-]{8,}\.[A-Za-z0-9_\-]*|[Bb]earer\ +[A-Za-z0-9._~+/=\-]{12,}
        |-----BEGIN\ [A-Z\ ]*PRIVATE\ KEY-----[^\-]*(-----END\ [A-Z\ ]*PRIVATE\ KEY-----)?
        |[?&](key|api_key|apikey|token|access_token|sig|signature)=[^&\s"'<>]{4,}
        """,
        RegexOptions.NonBacktracking | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Form();
}
