using System.Text.RegularExpressions;
using Axle.Tools.BuiltIn.Documents;
using Axle.Tools.Findings;

namespace Axle.Tools.BuiltIn.Security;

/// <summary>Weak spots of settings files: appsettings, package.json scripts, .env, Terraform.</summary>
internal static partial class SettingsScan
{
    private static readonly Rule DetailedErrors = new("cfg.dotnet.detailed-errors", Severity.Medium, 0.85,
        "Visitors see stack traces and settings (CWE-209).", "Keep it in appsettings.Development.json only.");
    private static readonly Rule AllHosts = new("cfg.dotnet.allowed-hosts", Severity.Info, 0.8,
        "Requests with any host name are accepted.", "Name the hosts in production settings.");
    private static readonly Rule SqlTrust = new("cfg.database.trust-certificate", Severity.Low, 0.8,
        "The database's certificate is not checked (CWE-295).", "Drop TrustServerCertificate in production settings.");
    private static readonly Rule ScriptDownload = new("cfg.npm.download-script", Severity.Medium, 0.85,
        "Whoever controls the server or the way to it runs code here (CWE-494).", "Download a fixed version and check its hash.");
    private static readonly Rule EnvFile = new("cfg.env-file", Severity.Medium, 0.8,
        "Files of this kind hold the secrets of one machine and should not be shared (CWE-538).",
        "Remove it from the repository, ignore it, and keep a .env.example.");
    private static readonly Rule OpenPort = new("cfg.terraform.open-admin-port", Severity.High, 0.9,
        "Anyone on the internet can try to log in (CWE-284).", "Allow the addresses that need it, or use a bastion.");
    private static readonly int[] AdminPorts = [22, 3389, 3306, 5432, 1433, 6379, 27017, 9200, 5985, 2375];

    public static void AppSettings(ConfigFindings findings, DataNode root)
    {
        var development = findings.File.Name.Contains("Development", StringComparison.OrdinalIgnoreCase) ||
            findings.File.Name.Contains("Local", StringComparison.OrdinalIgnoreCase);
        foreach (var node in root.All())
        {
            if (node.Key is "DetailedErrors" && node.IsTrue && !development)
                findings.Add(DetailedErrors, node.Line, "DetailedErrors is on outside the development settings.");
            if (node.Key is "AllowedHosts" && node.Text is "*" &&
                findings.File.Name.Contains("Production", StringComparison.OrdinalIgnoreCase))
                findings.Add(AllHosts, node.Line, "AllowedHosts accepts every host (*).");
            if (node.Text?.Contains("TrustServerCertificate=True", StringComparison.OrdinalIgnoreCase) == true && !development)
                findings.Add(SqlTrust, node.Line, $"The connection string '{node.Key}' trusts any server certificate.");
        }
    }

    public static void PackageScripts(ConfigFindings findings, DataNode root)
    {
        foreach (var script in root["scripts"]?.Children ?? [])
        {
            if (script.Text is { } text && Pipe().IsMatch(text))
                findings.Add(ScriptDownload, script.Line,
                    $"The script '{script.Key}' runs a download as it comes: `{(text.Length > 80 ? text[..77] + "..." : text)}`.");
        }
    }

    public static void Env(ConfigFindings findings)
    {
        var secrets = new List<(int Line, string Name)>();
        for (var number = 1; number <= findings.File.LineCount; number++)
        {
            if (EnvSecret().Match(findings.File.Line(number).ToString()) is { Success: true } match &&
                match.Groups["v"].Value.Trim('"', '\'') is { Length: >= 8 } value && !SecretText.IsPlaceholder(value) &&
                SecretText.Entropy(value) > 2.8)
                secrets.Add((number, match.Groups["n"].Value));
        }

        if (secrets.Count > 0)
            findings.Add(EnvFile, secrets[0].Line,
                $"An environment file with values for {string.Join(", ", secrets.Take(3).Select(s => s.Name))}{(secrets.Count > 3 ? " and others" : "")} is in the workspace.");
    }

    public static void Terraform(ConfigFindings findings)
    {
        var (depth, start, open, from, to) = (0, 0, 0, -1, -1);
        for (var number = 1; number <= findings.File.LineCount; number++)
        {
            var line = findings.File.Line(number).ToString().Split('#')[0];
            if (start == 0 && Ingress().IsMatch(line))
                (depth, start, open, from, to) = (0, number, 0, -1, -1);
            if (start == 0)
                continue;
            depth += line.Count(c => c == '{') - line.Count(c => c == '}');
            if (Port().Match(line) is { Success: true } port)
                (from, to) = port.Groups[1].Value is "from_port"
                    ? (int.Parse(port.Groups[2].Value, System.Globalization.CultureInfo.InvariantCulture), to)
                    : (from, int.Parse(port.Groups[2].Value, System.Globalization.CultureInfo.InvariantCulture));
            if (line.Contains("\"0.0.0.0/0\"", StringComparison.Ordinal) || line.Contains("\"::/0\"", StringComparison.Ordinal))
                open = number;
            if (depth > 0)
                continue;
            if (open > 0 && from >= 0 && Array.Find(AdminPorts, p => from <= p && p <= Math.Max(from, to)) is > 0 and var admin)
                findings.Add(OpenPort, open, $"Port {admin} is open to the whole internet (ports {from} to {Math.Max(from, to)}).");
            start = 0;
        }
    }

    [GeneratedRegex(@"\b(?:curl|wget)\b[^|;]*\|\s*(?:sudo\s+)?(?:ba|z)?sh\b", RegexOptions.NonBacktracking)]
    private static partial Regex Pipe();

    [GeneratedRegex(@"^\s*(?:export\s+)?(?<n>\w*(?i:password|passwd|secret|token|api_?key|private_?key)\w*)\s*=\s*(?<v>[^\s#]+)", RegexOptions.NonBacktracking)]
    private static partial Regex EnvSecret();

    [GeneratedRegex(@"^\s*ingress\s*\{|resource\s+""aws_(?:security_group_rule|vpc_security_group_ingress_rule)""", RegexOptions.NonBacktracking)]
    private static partial Regex Ingress();

    [GeneratedRegex(@"\b(from_port|to_port)\s*=\s*(\d{1,5})\b", RegexOptions.NonBacktracking)]
    private static partial Regex Port();
}
