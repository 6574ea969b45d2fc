using System.Text.RegularExpressions;
using Axle.Tools.Findings;

namespace Axle.Tools.BuiltIn.Security;

/// <summary>Weak spots of a Dockerfile.</summary>
internal static partial class DockerScan
{
    private static readonly Rule Root = new("cfg.docker.root-user", Severity.Low, 0.85,
        "A fault in the program gives the attacker root inside the container.", "Add a USER that is not root in the last stage.");
    private static readonly Rule Latest = new("cfg.docker.unpinned-image", Severity.Low, 0.9,
        "Tomorrow's build can get another image than today's.", "Name a version, or better a digest.");
    private static readonly Rule AddRemote = new("cfg.docker.add-remote", Severity.Medium, 0.9,
        "ADD takes what the address gives, without a check.", "Download with a checksum (ADD --checksum, or curl and sha256sum).");
    private static readonly Rule Secret = new("cfg.docker.secret-in-image", Severity.High, 0.75,
        "The value stays in the image's layers and history (CWE-798).", "Pass it at run time or use RUN --mount=type=secret.");

    public static void Run(ConfigFindings findings)
    {
        var stages = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var (lastFrom, lastImage, user) = (0, "", "");
        foreach (var (line, text) in Instructions(findings.File.Text))
        {
            var words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            switch (words[0].ToUpperInvariant())
            {
                case "FROM" when words.Length > 1:
                    (lastFrom, lastImage, user) = (line, words.Skip(1).First(w => !w.StartsWith("--", StringComparison.Ordinal)), "");
                    Image(findings, line, lastImage, stages);
                    if (words.Length > 3 && words[^2].Equals("AS", StringComparison.OrdinalIgnoreCase))
                        stages.Add(words[^1]);
                    break;
                case "USER" when words.Length > 1:
                    user = words[1];
                    break;
                case "ADD" when words
                    .Any(w => w.StartsWith("http://", StringComparison.Ordinal) || w.StartsWith("https://", StringComparison.Ordinal)) &&
                    !text.Contains("--checksum", StringComparison.Ordinal):
                    findings.Add(AddRemote, line, $"ADD downloads {words.First(w => w.StartsWith("http", StringComparison.Ordinal))}.");
                    break;
                case "ENV" or "ARG":
                    Secrets(findings, line, text);
                    break;
            }
        }

        if (lastFrom > 0 && user.Split(':')[0] is "" or "root" or "0" && !RunsAsOther(lastImage))
            findings.Add(Root, lastFrom, user.Length == 0
                ? $"The last stage (FROM {lastImage}) sets no USER, so it runs as root unless the image says otherwise."
                : $"The last stage runs as {user}.", confidence: user.Length == 0 ? 0.75 : null);
    }

    private static void Image(ConfigFindings findings, int line, string image, HashSet<string> stages)
    {
        if (stages.Contains(image) || image is "scratch" || image.Contains('$', StringComparison.Ordinal) ||
            image.Contains('@', StringComparison.Ordinal))
            return;
        var name = image[(image.LastIndexOf('/') + 1)..];
        if (!name.Contains(':', StringComparison.Ordinal) || name.EndsWith(":latest", StringComparison.Ordinal))
            findings.Add(Latest, line,
                $"The base image {image} has {(name.Contains(':', StringComparison.Ordinal) ? "the moving tag latest" : "no tag, which means latest")}.");
    }

    private static void Secrets(ConfigFindings findings, int line, string text)
    {
        foreach (Match match in Assigned().Matches(text))
        {
            var (name, value) = (match.Groups["n"].Value, match.Groups["v"].Value.Trim('"', '\''));
            if (value.Length >= 6 && !SecretText.IsPlaceholder(value) && !SecretText.IsAboutSecrets(name) && !value.StartsWith('/') &&
                !bool.TryParse(value, out _))
                findings.Add(Secret, line, $"'{name}' is set to a fixed value in the image: {SecretText.Mask(value)}.");
        }
    }

    /// <summary>Images that are made to run as another user.</summary>
    private static bool RunsAsOther(string image) =>
        image.Contains("nonroot", StringComparison.Ordinal) || image.Contains("rootless", StringComparison.Ordinal) ||
            image.Contains("chiseled", StringComparison.Ordinal) || image.Contains("unprivileged", StringComparison.Ordinal);

    /// <summary>Instructions with their first line; continuation lines joined, comments and heredocs left out.</summary>
    private static IEnumerable<(int Line, string Text)> Instructions(string text)
    {
        var lines = text.Split('\n');
        var (start, joined) = (0, "");
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].Trim();
            if (line.Length == 0 || line[0] == '#')
                continue;
            if (joined.Length == 0)
                start = i + 1;
            joined += line.TrimEnd('\\') + " ";
            if (line.EndsWith('\\'))
                continue;
            yield return (start, joined.Trim());
            joined = "";
        }
    }

    [GeneratedRegex(@"(?<n>\b\w*(?i:password|passwd|secret|token|api_?key|private_?key)\w*)(?:=|\s+)(?<v>\S+)", RegexOptions.NonBacktracking)]
    private static partial Regex Assigned();
}
