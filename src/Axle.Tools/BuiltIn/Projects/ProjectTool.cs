using System.Text.Json;
using System.Text.RegularExpressions;
using Axle.Tools.BuiltIn.Sources;
using Axle.Tools.Contract;
using Axle.Tools.Findings;

namespace Axle.Tools.BuiltIn.Projects;

/// <summary>A tool that asks GitHub one thing, or changes one thing there.</summary>
/// <param name="api">The way to GitHub.</param>
/// <param name="options">The repository, when a call names none.</param>
/// <param name="description">What it is; the argument <c>repository</c> is put in.</param>
/// <param name="work">What it does.</param>
internal sealed partial class ProjectTool(GitHubApi api, ProjectOptions options, ToolDescription description, Func<ProjectCall, Task<object>> work) : ITool
{
    /// <inheritdoc/>
    public ToolDescription Description { get; } = description;

    /// <summary>Describes one.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="purpose">What it is for.</param>
    /// <param name="effect">Whether it changes something.</param>
    /// <param name="properties">Its arguments as JSON properties, without braces around them.</param>
    /// <param name="required">Names of those that must be given, as JSON strings parted by commas.</param>
    public static ToolDescription Describe(string name, string purpose, ToolEffect effect, string properties, string required) => new(
        name, purpose,
        JsonElement.Parse($$"""
            {
              "type": "object",
              "properties": {
                "repository": { "type": "string", "maxLength": 200, "pattern": "^[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+$",
                  "description": "owner/name; GITHUB_REPOSITORY when left out." }{{(properties.Length > 0 ? "," : "")}}
                {{properties}}
              },
              "required": [{{required}}],
              "additionalProperties": false
            }
            """),
        effect)
    {
        Deadline = TimeSpan.FromSeconds(60),
    };

    /// <inheritdoc/>
    public async ValueTask<JsonElement> InvokeAsync(JsonElement arguments, ToolContext context, CancellationToken cancellationToken)
    {
        var repository = SourceSelection.Text(arguments, "repository") ?? options.Repository;
        if (repository is null || !RepositoryName().IsMatch(repository) || repository.Contains("..", StringComparison.Ordinal))
        {
            throw new AxleException(ErrorKind.Validation, "Which repository? Give 'repository' as owner/name, or set GITHUB_REPOSITORY.");
        }

        if (Description.Effect == ToolEffect.World && !context.Apply)
        {
            return FindingJson.ToElement(new { applied = false, repository, note = "Planned only. Run with --apply to carry it out." });
        }

        return FindingJson.ToElement(await work(new ProjectCall(api, repository, arguments, context, cancellationToken)));
    }

    [GeneratedRegex("^[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+$", RegexOptions.NonBacktracking)]
    private static partial Regex RepositoryName();
}
