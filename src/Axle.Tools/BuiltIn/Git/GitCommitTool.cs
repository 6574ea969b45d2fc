using System.Text.Json;
using Axle.Tools.Contract;
using Axle.Tools.Findings;

namespace Axle.Tools.BuiltIn.Git;

/// <summary><c>git.commit</c>: records named files in the repository of the workspace. Nothing leaves it: there is no push.</summary>
public sealed class GitCommitTool : ITool
{
    private const string KeyLine = "Axle-Key:";

    /// <inheritdoc/>
    public ToolDescription Description { get; } = new(
        "git.commit", "Commits the named files of the workspace on its current branch; hooks do not run and nothing is pushed.",
        JsonElement.Parse("""
            {
              "type": "object",
              "properties": {
                "message": { "type": "string", "minLength": 1, "maxLength": 10000, "description": "Why, for people; the first line is the title." },
                "paths": {
                  "type": "array", "minItems": 1, "maxItems": 500, "description": "Files or folders to commit, relative to the workspace.",
                  "items": { "type": "string", "format": "workspace-path" }
                }
              },
              "required": ["message", "paths"],
              "additionalProperties": false
            }
            """),
        ToolEffect.World);

    /// <inheritdoc/>
    public async ValueTask<JsonElement> InvokeAsync(JsonElement arguments, ToolContext context, CancellationToken cancellationToken)
    {
        List<string> paths = [.. arguments.GetProperty("paths").EnumerateArray().Select(static p => p.GetString()!)];
        if (await MadeAsync(context, cancellationToken) is { Length: > 0 } made)
        {
            return FindingJson.ToElement(new { applied = true, commit = made, note = "It was committed before." });
        }

        if (!context.Apply)
        {
            var changed = await RunAsync(context, ["status", "--porcelain=v1", "--", .. paths], cancellationToken);
            return FindingJson.ToElement(new { applied = false, text = changed, note = "Planned only. Run with --apply to carry it out." });
        }

        await RunAsync(context, ["add", "--", .. paths], cancellationToken);
        var message = $"{arguments.GetProperty("message").GetString()!.TrimEnd()}\n\n{KeyLine} {Key(context)}\n";
        await RunAsync(context, ["commit", "--no-verify", "--no-gpg-sign", "--quiet", "-m", message, "--", .. paths], cancellationToken);
        var commit = await RunAsync(context, ["rev-parse", "HEAD"], cancellationToken);
        return FindingJson.ToElement(new { applied = true, commit = commit.Trim(), note = "Committed; nothing was pushed." });
    }

    /// <summary>The commit that an earlier try of the same call made; empty when there is none.</summary>
    private static async Task<string> MadeAsync(ToolContext context, CancellationToken cancellationToken)
    {
        var answer = await GitProgram.RunAsync(
            context.Workspace, ["log", "-1", "--format=%H", "--fixed-strings", $"--grep={KeyLine} {Key(context)}", "--max-count=1"], cancellationToken);
        return answer is { Succeeded: true } ? answer.Output.Trim() : "";
    }

    private static string Key(ToolContext context) =>
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(context.IdempotencyKey)))[..32];

    private static async Task<string> RunAsync(ToolContext context, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        var answer = await GitProgram.RunAsync(context.Workspace, arguments, cancellationToken)
            ?? throw new AxleException(ErrorKind.Tool, "git is not installed here, or did not end within 60 seconds.");
        return answer.Succeeded ? answer.Output : throw new AxleException(
            ErrorKind.Tool, $"git did not commit (exit code {answer.ExitCode}): "
            + "is the workspace a repository with user.name and user.email set, and have the files changed?");
    }
}
