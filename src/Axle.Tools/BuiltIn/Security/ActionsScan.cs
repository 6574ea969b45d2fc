using System.Text.RegularExpressions;
using Axle.Tools.BuiltIn.Documents;
using Axle.Tools.Findings;

namespace Axle.Tools.BuiltIn.Security;

/// <summary>Weak spots of GitHub Actions workflows.</summary>
internal static partial class ActionsScan
{
    private static readonly Rule PullRequestTarget = new("cfg.actions.pull-request-target", Severity.High, 0.9,
        "Code of a stranger's pull request runs with the repository's secrets and write token (CWE-829).",
        "Use pull_request, or do not check out the pull request's head.");
    private static readonly Rule Injection = new("cfg.actions.script-injection", Severity.High, 0.9,
        "The text is written by outsiders and becomes part of the shell script (CWE-94).",
        "Put it into env: and use the variable in quotes.");
    private static readonly Rule Unpinned = new("cfg.actions.unpinned-action", Severity.Low, 0.9,
        "The owner of the action can change what the tag stands for (CWE-829).", "Pin third-party actions to a full commit hash.");
    private static readonly Rule WriteAll = new("cfg.actions.write-all", Severity.Medium, 0.95,
        "Every step of the workflow may write everything in the repository.", "List the permissions that each job needs.");
    private static readonly Rule PipeToShell = new("cfg.actions.curl-pipe-shell", Severity.Low, 0.75,
        "Whoever controls the server or the way to it runs code in the build (CWE-494).", "Download a fixed version and check its hash.");

    public static void Run(ConfigFindings findings, DataNode root)
    {
        var triggers = root["on"] ?? root["true"];
        var target = triggers?.Text is "pull_request_target" || triggers?["pull_request_target"] is not null ||
            triggers?.Children.Any(c => c.Text is "pull_request_target") == true;
        Permissions(findings, root["permissions"]);
        foreach (var job in root["jobs"]?.Children ?? [])
        {
            Permissions(findings, job["permissions"]);
            foreach (var step in job["steps"]?.Children ?? [])
                Step(findings, step, target);
        }
    }

    private static void Step(ConfigFindings findings, DataNode step, bool target)
    {
        if (step["uses"] is { Text: { } action } uses)
        {
            if (target && action.StartsWith("actions/checkout@", StringComparison.Ordinal) &&
                step.Find("with", "ref") is { Text: { } reference } at && reference.Contains("pull_request.head", StringComparison.Ordinal))
                findings.Add(PullRequestTarget, at.Line, $"A pull_request_target workflow checks out {reference}.");
            var third = !action.StartsWith("actions/", StringComparison.Ordinal) &&
                !action.StartsWith("github/", StringComparison.Ordinal) && !action.StartsWith('.') &&
                !action.StartsWith("docker://", StringComparison.Ordinal);
            if (third && action.Split('@') is [_, var version] && !Hash().IsMatch(version))
                findings.Add(Unpinned, uses.Line, $"The third-party action {action} is not pinned to a commit.");
        }

        foreach (var script in new[] { step["run"], step.Find("with", "script") })
        {
            if (script is { Text: { } text })
                Script(findings, script, text);
        }
    }

    private static void Script(ConfigFindings findings, DataNode script, string text)
    {
        foreach (Match match in Untrusted().Matches(text))
            findings.Add(Injection, LineOf(findings, script, match.Value),
                $"A script contains `{match.Value}`, which outsiders can write.");
        if (Pipe().Match(text) is { Success: true } pipe)
            findings.Add(PipeToShell, LineOf(findings, script, pipe.Value.Split('\n')[0]),
                $"A download is run as it comes: {pipe.Value.Trim()}.");
    }

    /// <summary>The line of a text inside a block scalar: the scalar's own line is that of its key.</summary>
    private static int LineOf(ConfigFindings findings, DataNode script, string part)
    {
        for (var line = script.Line; line <= Math.Min(findings.File.LineCount, script.Line + 400); line++)
        {
            if (findings.File.Line(line).Contains(part, StringComparison.Ordinal))
                return line;
        }

        return script.Line;
    }

    private static void Permissions(ConfigFindings findings, DataNode? permissions)
    {
        if (permissions is { Text: "write-all" })
            findings.Add(WriteAll, permissions.Line, "The workflow asks for write-all permissions.");
    }

    [GeneratedRegex("^[0-9a-f]{40}$", RegexOptions.NonBacktracking)]
    private static partial Regex Hash();

    [GeneratedRegex(@"\$\{\{\s*(?:github\.event\.(?:issue|pull_request|comment|review|review_comment|discussion|head_commit|workflow_run)\.(?:title|body|message|head_branch|head\.ref|head\.label|head\.repo\.default_branch|author\.(?:name|email))|github\.head_ref)\s*\}\}", RegexOptions.NonBacktracking)]
    private static partial Regex Untrusted();

    [GeneratedRegex(@"\b(?:curl|wget)\b[^\n|;]*\|\s*(?:sudo\s+)?(?:ba|z)?sh\b", RegexOptions.NonBacktracking)]
    private static partial Regex Pipe();
}
