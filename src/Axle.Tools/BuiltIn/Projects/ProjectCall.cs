using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Axle.Tools.BuiltIn.Sources;
using Axle.Tools.Contract;

namespace Axle.Tools.BuiltIn.Projects;

/// <summary>One call of a project tool: its arguments, its repository, its way to the API.</summary>
internal sealed record ProjectCall(GitHubApi Api, string Repository, JsonElement Arguments, ToolContext Context, CancellationToken Stop)
{
    /// <summary>A line that tells what an earlier try of the same call has written; invisible on pages.</summary>
    public string Mark => $"<!-- axle-key: {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Context.IdempotencyKey)))[..32]} -->";

    public string? Text(string name) => SourceSelection.Text(Arguments, name);

    public int Number(string name, int otherwise) => SourceSelection.Number(Arguments, name, otherwise);

    public IEnumerable<string> List(string name) =>
        Arguments.TryGetProperty(name, out var list) ? list.EnumerateArray().Select(static item => item.GetString()!) : [];

    /// <summary>Reads or writes something of the repository.</summary>
    public Task<JsonElement> SendAsync(HttpMethod method, string path, JsonNode? body = null) =>
        Api.SendAsync(method, $"repos/{Repository}/{path}", body, Context.Time, Stop);

    /// <summary>What an issue is, for a result.</summary>
    public static object Shown(JsonElement issue) => new
    {
        number = issue.GetProperty("number").GetInt32(),
        title = SourceSelection.Text(issue, "title"),
        state = SourceSelection.Text(issue, "state"),
        url = SourceSelection.Text(issue, "html_url"),
        labels = Labels(issue),
    };

    /// <summary>Names of an issue's labels.</summary>
    public static IReadOnlyList<string> Labels(JsonElement issue) => issue.TryGetProperty("labels", out var labels) && labels.ValueKind == JsonValueKind.Array
        ? [.. labels.EnumerateArray().Select(static label => label.ValueKind == JsonValueKind.String ? label.GetString()!
            : label.GetProperty("name").GetString()!)]
        : [];
}
