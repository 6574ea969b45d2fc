using System.Text.Json;
using Axle.Tools.Contract;
using Axle.Tools.Findings;

namespace Axle.Tools.BuiltIn.Git;

/// <summary>A tool that asks git one thing and gives its text back. Nothing is changed, no other program is run, no network is used.</summary>
/// <param name="name">The tool's name.</param>
/// <param name="purpose">What it is for.</param>
/// <param name="properties">Its arguments as JSON properties, without braces around them.</param>
/// <param name="required">Names of those that must be given, as JSON strings parted by commas.</param>
/// <param name="command">Makes git's arguments out of the tool's.</param>
internal sealed class GitReading(string name, string purpose, string properties, string required, Func<JsonElement, IEnumerable<string>> command) : ITool
{
    private const int LongestText = 200_000;

    /// <inheritdoc/>
    public ToolDescription Description { get; } = new(name, purpose, JsonElement.Parse($$"""
        { "type": "object", "properties": { {{properties}} }, "required": [{{required}}], "additionalProperties": false }
        """));

    /// <inheritdoc/>
    public async ValueTask<JsonElement> InvokeAsync(JsonElement arguments, ToolContext context, CancellationToken cancellationToken)
    {
        var answer = await GitProgram.RunAsync(context.Workspace, command(arguments), cancellationToken)
            ?? throw new AxleException(ErrorKind.Tool, "git is not installed here, or did not end within 60 seconds.");
        if (!answer.Succeeded)
        {
            throw new AxleException(ErrorKind.Tool,
                $"git did not answer (exit code {answer.ExitCode}): is the workspace a repository, and does what you named exist in it?");
        }

        var more = answer.Truncated || answer.Output.Length > LongestText;
        return FindingJson.ToElement(new { text = answer.Output.Length > LongestText ? answer.Output[..LongestText] : answer.Output, more });
    }
}
