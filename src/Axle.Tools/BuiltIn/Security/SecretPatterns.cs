using System.Text.RegularExpressions;
using Axle.Tools.Findings;

namespace Axle.Tools.BuiltIn.Security;

/// <summary>One shape of a secret.</summary>
/// <param name="Id">End of the rule's id.</param>
/// <param name="Name">What it is, for messages.</param>
/// <param name="Expression">Finds it; the group <c>s</c> is the secret itself.</param>
/// <param name="Hint">A text that must be in the line before the expression is tried.</param>
/// <param name="Severity">How much it matters in code that ships.</param>
/// <param name="Confidence">0 to 1.</param>
/// <param name="MinEntropy">Least entropy in bits a character; placeholders have little.</param>
internal sealed record SecretPattern(string Id, string Name, Regex Expression, string Hint, Severity Severity, double Confidence,
    double MinEntropy = 2.5);

/// <summary>The shapes of secrets by provider, most exact first.</summary>
internal static class SecretPatterns
{
    public static readonly IReadOnlyList<SecretPattern> All =
    [
        Exact("aws-access-key", "AWS access key id", @"\b(?<s>(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16})\b", "A", Severity.High),
        Exact("aws-secret-key", "AWS secret access key",
            @"(?i)aws[\w .\-]{0,20}secret[\w .\-]{0,20}['""]?\s*[:=]+\s*['""]?(?<s>[A-Za-z0-9/+=]{40})(?:['""\s]|$)", "secret",
            Severity.Critical, 0.9, 3.5),
        Exact("azure-storage-key", "Azure storage account key", @"AccountKey=(?<s>[A-Za-z0-9+/]{86}==)", "AccountKey=", Severity.Critical),
        Exact("azure-sas", "Azure shared access signature", @"[?&]sig=(?<s>[A-Za-z0-9%]{43,70}%3D)", "sig=", Severity.High),
        Exact("google-api-key", "Google API key", @"\b(?<s>AIza[0-9A-Za-z_\-]{35})\b", "AIza", Severity.High),
        Exact("google-oauth-secret", "Google OAuth client secret", @"\b(?<s>GOCSPX-[0-9A-Za-z_\-]{28})\b", "GOCSPX-", Severity.High),
        Exact("github-token", "GitHub token", @"\b(?<s>gh[pousr]_[0-9A-Za-z]{36,76})\b", "gh", Severity.Critical),
        Exact("github-fine-token", "GitHub fine-grained token", @"\b(?<s>github_pat_[0-9A-Za-z_]{82})\b", "github_pat_", Severity.Critical),
        Exact("gitlab-token", "GitLab token", @"\b(?<s>glpat-[0-9A-Za-z_\-]{20})\b", "glpat-", Severity.Critical),
        Exact("slack-token", "Slack token", @"\b(?<s>xox[abposr]-(?:\d+-)*[0-9A-Za-z\-]{16,})\b", "xox", Severity.High),
        Exact("slack-webhook", "Slack webhook", @"hooks\.slack\.com/services/(?<s>T[0-9A-Z]{8,}/B[0-9A-Z]{8,}/[0-9A-Za-z]{24})",
            "hooks.slack.com", Severity.Medium),
        Exact("stripe-key", "Stripe live key", @"\b(?<s>[sr]k_live_[0-9A-Za-z]{20,99})\b", "k_live_", Severity.Critical),
        Exact("stripe-test-key", "Stripe test key", @"\b(?<s>[sr]k_test_[0-9A-Za-z]{20,99})\b", "k_test_", Severity.Low),
        Exact("twilio-key", "Twilio API key", @"\b(?<s>SK[0-9a-f]{32})\b", "SK", Severity.High, 0.75),
        Exact("sendgrid-key", "SendGrid key", @"\b(?<s>SG\.[0-9A-Za-z_\-]{22}\.[0-9A-Za-z_\-]{43})\b", "SG.", Severity.Critical),
        Exact("mailgun-key", "Mailgun key", @"\b(?<s>key-[0-9a-f]{32})\b", "key-", Severity.High, 0.75),
        Exact("npm-token", "npm token", @"\b(?<s>npm_[0-9A-Za-z]{36})\b", "npm_", Severity.Critical),
        Exact("npmrc-token", "npm registry token", @"_authToken\s*=\s*(?<s>[0-9a-zA-Z\-_]{20,})", "_authToken", Severity.Critical),
        Exact("pypi-token", "PyPI token", @"\b(?<s>pypi-AgEIcHlwaS5vcmc[0-9A-Za-z_\-]{50,})\b", "pypi-", Severity.Critical),
        Exact("nuget-key", "NuGet key", @"\b(?<s>oy2[a-z0-9]{43})\b", "oy2", Severity.Critical),
        Exact("openai-key", "OpenAI key", @"\b(?<s>sk-(?:proj-|svcacct-)?[0-9A-Za-z_\-]{20,}T3BlbkFJ[0-9A-Za-z_\-]{20,})", "T3BlbkFJ",
            Severity.Critical),
        Exact("anthropic-key", "Anthropic key", @"\b(?<s>sk-ant-(?:api|admin)\d{2}-[0-9A-Za-z_\-]{80,})", "sk-ant-", Severity.Critical),
        Exact("huggingface-token", "Hugging Face token", @"\b(?<s>hf_[A-Za-z]{34})\b", "hf_", Severity.High),
        Exact("digitalocean-token", "DigitalOcean token", @"\b(?<s>do[por]_v1_[0-9a-f]{64})\b", "_v1_", Severity.Critical),
        Exact("telegram-token", "Telegram bot token", @"\b(?<s>\d{8,10}:AA[0-9A-Za-z_\-]{33})\b", ":AA", Severity.High),
        Exact("private-key", "private key", @"(?<s>-----BEGIN (?:RSA |EC |DSA |OPENSSH |ENCRYPTED |PGP )?PRIVATE KEY(?: BLOCK)?-----)",
            "PRIVATE KEY", Severity.Critical, 0.9, 0),
        Exact("jwt", "JSON web token", @"\b(?<s>eyJ[0-9A-Za-z_\-]{10,}\.eyJ[0-9A-Za-z_\-]{10,}\.[0-9A-Za-z_\-]{20,})", "eyJ",
            Severity.Medium, 0.8, 3),
        Exact("connection-string", "connection string with a password",
            @"(?i)(?:server|data source|host|endpoint)\s*=[^;'""]{2,};[^'""\n]*?\b(?:password|pwd)\s*=\s*(?<s>[^;'""\s]{4,})", "=",
            Severity.High, 0.8, 2.2),
        Exact("url-password", "password in an address",
            @"\b[a-z][a-z0-9+.\-]{2,20}://[^\s:/@'""<>{}$]{1,60}:(?<s>[^\s:/@'""<>{}$%]{3,80})@[A-Za-z0-9\[]", "://", Severity.High,
            0.75, 2.2),
    ];

    /// <summary>A name that says secret, an assignment, and a quoted value: the only one that needs a guess.</summary>
    public static readonly SecretPattern Assignment = new(
        "assignment", "secret value", Expression(
            @"(?i)(?<n>\b[\w.\-]*(?:password|passwd|pwd|secret|api_?key|apikey|access_?key|auth_?token|access_?token|private_?key|client_?secret|encryption_?key)[\w\-]*)['""\]]?\s*(?::=|=>|[:=])\s*(?:[brufBRUF@]{0,2})(?<q>['""])(?<s>[^'""\s]{8,200})['""]"),
        "", Severity.High, 0.7, 3.0);

    private static SecretPattern Exact(string id, string name, string expression, string hint, Severity severity, double confidence = 0.95,
        double entropy = 2.8) =>
        new(id, name, Expression(expression), hint, severity, confidence, entropy);

    private static Regex Expression(string text) => new(text, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
}
